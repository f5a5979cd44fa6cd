import { createHash, hash } from "node:crypto";
import type { Telemetry } from "@tiltmeter/sdk/wire/telemetry";
import { packColumns, unpackColumns } from "../columns/pack-columns.ts";
import type { PredictionColumns } from "../columns/prediction-columns.ts";
import { type Kept, recordsInOrder } from "../columns/records-in-order.ts";
import { holdsFrameMark, payloadRoom } from "../log/frame.ts";

/** What one frame of the journal holds. */
export interface EncodedBatch {
  readonly payload: Uint8Array;
  /** 16 bytes that tell two contents under one batch id apart. */
  readonly digest: Uint8Array;
}

/*
 * 0 version u8   1 flags u8   2 reserved u16   4 digest 16
 * 20 length of the reply u32, the reply, length of the records u32, the records as JSON
 *
 * Version 2 goes on with zeros to the next multiple of 8, and predictions by column to the end: where the payload
 * begins at a multiple of 8, as it does in a frame, they are read where they lie.
 */
const VERSION_RECORDS = 1;
const VERSION_COLUMNS = 2;
const FLAG_ESCAPED = 1;
const HEAD_BYTES = 20;
export const DIGEST_BYTES = 16;

/**
 * The payload of a batch: its records, its predictions by column, the reply kept beside them, and the digest of its content.
 *
 * `digest` is the first half of the SHA-256 of the encoded content unless the caller knows a
 * better one, as when it fills in times that a retry would fill in differently.
 */
export function encodeBatch(
  batch: Kept & { readonly reply: Uint8Array; readonly digest?: Uint8Array },
): EncodedBatch {
  const { records, reply, predictions = null } = batch;
  if (predictions === null || predictions.rows === 0) return encodeRecords({ ...batch, records });
  const { isEscaped, text } = encodedText(records);
  const columnsAt = aligned(HEAD_BYTES + 4 + reply.length + 4 + text.length);
  const payload = packColumns(predictions, { before: columnsAt, memory: payloadRoom });
  const columns = payload.subarray(columnsAt);
  // Numbers can be any bytes, those of a frame's beginning too; a text of JSON cannot.
  if (holdsFrameMark(columns)) return encodeRecords({ ...batch, records: recordsInOrder(batch) });
  const digest =
    batch.digest ??
    createHash("sha256").update(text).update(columns).digest().subarray(0, DIGEST_BYTES);
  const end = writeHead(payload, { version: VERSION_COLUMNS, isEscaped, digest, reply, text });
  payload.fill(0, end, columnsAt);
  return { payload, digest };
}

function encodeRecords(batch: {
  readonly records: readonly Telemetry[];
  readonly reply: Uint8Array;
  readonly digest?: Uint8Array;
}): EncodedBatch {
  const { isEscaped, text } = encodedText(batch.records);
  const { reply } = batch;
  const digest = batch.digest ?? hash("sha256", text, "buffer").subarray(0, DIGEST_BYTES);
  const payload = payloadRoom(HEAD_BYTES + 4 + reply.length + 4 + text.length);
  writeHead(payload, { version: VERSION_RECORDS, isEscaped, digest, reply, text });
  return { payload, digest };
}

function encodedText(records: readonly Telemetry[]): {
  readonly isEscaped: boolean;
  readonly text: Buffer;
} {
  const isEscaped = !isJson(records);
  const text = JSON.stringify(records, isEscaped ? toJson : undefined);
  return { isEscaped, text: Buffer.from(text, "utf8") };
}

/** Writes all but the columns, and tells where it ended. */
function writeHead(
  payload: Buffer,
  of: {
    readonly version: number;
    readonly isEscaped: boolean;
    readonly digest: Uint8Array;
    readonly reply: Uint8Array;
    readonly text: Uint8Array;
  },
): number {
  payload.writeUInt8(of.version, 0);
  payload.writeUInt8(of.isEscaped ? FLAG_ESCAPED : 0, 1);
  payload.writeUInt16LE(0, 2);
  payload.set(of.digest, 4);
  let at = payload.writeUInt32LE(of.reply.length, HEAD_BYTES);
  payload.set(of.reply, at);
  at = payload.writeUInt32LE(of.text.length, at + of.reply.length);
  payload.set(of.text, at);
  return at + of.text.length;
}

function aligned(bytes: number): number {
  return Math.ceil(bytes / 8) * 8;
}

/** What a payload holds that `encodeBatch` made. The columns may look into the payload. */
export function decodeBatch(payload: Uint8Array): {
  readonly records: readonly Telemetry[];
  readonly predictions: PredictionColumns | null;
} {
  const bytes = view(payload);
  const reply = HEAD_BYTES + 4;
  const length = reply + bytes.readUInt32LE(HEAD_BYTES);
  const start = length + 4;
  const end = start + bytes.readUInt32LE(length);
  const text = bytes.toString("utf8", start, end);
  const isEscaped = (bytes.readUInt8(1) & FLAG_ESCAPED) !== 0;
  // The bytes are ours: the frame's checksum held, and the version says who wrote them.
  const records = JSON.parse(text, isEscaped ? fromJson : undefined) as readonly Telemetry[];
  if (bytes.readUInt8(0) === VERSION_RECORDS) return { records, predictions: null };
  return { records, predictions: unpackColumns(payload.subarray(aligned(end))) };
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
  if (version !== VERSION_RECORDS && version !== VERSION_COLUMNS) {
    throw new Error(
      `journal format version must be at most ${VERSION_COLUMNS}, got ${version}: open it with the release that wrote it`,
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
