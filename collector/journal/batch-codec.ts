import { hash } from "node:crypto";
import type { Telemetry } from "@tiltmeter/sdk/wire/telemetry";

/** What one frame of the journal holds. */
export interface EncodedBatch {
  readonly payload: Uint8Array;
  /** 16 bytes that tell two contents under one batch id apart. */
  readonly digest: Uint8Array;
}

/*
 * 0 version u8   1 flags u8   2 reserved u16   4 digest 16
 * 20 length of the reply u32, the reply, length of the records u32, the records as JSON
 */
const VERSION = 1;
const FLAG_ESCAPED = 1;
const HEAD_BYTES = 20;
export const DIGEST_BYTES = 16;

/**
 * The payload of a batch: its records, the reply kept beside them, and the digest of its content.
 *
 * `digest` is the first half of the SHA-256 of the encoded records unless the caller knows a
 * better one, as when it fills in times that a retry would fill in differently.
 */
export function encodeBatch(batch: {
  readonly records: readonly Telemetry[];
  readonly reply: Uint8Array;
  readonly digest?: Uint8Array;
}): EncodedBatch {
  const isEscaped = !isJson(batch.records);
  const text = JSON.stringify(batch.records, isEscaped ? toJson : undefined);
  const records = Buffer.from(text, "utf8");
  const digest = batch.digest ?? hash("sha256", records, "buffer").subarray(0, DIGEST_BYTES);
  const payload = Buffer.alloc(HEAD_BYTES + 4 + batch.reply.length + 4 + records.length);
  payload.writeUInt8(VERSION, 0);
  payload.writeUInt8(isEscaped ? FLAG_ESCAPED : 0, 1);
  payload.set(digest, 4);
  let at = payload.writeUInt32LE(batch.reply.length, HEAD_BYTES);
  payload.set(batch.reply, at);
  at = payload.writeUInt32LE(records.length, at + batch.reply.length);
  records.copy(payload, at);
  return { payload, digest };
}

/** The records of a payload that `encodeBatch` made. */
export function decodeRecords(payload: Uint8Array): readonly Telemetry[] {
  const bytes = view(payload);
  const reply = HEAD_BYTES + 4;
  const length = reply + bytes.readUInt32LE(HEAD_BYTES);
  const start = length + 4;
  const text = bytes.toString("utf8", start, start + bytes.readUInt32LE(length));
  const isEscaped = (bytes.readUInt8(1) & FLAG_ESCAPED) !== 0;
  // The bytes are ours: the frame's checksum held, and the version says who wrote them.
  return JSON.parse(text, isEscaped ? fromJson : undefined) as readonly Telemetry[];
}

/** The digest and the reply of a payload, copied, without its records. */
export function decodeHead(payload: Uint8Array): {
  readonly digest: Uint8Array;
  readonly reply: Uint8Array;
} {
  const bytes = view(payload);
  const start = HEAD_BYTES + 4;
  return {
    digest: Buffer.from(bytes.subarray(4, 4 + DIGEST_BYTES)),
    reply: Buffer.from(bytes.subarray(start, start + bytes.readUInt32LE(HEAD_BYTES))),
  };
}

function view(payload: Uint8Array): Buffer {
  const bytes = Buffer.from(payload.buffer, payload.byteOffset, payload.byteLength);
  const version = bytes.readUInt8(0);
  if (version !== VERSION) {
    throw new Error(
      `journal format version must be ${VERSION}, got ${version}: open it with the release that wrote it`,
    );
  }
  return bytes;
}

/*
 * JSON has no NaN, infinity, negative zero or big integer. Each becomes a string that starts with
 * U+0000; a string that starts so by itself gets one more. Batches without any, nearly all, skip
 * this: a replacer makes JSON several times slower.
 */
const MARK = "\u0000";

function isJson(value: unknown): boolean {
  switch (typeof value) {
    case "string":
      return !value.startsWith(MARK);
    case "number":
      return Number.isFinite(value) && !Object.is(value, -0);
    case "bigint":
      return false;
    case "object":
      if (value === null) return true;
      for (const part of Object.values(value)) if (!isJson(part)) return false;
      return true;
    default:
      return true;
  }
}

function toJson(_key: string, value: unknown): unknown {
  if (typeof value === "bigint") return `${MARK}n${value}`;
  if (typeof value === "string" && value.startsWith(MARK)) return MARK + value;
  if (typeof value !== "number" || (Number.isFinite(value) && !Object.is(value, -0))) return value;
  return `${MARK}${Object.is(value, -0) ? "-0" : value}`;
}

function fromJson(_key: string, value: unknown): unknown {
  if (typeof value !== "string" || !value.startsWith(MARK)) return value;
  const rest = value.slice(1);
  if (rest.startsWith(MARK)) return rest;
  return rest.startsWith("n") ? BigInt(rest.slice(1)) : Number(rest);
}
