import { createHash } from "node:crypto";
import type { Parcel } from "../delivery.ts";
import type { RecordClass } from "../recorder.ts";

/** A batch as a file keeps it. */
export interface KeptBatch extends Parcel {
  readonly perClass: Readonly<Partial<Record<RecordClass, number>>>;
}

// magic · length of the header, 4 bytes, little-endian · header in JSON · body · SHA-256 of all before
const MAGIC = Buffer.from("TMSPOOL1", "latin1");
const DIGEST_BYTES = 32;
const PREFIX_BYTES = MAGIC.length + 4;
/** The header is a few hundred bytes; more is no header of ours. */
const HEADER_BYTES_MAX = 65_536;

export function encodeBatchFile(batch: KeptBatch): readonly Uint8Array[] {
  const { id, isCompressed, records, perClass } = batch;
  const header = Buffer.from(JSON.stringify({ id, isCompressed, records, perClass }));
  const prefix = Buffer.alloc(PREFIX_BYTES);
  MAGIC.copy(prefix);
  prefix.writeUInt32LE(header.length, MAGIC.length);
  const digest = createHash("sha256").update(prefix).update(header).update(batch.body).digest();
  return [prefix, header, batch.body, digest];
}

/** Null where the bytes are not exactly what was once written. */
export function decodeBatchFile(bytes: Buffer): KeptBatch | null {
  if (bytes.length < PREFIX_BYTES + DIGEST_BYTES) return null;
  if (!bytes.subarray(0, MAGIC.length).equals(MAGIC)) return null;
  const headerBytes = bytes.readUInt32LE(MAGIC.length);
  const end = bytes.length - DIGEST_BYTES;
  const bodyAt = PREFIX_BYTES + headerBytes;
  if (headerBytes > HEADER_BYTES_MAX || bodyAt > end) return null;
  const digest = createHash("sha256").update(bytes.subarray(0, end)).digest();
  if (!digest.equals(bytes.subarray(end))) return null;
  // Its digest is right: these are our own words.
  const header = JSON.parse(bytes.toString("utf8", PREFIX_BYTES, bodyAt)) as Omit<
    KeptBatch,
    "body"
  >;
  return { ...header, body: bytes.subarray(bodyAt, end) };
}
