import { Buffer } from "node:buffer";
import { close, fdatasync, fsync, ftruncate, open, read, readSync, write } from "node:fs";
import { dirname } from "node:path";
import { promisify } from "node:util";
import { crc32 } from "node:zlib";

/** One item of the file: a head that may stay for ever, and a body that can be destroyed. */
export interface Item {
  readonly head: string;
  readonly body: Uint8Array;
}

/** An item as it lies in the file. */
export interface Placed {
  readonly head: string;
  readonly position: number;
  /** Destroyed: the body is zeros. */
  readonly isErased: boolean;
}

/*
 * 0 magic 4   4 state u8 (1 live, 2 erased)   5 reserved 3   8 bytes of the head u32   12 bytes of the body u32
 * 16 CRC-32 of the head u32   20 CRC-32 of the body u32   24 CRC-32 of bytes 8 to 23 u32   28 the head, the body
 */
const MAGIC = Buffer.from("TMe1");
const HEADER_BYTES = 28;
const LIVE = 1;
const ERASED = 2;
/** Longer than any text or name; what claims more is damage. */
const PART_BYTES_MAX = 16 * 1024 * 1024;

const calls = {
  open: promisify(open),
  read: promisify(read),
  write: promisify(write),
  fdatasync: promisify(fdatasync),
  fsync: promisify(fsync),
  ftruncate: promisify(ftruncate),
  close: promisify(close),
};

/**
 * A file that is appended to and in which an item can be overwritten where it lies: what is destroyed in
 * it leaves no older copy behind, as a file that is rewritten would.
 *
 * Appends that come together share one sync. One process at a time; the data folder's lock sees to that.
 */
export class ErasableFile {
  readonly #path: string;
  readonly #fd: number;
  #end: number;
  #tail: Promise<void> = Promise.resolve();
  #waiting: {
    readonly items: readonly Item[];
    readonly resolve: (at: number[]) => void;
    readonly reject: (error: unknown) => void;
  }[] = [];

  private constructor(path: string, fd: number, end: number) {
    this.#path = path;
    this.#fd = fd;
    this.#end = end;
  }

  /**
   * Opens (or makes) the file and tells what is in it, oldest first.
   *
   * A torn item at the end was never acknowledged and is cut off; an erasure that was interrupted is
   * finished; bytes that are damaged elsewhere are skipped, counted and left. Cost: one pass.
   */
  static async open(path: string): Promise<{
    readonly file: ErasableFile;
    readonly items: readonly Placed[];
    readonly damagedBytes: number;
  }> {
    const fd = await openDurably(path);
    try {
      const { items, end, damagedBytes, unfinished } = await scan(fd);
      await calls.ftruncate(fd, end);
      const file = new ErasableFile(path, fd, end);
      if (unfinished.length > 0) await file.erase(unfinished);
      return { file, items, damagedBytes };
    } catch (error) {
      await calls.close(fd);
      throw error;
    }
  }

  /** Bytes in the file: where the next item will lie. */
  get end(): number {
    return this.#end;
  }

  /** Resolves with the positions of the items, in their order, once they are on the disk. */
  append(items: readonly Item[]): Promise<readonly number[]> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ items, resolve, reject });
      this.#tail = this.#tail.then(() => this.#write());
    });
  }

  /** The body of the item at a position; null where it is destroyed or damaged. Reads the disk, some microseconds. */
  readBody(position: number): Uint8Array | null {
    const header = readFully(this.#fd, position, HEADER_BYTES);
    const of = header === null ? null : parsed(header);
    if (of === null || of.state !== LIVE) return null;
    const body = readFully(this.#fd, position + HEADER_BYTES + of.headBytes, of.bodyBytes);
    return body !== null && crc32(body) === of.bodyCrc ? body : null;
  }

  /** Overwrites the bodies of items with zeros, where they lie; resolves once that is on the disk. Idempotent. */
  erase(positions: readonly number[]): Promise<void> {
    const turn = this.#tail.then(async () => {
      const headers = positions.map((at) => {
        const header = readFully(this.#fd, at, HEADER_BYTES);
        const of = header === null ? null : parsed(header);
        if (of === null) throw new Error(`${this.#path} has no item at byte ${at}`);
        return { at, ...of };
      });
      // First the mark: an erasure that is interrupted is then known, and finished at the next start.
      for (const { at } of headers)
        await calls.write(this.#fd, Uint8Array.of(ERASED), 0, 1, at + 4);
      await calls.fdatasync(this.#fd);
      for (const { at, headBytes, bodyBytes } of headers) {
        // With its checksum, which would tell whether a guess of a short text is right.
        await writeFully(this.#fd, new Uint8Array(4), at + 20);
        await writeFully(this.#fd, new Uint8Array(bodyBytes), at + HEADER_BYTES + headBytes);
      }
      await calls.fdatasync(this.#fd);
    });
    this.#tail = turn.catch(() => undefined);
    return turn;
  }

  /** Waits for what is being written and lets the file go. */
  async close(): Promise<void> {
    await this.#tail;
    await calls.close(this.#fd);
  }

  async #write(): Promise<void> {
    const waiting = this.#waiting;
    if (waiting.length === 0) return;
    this.#waiting = [];
    try {
      let at = this.#end;
      const places: number[][] = [];
      const buffers: Uint8Array[] = [];
      for (const { items } of waiting) {
        places.push(
          items.map((item) => {
            const bytes = encoded(item);
            const position = at;
            buffers.push(bytes);
            at += bytes.length;
            return position;
          }),
        );
      }
      await writeFully(this.#fd, Buffer.concat(buffers), this.#end);
      await calls.fdatasync(this.#fd);
      this.#end = at;
      for (const [i, { resolve }] of waiting.entries()) resolve(places[i] ?? []);
    } catch (cause) {
      // What may lie beyond the end is overwritten by the next append, or cut off by the next start.
      const error = new Error(`${this.#path} could not be written`, { cause });
      for (const { reject } of waiting) reject(error);
    }
  }
}

function encoded({ head, body }: Item): Uint8Array {
  const text = Buffer.from(head, "utf8");
  for (const { length } of [text, body]) {
    if (length > PART_BYTES_MAX) {
      throw new RangeError(`a part of an item has at most ${PART_BYTES_MAX} bytes, got ${length}`);
    }
  }
  const header = Buffer.alloc(HEADER_BYTES);
  header.set(MAGIC, 0);
  header.writeUInt8(LIVE, 4);
  header.writeUInt32LE(text.length, 8);
  header.writeUInt32LE(body.length, 12);
  header.writeUInt32LE(crc32(text), 16);
  header.writeUInt32LE(crc32(body), 20);
  // Without the body's checksum, which an erasure overwrites.
  header.writeUInt32LE(crc32(header.subarray(8, 20)), 24);
  return Buffer.concat([header, text, body]);
}

interface Header {
  readonly state: number;
  readonly headBytes: number;
  readonly bodyBytes: number;
  readonly headCrc: number;
  readonly bodyCrc: number;
}

/** Null: these bytes are the start of no item. */
function parsed(header: Buffer): Header | null {
  if (header.length < HEADER_BYTES || !header.subarray(0, 4).equals(MAGIC)) return null;
  if (header.readUInt32LE(24) !== crc32(header.subarray(8, 20))) return null;
  const state = header.readUInt8(4);
  return {
    state,
    headBytes: header.readUInt32LE(8),
    bodyBytes: header.readUInt32LE(12),
    headCrc: header.readUInt32LE(16),
    bodyCrc: header.readUInt32LE(20),
  };
}

async function scan(fd: number): Promise<{
  readonly items: readonly Placed[];
  readonly end: number;
  readonly damagedBytes: number;
  readonly unfinished: readonly number[];
}> {
  const items: Placed[] = [];
  const unfinished: number[] = [];
  const bytes = await whole(fd);
  let at = 0;
  let end = 0;
  let damagedBytes = 0;
  while (at < bytes.length) {
    const of = parsed(bytes.subarray(at, at + HEADER_BYTES));
    const bodyAt = at + HEADER_BYTES + (of?.headBytes ?? 0);
    const next = bodyAt + (of?.bodyBytes ?? 0);
    const text = bytes.subarray(at + HEADER_BYTES, bodyAt);
    const body = bytes.subarray(bodyAt, next);
    const isWhole = of !== null && next <= bytes.length && crc32(text) === of.headCrc;
    const isTorn =
      isWhole && next === bytes.length && of.state === LIVE && crc32(body) !== of.bodyCrc;
    if (!isWhole || isTorn) {
      const found = bytes.indexOf(MAGIC, at + 1);
      if (found === -1) break;
      at = found;
      continue;
    }
    damagedBytes += at - end;
    items.push({ head: text.toString("utf8"), position: at, isErased: of.state === ERASED });
    if (of.state === ERASED && (of.bodyCrc !== 0 || body.some((byte) => byte !== 0)))
      unfinished.push(at);
    at = next;
    end = next;
  }
  return { items, end, damagedBytes, unfinished };
}

async function whole(fd: number): Promise<Buffer> {
  const parts: Buffer[] = [];
  for (let at = 0; ; ) {
    const { buffer, bytesRead } = await calls.read(fd, Buffer.alloc(1 << 20), 0, 1 << 20, at);
    if (bytesRead === 0) return Buffer.concat(parts);
    parts.push(buffer.subarray(0, bytesRead));
    at += bytesRead;
  }
}

function readFully(fd: number, position: number, length: number): Buffer | null {
  const into = Buffer.alloc(length);
  for (let done = 0; done < length; ) {
    const bytes = readSync(fd, into, done, length - done, position + done);
    if (bytes === 0) return null;
    done += bytes;
  }
  return into;
}

async function writeFully(fd: number, bytes: Uint8Array, position: number): Promise<void> {
  for (let done = 0; done < bytes.length; ) {
    const { bytesWritten } = await calls.write(
      fd,
      bytes,
      done,
      bytes.length - done,
      position + done,
    );
    done += bytesWritten;
  }
}

/** The name is durable only once the folder is. */
async function openDurably(path: string): Promise<number> {
  try {
    return await calls.open(path, "r+");
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "ENOENT")) throw error;
  }
  const fd = await calls.open(path, "wx+", 0o600);
  const folder = await calls.open(dirname(path), "r");
  try {
    await calls.fsync(folder);
  } finally {
    await calls.close(folder);
  }
  return fd;
}
