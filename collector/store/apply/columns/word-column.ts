import type { Arena } from "../../../columns/arena.ts";
import { lengths, type NativeBlock } from "./native-block.ts";
import type { Words } from "./words.ts";

/** Kinds of codes (bytes of each), and what says that a dictionary follows and is all there is. */
const CODE_BYTES = [1, 2, 4] as const;
const OWN_DICTIONARY = 0x600;

/** The first bytes of a LowCardinality column, before those of what it is part of: its version. */
export const DICTIONARY_VERSION: Uint8Array = Uint8Array.of(1, 0, 0, 0, 0, 0, 0, 0);

/** A column of words with a dictionary of those that occur in it: `LowCardinality(String)`. */
export class WordColumn {
  readonly #words: Words;
  readonly #codes: Uint32Array;
  #length = 0;
  /** By word: its code here plus one; 0 while it has none. */
  #known: Uint32Array;
  readonly #keys: number[] = [];

  /** Of so many entries. */
  constructor(words: Words, count: number, memory: Arena) {
    this.#words = words;
    this.#codes = memory.numbers(count);
    this.#known = new Uint32Array(words.size);
  }

  /** Appends the words of some rows: `numbers` tells of the batch's words which they are. */
  addRows(column: Uint32Array, rows: Uint32Array, numbers: Uint32Array): void {
    const codes = this.#codes;
    const known = this.#room();
    let at = this.#length;
    for (let i = 0; i < rows.length; i += 1) {
      const word = numbers[column[rows[i] as number] as number] as number; // codes lie in their lists
      codes[at] = (known[word] || this.#add(known, word)) - 1;
      at += 1;
    }
    this.#length = at;
  }

  /** Appends words from `from` to before `to` of a column of words. */
  addRange(column: Uint32Array, from: number, to: number, numbers: Uint32Array): void {
    const codes = this.#codes;
    const known = this.#room();
    let at = this.#length;
    for (let i = from; i < to; i += 1) {
      const word = numbers[column[i] as number] as number; // as above
      codes[at] = (known[word] || this.#add(known, word)) - 1;
      at += 1;
    }
    this.#length = at;
  }

  /** The codes of some words here, to be appended again and again. */
  codesOf(list: Uint32Array, numbers: Uint32Array): Uint32Array {
    const known = this.#room();
    const codes = new Uint32Array(list.length);
    for (let i = 0; i < list.length; i += 1) {
      const word = numbers[list[i] ?? 0] ?? 0;
      codes[i] = (known[word] || this.#add(known, word)) - 1;
    }
    return codes;
  }

  addCodes(codes: Uint32Array): void {
    const into = this.#codes;
    let at = this.#length;
    for (let i = 0; i < codes.length; i += 1) into[at + i] = codes[i] as number; // shorter than a call of set
    at += codes.length;
    this.#length = at;
  }

  /** Writes the dictionary and the codes; nothing where there are no entries, as the engine expects. */
  writeTo(block: NativeBlock): void {
    if (this.#codes.length === 0) return;
    const size = this.#keys.length;
    const kind = size <= 0x100 ? 0 : size <= 0x1_0000 ? 1 : 2;
    block.data(Uint32Array.of(OWN_DICTIONARY | kind, 0, size, 0));
    block.data(this.#dictionary());
    block.data(Uint32Array.of(this.#codes.length, 0));
    block.data(narrow(this.#codes, CODE_BYTES[kind] ?? 4, block.memory));
  }

  #dictionary(): Uint8Array {
    const parts = this.#keys.flatMap((word) => {
      const bytes = this.#words.bytesOf(word);
      return [lengths([bytes.length]), bytes];
    });
    return Buffer.concat(parts);
  }

  /** More words may have come since. */
  #room(): Uint32Array {
    if (this.#known.length >= this.#words.size) return this.#known;
    const larger = new Uint32Array(Math.max(this.#words.size, this.#known.length * 2));
    larger.set(this.#known);
    this.#known = larger;
    return larger;
  }

  #add(known: Uint32Array, word: number): number {
    const code = this.#keys.push(word);
    known[word] = code;
    return code;
  }
}

function narrow(
  codes: Uint32Array,
  bytes: (typeof CODE_BYTES)[number],
  memory: Arena,
): Uint8Array | Uint16Array | Uint32Array {
  if (bytes === 4) return codes;
  const room = memory.bytes(codes.length * bytes);
  const into = bytes === 1 ? room : new Uint16Array(room.buffer, room.byteOffset, codes.length);
  into.set(codes);
  return into;
}
