import { hash, randomBytes } from "node:crypto";
import { crc32 } from "node:zlib";

/** One entry of the log. */
export interface Frame {
  /** Position in the log, from 1, rising; a number is never given to two contents. */
  readonly seq: number;
  /** What the payload is; the log's owner numbers its own kinds. */
  readonly type: number;
  /** Unix milliseconds at which the log was handed the frame. */
  readonly receivedMs: number;
  /** Records in the payload, for counting without decoding. */
  readonly rows: number;
  /** 16 bytes; zeros where the owner gave none. */
  readonly batchId: Uint8Array;
  readonly payload: Uint8Array;
}

/** A frame and where it stands in its segment. */
export interface PlacedFrame extends Frame {
  /** Bytes that the frame takes, header and padding included. */
  readonly bytes: number;
  /** Sequence number of the first frame of the group that was committed together. */
  readonly groupFirst: number;
  /** The header as it is on disk: what the chain runs over. */
  readonly header: Uint8Array;
}

/*
 * The frame, little endian, starting at a multiple of 8:
 *
 *   0 magic       4 stored bytes u32 (salt and payload)    8 seq u64    16 received f64, Unix ms
 *  24 type u16   26 flags u16       28 rows u32            32 batch id 16
 *  48 SHA-256 of salt and payload   80 log id 16           96 place in its group u32
 * 100 CRC-32 of salt and payload   104 reserved u32       108 CRC-32 of bytes 0 to 107
 * 112 salt 16, payload, zeros up to the next multiple of 8
 *
 * Length and sequence number lie under the header's own CRC, so a torn length cannot send a reader
 * off. The log's id keeps frames of another log, in a stale block or a copied file, out of this
 * one. The chain commits to a salted digest, so a payload can be erased with its salt and the
 * chain still holds.
 */
export const FRAME_HEADER_BYTES = 112;
const SALT_BYTES = 16;
const ALIGNMENT = 8;

/** The least that a frame takes: what bounds the number of frames in a run of unreadable bytes. */
export const FRAME_BYTES_MIN: number = FRAME_HEADER_BYTES + SALT_BYTES;

/** None of these bytes occurs in UTF-8, so text in a payload can never pass for a frame. */
const MAGIC: Buffer = Buffer.from([0xff, 0xfb, 0xfd, 0xf9]);

/** Whether some bytes hold what a frame begins with: a payload without can never pass for frames where damage is searched. */
export function holdsFrameMark(bytes: Uint8Array): boolean {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).includes(MAGIC);
}

/** Bytes that a payload takes in the log. */
export function frameBytes(payloadBytes: number): number {
  return Math.ceil((FRAME_BYTES_MIN + payloadBytes) / ALIGNMENT) * ALIGNMENT;
}

/** What `payloadRoom` made, and for how many bytes: a part of it is a payload like any other. */
const ROOMS = new WeakMap<ArrayBufferLike, number>();

/** Memory for a payload, to be written whole: its frame is made around it, where another payload is copied into one. */
export function payloadRoom(payloadBytes: number): Buffer {
  const bytes = Buffer.allocUnsafeSlow(frameBytes(payloadBytes));
  ROOMS.set(bytes.buffer, payloadBytes);
  return bytes.subarray(FRAME_BYTES_MIN, FRAME_BYTES_MIN + payloadBytes);
}

/** The bytes of one frame. O(payload): one CRC-32, one SHA-256, and one copy unless it lies in a `payloadRoom`. */
export function encodeFrame(
  frame: Frame,
  within: { readonly logId: Uint8Array; readonly groupFirst: number },
): Buffer {
  const { payload } = frame;
  const end = FRAME_BYTES_MIN + payload.length;
  const isInPlace =
    payload.byteOffset === FRAME_BYTES_MIN && ROOMS.get(payload.buffer) === payload.length;
  const bytes = isInPlace
    ? Buffer.from(payload.buffer)
    : Buffer.allocUnsafe(frameBytes(payload.length));
  bytes.fill(0, 0, FRAME_HEADER_BYTES).fill(0, end);
  const stored = bytes.subarray(FRAME_HEADER_BYTES, end);
  randomBytes(SALT_BYTES).copy(stored);
  if (!isInPlace) stored.set(payload, SALT_BYTES);
  MAGIC.copy(bytes);
  bytes.writeUInt32LE(stored.length, 4);
  writeCount(bytes, frame.seq, 8);
  bytes.writeDoubleLE(frame.receivedMs, 16);
  bytes.writeUInt16LE(frame.type, 24);
  bytes.writeUInt32LE(frame.rows, 28);
  bytes.set(frame.batchId, 32);
  hash("sha256", stored, "buffer").copy(bytes, 48);
  bytes.set(within.logId, 80);
  bytes.writeUInt32LE(frame.seq - within.groupFirst, 96);
  bytes.writeUInt32LE(crc32(stored), 100);
  bytes.writeUInt32LE(crc32(bytes.subarray(0, 108)), 108);
  return bytes;
}

/** Bytes of the frame whose intact header stands at `at`; null when there is none. */
export function frameLengthAt(bytes: Buffer, at: number): number | null {
  if (at + FRAME_HEADER_BYTES > bytes.length) return null;
  if (bytes.compare(MAGIC, 0, MAGIC.length, at, at + MAGIC.length) !== 0) return null;
  if (crc32(bytes.subarray(at, at + 108)) !== bytes.readUInt32LE(at + 108)) return null;
  const stored = bytes.readUInt32LE(at + 4);
  return stored < SALT_BYTES ? null : frameBytes(stored - SALT_BYTES);
}

/**
 * The frame that stands whole and undamaged at `at`; null when there is none. Its padding may lack.
 *
 * Payload, batch id and header are views of `bytes`. `logId` null takes a frame of any log.
 */
export function decodeFrame(
  bytes: Buffer,
  at: number,
  logId: Uint8Array | null,
): PlacedFrame | null {
  const length = frameLengthAt(bytes, at);
  if (length === null) return null;
  const header = bytes.subarray(at, at + FRAME_HEADER_BYTES);
  if (logId !== null && header.compare(logId, 0, logId.length, 80, 96) !== 0) return null;
  const start = at + FRAME_HEADER_BYTES;
  const stored = bytes.subarray(start, start + header.readUInt32LE(4));
  if (stored.length < header.readUInt32LE(4)) return null;
  if (crc32(stored) !== header.readUInt32LE(100)) return null;
  const seq = readCount(header, 8);
  return {
    seq,
    type: header.readUInt16LE(24),
    receivedMs: header.readDoubleLE(16),
    rows: header.readUInt32LE(28),
    batchId: header.subarray(32, 48),
    payload: stored.subarray(SALT_BYTES),
    bytes: length,
    groupFirst: seq - header.readUInt32LE(96),
    header,
  };
}

/** Where the next undamaged frame of this log starts at or after `from`; null when none does. */
export function nextFrame(bytes: Buffer, from: number, logId: Uint8Array | null): number | null {
  for (let at = bytes.indexOf(MAGIC, from); at !== -1; at = bytes.indexOf(MAGIC, at + 1)) {
    if (at % ALIGNMENT === 0 && decodeFrame(bytes, at, logId) !== null) return at;
  }
  return null;
}

/** The log's id in the header of a decoded frame. */
export function logIdOf(frame: PlacedFrame): Uint8Array {
  return frame.header.subarray(80, 96);
}

/** A count as u64. Counts stay below 2^48: a frame a microsecond for nine years. */
export function writeCount(bytes: Buffer, count: number, at: number): void {
  bytes.writeUIntLE(count, at, 6);
}

export function readCount(bytes: Buffer, at: number): number {
  return bytes.readUIntLE(at, 6);
}
