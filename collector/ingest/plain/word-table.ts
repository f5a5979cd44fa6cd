import { isUtf8 } from "node:buffer";
import type { Texts } from "../../columns/texts.ts";

/** A table that holds more than this is begun anew with the next batch. */
const BYTES_KEPT_MAX = 4_194_304;
const WORDS_KEPT_MAX = 131_072;
/** Who makes words that meet in the table on purpose gets this far: the record is read in another way. */
const PROBES_MAX = 128;
/** Words of one hash, of which each may have to be compared to its end. */
const MEET_MAX = 4;
/** Both odd; the products spread over all bits. */
const MIX = 0x9e37_79b1;
const MIX_LAST = 0x85eb_ca6b;

/** What `WordTable.find` gives for bytes that it does not take. */
export const NO_WORD = -1;

/**
 * Every word of the batches so far, once, by the number under which it is known here; a batch numbers those that it uses
 * anew, from 0 in the order in which it first uses them. Word 0, here and in every batch, is `""`.
 *
 * Words are compared as bytes where they lie: to meet one again makes no text and no object.
 */
export class WordTable {
  /** Where the words of a batch are counted anew, so that marks of an earlier one mean nothing. */
  batch = 0;
  #slots = new Int32Array(2_048);
  #hashes = new Int32Array(1_024);
  #from = new Int32Array(1_024);
  #sizes = new Int32Array(1_024);
  #batches = new Int32Array(1_024);
  #codes = new Int32Array(1_024);
  #count = 1;
  #bytes = new Uint8Array(16_384);
  #view = new DataView(this.#bytes.buffer);
  #end = 0;
  #used = new Int32Array(1_024);
  #usedCount = 1;
  #usedBytes = 0;

  /** Whether the next batch needs a new table, since this one has grown beyond what is worth keeping. */
  get isFull(): boolean {
    return this.#end > BYTES_KEPT_MAX || this.#count > WORDS_KEPT_MAX;
  }

  /** Begins a batch: no word has a code in it but `""`. */
  begin(): void {
    this.batch += 1;
    this.#batches[0] = this.batch;
    this.#usedCount = 1;
    this.#usedBytes = 0;
  }

  /** The word of these bytes; `NO_WORD` where they are not UTF-8, or too many words would have to be looked at. */
  find(view: DataView, at: number, size: number): number {
    if (size === 0) return 0;
    const hash = hashOf(view, at, size);
    const mask = this.#slots.length - 1;
    let slot = hash & mask;
    let met = 0;
    for (let probes = 0; probes < PROBES_MAX; probes += 1) {
      const word = this.#slots[slot] ?? 0;
      if (word === 0) return this.#add(view, at, size, hash, slot);
      if (this.#hashes[word] === hash) {
        if (this.is(word, view, at, size)) return word;
        met += 1;
        if (met === MEET_MAX) return NO_WORD;
      }
      slot = (slot + 1) & mask;
    }
    return NO_WORD;
  }

  /** Whether a word is these bytes. */
  is(word: number, view: DataView, at: number, size: number): boolean {
    if (this.#sizes[word] !== size) return false;
    const from = this.#from[word] ?? 0;
    const own = this.#view;
    if (size < 4) {
      for (let i = 0; i < size; i += 1) {
        if (own.getUint8(from + i) !== view.getUint8(at + i)) return false;
      }
      return true;
    }
    const last = size - 4;
    for (let i = 0; i < last; i += 4) {
      if (own.getInt32(from + i) !== view.getInt32(at + i)) return false;
    }
    return own.getInt32(from + last) === view.getInt32(at + last);
  }

  /** The word of a text. */
  of(text: string): number {
    const bytes = Buffer.from(text);
    return this.find(new DataView(bytes.buffer, bytes.byteOffset, bytes.length), 0, bytes.length);
  }

  text(word: number): string {
    const from = this.#from[word] ?? 0;
    return Buffer.from(this.#bytes.buffer, from, this.sizeOf(word)).toString();
  }

  /** In bytes. */
  sizeOf(word: number): number {
    return this.#sizes[word] ?? 0;
  }

  /** The word's number in this batch, which it has from now on. */
  code(word: number): number {
    if (this.#batches[word] === this.batch) return this.#codes[word] ?? 0;
    const code = this.#usedCount;
    if (code === this.#used.length) this.#used = grown(this.#used);
    this.#used[code] = word;
    this.#usedCount += 1;
    this.#usedBytes += this.sizeOf(word);
    this.#batches[word] = this.batch;
    this.#codes[word] = code;
    return code;
  }

  /** The words of this batch, in the order of their codes. */
  words(): Texts {
    const ends = new Uint32Array(this.#usedCount);
    const bytes = new Uint8Array(this.#usedBytes);
    let end = 0;
    for (let code = 1; code < this.#usedCount; code += 1) {
      const word = this.#used[code] ?? 0;
      const from = this.#from[word] ?? 0;
      bytes.set(this.#bytes.subarray(from, from + this.sizeOf(word)), end);
      end += this.sizeOf(word);
      ends[code] = end;
    }
    return { ends, bytes };
  }

  #add(view: DataView, at: number, size: number, hash: number, slot: number): number {
    const bytes = new Uint8Array(view.buffer, view.byteOffset + at, size);
    if (!isUtf8(bytes)) return NO_WORD;
    const word = this.#count;
    if (word === this.#hashes.length) this.#growWords();
    if (this.#end + size > this.#bytes.length) this.#growBytes(size);
    this.#bytes.set(bytes, this.#end);
    this.#hashes[word] = hash;
    this.#from[word] = this.#end;
    this.#sizes[word] = size;
    this.#end += size;
    this.#count += 1;
    this.#slots[slot] = word;
    // At most half of the slots are taken, so that the way to a free one is short.
    if (this.#count * 2 > this.#slots.length) this.#growSlots();
    return word;
  }

  #growWords(): void {
    this.#hashes = grown(this.#hashes);
    this.#from = grown(this.#from);
    this.#sizes = grown(this.#sizes);
    this.#batches = grown(this.#batches);
    this.#codes = grown(this.#codes);
  }

  #growBytes(size: number): void {
    const bytes = new Uint8Array(Math.max(this.#bytes.length * 2, this.#end + size));
    bytes.set(this.#bytes.subarray(0, this.#end));
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer);
  }

  #growSlots(): void {
    const slots = new Int32Array(this.#slots.length * 2);
    const mask = slots.length - 1;
    for (let word = 1; word < this.#count; word += 1) {
      let slot = (this.#hashes[word] ?? 0) & mask;
      while (slots[slot] !== 0) slot = (slot + 1) & mask;
      slots[slot] = word;
    }
    this.#slots = slots;
  }
}

/** Four bytes at a time; the last four may be some of them again. */
function hashOf(view: DataView, at: number, size: number): number {
  let hash = size;
  if (size < 4) {
    for (let i = 0; i < size; i += 1) hash = Math.imul(hash ^ view.getUint8(at + i), MIX);
  } else {
    const last = size - 4;
    for (let i = 0; i < last; i += 4) {
      hash = Math.imul(hash ^ view.getInt32(at + i), MIX);
      hash ^= hash >>> 15;
    }
    hash = Math.imul(hash ^ view.getInt32(at + last), MIX);
  }
  hash = Math.imul(hash ^ (hash >>> 15), MIX_LAST);
  return hash ^ (hash >>> 13);
}

/** Twice as long, with what was in it. */
export function grown(numbers: Int32Array<ArrayBuffer>): Int32Array<ArrayBuffer> {
  const longer = new Int32Array(numbers.length * 2);
  longer.set(numbers);
  return longer;
}
