import { hash } from "node:crypto";
import { crc32 } from "node:zlib";
import { readCount, writeCount } from "./frame.ts";

/**
 * What a segment says of itself and of the one before.
 *
 * Numbers between `previousLastSeq` and `firstSeq` were given to frames that never became durable:
 * whatever bytes carry them are not part of the log. This is how a segment whose commit failed is
 * sealed without touching it again.
 */
export interface SegmentHeader {
  readonly logId: Uint8Array;
  /** The number that the segment's first frame gets. */
  readonly firstSeq: number;
  /** The last durable frame before this segment; 0 when there was none. */
  readonly previousLastSeq: number;
  /**
   * The segment before was found with a damaged last group that starts here: a torn write or a
   * later damage, which cannot be told apart. 0 when it was not.
   */
  readonly previousDoubtfulFrom: number;
  /** The segment before ended with a failed write or sync. */
  readonly previousSuspect: boolean;
  /** Unix milliseconds. */
  readonly createdMs: number;
  /** The chain over every frame header up to `previousLastSeq`; 32 bytes. */
  readonly previousChain: Uint8Array;
}

/*
 *   0 magic 8    8 version u16   10 flags u16   16 log id 16   32 first seq u64
 *  40 previous last seq u64   48 previous doubtful from u64   56 created f64, Unix ms
 *  64 previous chain 32   96 zeros   124 CRC-32 of bytes 0 to 123
 */
export const SEGMENT_HEADER_BYTES = 128;
const MAGIC: Buffer = Buffer.from("TILTLOG1", "latin1");
const VERSION = 1;
const FLAG_SUSPECT = 1;

export function encodeSegmentHeader(header: SegmentHeader): Buffer {
  const bytes = Buffer.alloc(SEGMENT_HEADER_BYTES);
  MAGIC.copy(bytes);
  bytes.writeUInt16LE(VERSION, 8);
  bytes.writeUInt16LE(header.previousSuspect ? FLAG_SUSPECT : 0, 10);
  bytes.set(header.logId, 16);
  writeCount(bytes, header.firstSeq, 32);
  writeCount(bytes, header.previousLastSeq, 40);
  writeCount(bytes, header.previousDoubtfulFrom, 48);
  bytes.writeDoubleLE(header.createdMs, 56);
  bytes.set(header.previousChain, 64);
  bytes.writeUInt32LE(crc32(bytes.subarray(0, 124)), 124);
  return bytes;
}

/** Null when the bytes are not an undamaged header. Throws on a newer version of the format. */
export function decodeSegmentHeader(bytes: Buffer): SegmentHeader | null {
  if (bytes.length < SEGMENT_HEADER_BYTES) return null;
  if (bytes.compare(MAGIC, 0, MAGIC.length, 0, MAGIC.length) !== 0) return null;
  if (crc32(bytes.subarray(0, 124)) !== bytes.readUInt32LE(124)) return null;
  const version = bytes.readUInt16LE(8);
  if (version !== VERSION) {
    throw new Error(
      `log format version must be ${VERSION}, got ${version}: open it with the release that wrote it`,
    );
  }
  return {
    logId: Buffer.from(bytes.subarray(16, 32)),
    firstSeq: readCount(bytes, 32),
    previousLastSeq: readCount(bytes, 40),
    previousDoubtfulFrom: readCount(bytes, 48),
    previousSuspect: (bytes.readUInt16LE(10) & FLAG_SUSPECT) !== 0,
    createdMs: bytes.readDoubleLE(56),
    previousChain: Buffer.from(bytes.subarray(64, 96)),
  };
}

export const EMPTY_CHAIN: Uint8Array = new Uint8Array(32);

/** The chain after one more frame: SHA-256 of the chain before and the frame's header. */
export function extendChain(chain: Uint8Array, frameHeader: Uint8Array): Uint8Array {
  return hash("sha256", Buffer.concat([chain, frameHeader]), "buffer");
}

const NAME = /^seg-([0-9a-f]{16})\.log$/;

/** The file name of the segment that starts with this number; names sort as numbers do. */
export function segmentName(firstSeq: number): string {
  return `seg-${firstSeq.toString(16).padStart(16, "0")}.log`;
}

/** The first number of the segment with this file name; null for any other file. */
export function firstSeqOf(name: string): number | null {
  const digits = NAME.exec(name)?.[1];
  return digits === undefined ? null : Number.parseInt(digits, 16);
}
