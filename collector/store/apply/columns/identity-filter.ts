/** A line of memory holds 512 bits; all bits of one identity lie in one, so that a look costs one line. */
const LINE_WORDS = 16;
const LINE_BITS = LINE_WORDS * 32;
/** Each is good for three bits: nine bits a key. */
const HASHES = 3;
/** Below so many bits for each identity a layer is full: then one in some millions of others looks like one of it. */
const ROOM_BITS = 40;
/** 8 MiB: room for a million and a half. */
const FIRST_BYTES = 8 * 1024 * 1024;

/**
 * Which identities have been added: never forgets one, and takes hardly any other for one.
 *
 * A Bloom filter in layers: a full one is followed by one of twice its size, up to `bytesMax` in all (256 MiB: fifty million);
 * beyond that the last takes more than its measure, and others pass for known more often. About 0.1 µs an identity.
 *
 * Source: Bloom (1970); Putze, Sanders, Singler, "Cache-, Hash- and Space-Efficient Bloom Filters" (2007).
 */
export class IdentityFilter {
  readonly #bytesMax: number;
  readonly #layers: Layer[] = [];

  constructor(bytesMax: number = 256 * 1024 * 1024) {
    this.#bytesMax = bytesMax;
  }

  get bytes(): number {
    return this.#layers.reduce((sum, { words }) => sum + words.byteLength, 0);
  }

  add(identity: number): void {
    let last = this.#layers.at(-1);
    if (last === undefined || (last.room <= 0 && this.bytes < this.#bytesMax)) {
      const bytes = Math.min(
        last === undefined ? FIRST_BYTES : last.words.byteLength * 2,
        this.#bytesMax - this.bytes,
      );
      last = layerOf(bytes);
      this.#layers.push(last);
    }
    last.room -= 1;
    const { words } = last;
    const line = lineOf(last, identity);
    let mixed = seedOf(identity);
    for (let i = 0; i < HASHES; i += 1) {
      mixed = mix(mixed);
      for (let shift = 0; shift < 27; shift += 9) {
        const place = (mixed >>> shift) & 511;
        const word = line + (place >>> 5);
        words[word] = (words[word] as number) | (1 << (place & 31)); // a line lies within the layer
      }
    }
  }

  has(identity: number): boolean {
    for (const layer of this.#layers) if (isIn(layer, identity)) return true;
    return false;
  }
}

interface Layer {
  readonly words: Uint32Array;
  readonly lines: number;
  /** How many more it is meant for. */
  room: number;
}

function layerOf(bytes: number): Layer {
  const lines = Math.max(1, Math.floor((bytes * 8) / LINE_BITS));
  const words = new Uint32Array(lines * LINE_WORDS);
  return { words, lines, room: Math.floor((lines * LINE_BITS) / ROOM_BITS) };
}

function isIn(layer: Layer, identity: number): boolean {
  const { words } = layer;
  const line = lineOf(layer, identity);
  let mixed = seedOf(identity);
  for (let i = 0; i < HASHES; i += 1) {
    mixed = mix(mixed);
    for (let shift = 0; shift < 27; shift += 9) {
      const place = (mixed >>> shift) & 511;
      const word = words[line + (place >>> 5)] as number; // as above
      if ((word & (1 << (place & 31))) === 0) return false;
    }
  }
  return true;
}

/** An identity is spread evenly: its low half says which line. */
function lineOf({ lines }: Layer, identity: number): number {
  return Math.floor(((identity >>> 0) / 2 ** 32) * lines) * LINE_WORDS;
}

function seedOf(identity: number): number {
  return (identity | 0) ^ Math.imul(Math.floor(identity / 2 ** 32) + 1, 0x9e37_79b1);
}

function mix(value: number): number {
  let mixed = (value + 0x6d2b_79f5) | 0;
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85eb_ca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2_ae35);
  return mixed ^ (mixed >>> 16);
}
