/** What is known of a batch that is durable. */
export interface Remembered {
  readonly seq: number;
  /** Unix milliseconds. */
  readonly receivedMs: number;
  /** 16 bytes, as a string of one character each. */
  readonly digest: string;
  readonly reply: Uint8Array;
}

/** How long and how many batch ids are remembered: senders give up a retry long before. */
export interface MemoryLimits {
  readonly ageMsMax: number;
  readonly batchesMax: number;
}

/** Replies are nearly all the same few; so many different ones are kept once. */
const SHARED_REPLIES_MAX = 1024;

/**
 * Which batch ids were answered, and how: a batch that is sent again gets the same answer.
 *
 * About 200 bytes a batch.
 */
export class BatchMemory {
  readonly #limits: MemoryLimits;
  /** By batch id (one character a byte), oldest first. */
  readonly #batches = new Map<string, Remembered>();
  readonly #replies = new Map<string, Uint8Array>();

  constructor(limits: MemoryLimits) {
    this.#limits = limits;
  }

  get size(): number {
    return this.#batches.size;
  }

  /** The batch with this id, unless it is too old by now. */
  get(batchId: Uint8Array, nowMs: number): Remembered | null {
    const found = this.#batches.get(bytesKey(batchId));
    return found !== undefined && this.#isFresh(found, nowMs) ? found : null;
  }

  /** Remembers a batch, and forgets what is too old or too much. Batches come in order. */
  add(batchId: Uint8Array, batch: Remembered, nowMs: number): void {
    const key = bytesKey(batchId);
    // A repeat after the first was forgotten moves to the end: the order is that of the log.
    this.#batches.delete(key);
    this.#batches.set(key, { ...batch, reply: this.#shared(batch.reply) });
    for (const [oldest, remembered] of this.#batches) {
      if (this.#batches.size <= this.#limits.batchesMax && this.#isFresh(remembered, nowMs)) break;
      this.#batches.delete(oldest);
    }
  }

  #isFresh(batch: Remembered, nowMs: number): boolean {
    return nowMs - batch.receivedMs < this.#limits.ageMsMax;
  }

  #shared(reply: Uint8Array): Uint8Array {
    const key = bytesKey(reply);
    const known = this.#replies.get(key);
    if (known !== undefined) return known;
    if (this.#replies.size < SHARED_REPLIES_MAX) this.#replies.set(key, reply);
    return reply;
  }

  /** The batches with `afterSeq` < seq ≤ `upToSeq`, encoded in pieces of at most about 4 MiB. */
  *encode(afterSeq: number, upToSeq: number): Generator<EncodedMemory, void, undefined> {
    let parts: Buffer[] = [];
    let bytes = 0;
    for (const [key, batch] of this.#batches) {
      if (batch.seq <= afterSeq || batch.seq > upToSeq) continue;
      const part = encodeEntry(key, batch);
      parts.push(part);
      bytes += part.length;
      if (bytes < PIECE_BYTES) continue;
      yield { payload: Buffer.concat(parts), batches: parts.length };
      parts = [];
      bytes = 0;
    }
    if (parts.length > 0) yield { payload: Buffer.concat(parts), batches: parts.length };
  }
}

/** Some remembered batches as bytes. */
export interface EncodedMemory {
  readonly payload: Uint8Array;
  readonly batches: number;
}

const PIECE_BYTES = 4 * 1024 * 1024;

/* 0 batch id 16   16 digest 16   32 seq f64   40 received f64   48 length of the reply u32, reply */
const ENTRY_BYTES = 52;

function encodeEntry(key: string, batch: Remembered): Buffer {
  const bytes = Buffer.alloc(ENTRY_BYTES + batch.reply.length);
  bytes.write(key, 0, "latin1");
  bytes.write(batch.digest, 16, "latin1");
  bytes.writeDoubleLE(batch.seq, 32);
  bytes.writeDoubleLE(batch.receivedMs, 40);
  bytes.writeUInt32LE(batch.reply.length, 48);
  bytes.set(batch.reply, ENTRY_BYTES);
  return bytes;
}

/** The batches of a payload that `encode` made. */
export function* decodeMemory(
  payload: Uint8Array,
): Generator<{ readonly batchId: Uint8Array; readonly batch: Remembered }, void, undefined> {
  const bytes = Buffer.from(payload.buffer, payload.byteOffset, payload.byteLength);
  for (let at = 0; at < bytes.length; ) {
    const end = at + ENTRY_BYTES + bytes.readUInt32LE(at + 48);
    yield {
      batchId: bytes.subarray(at, at + 16),
      batch: {
        seq: bytes.readDoubleLE(at + 32),
        receivedMs: bytes.readDoubleLE(at + 40),
        digest: bytes.toString("latin1", at + 16, at + 32),
        reply: Buffer.from(bytes.subarray(at + ENTRY_BYTES, end)),
      },
    };
    at = end;
  }
}

/** Bytes as a string of one character each: what maps and comparisons take. */
export function bytesKey(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("latin1");
}
