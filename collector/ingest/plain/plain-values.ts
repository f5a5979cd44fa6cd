import { LIMITS } from "../limits.ts";

/** Kinds of attribute values that are read here. */
export const KIND = { unsure: -1, none: 0, text: 1, number: 2, flag: 3, map: 4, other: 5 } as const;

const STRING = 0x0a;
const BOOL = 0x10;
const INT = 0x18;
const DOUBLE = 0x21;
const MAP = 0x32;
const BYTES = 0x3a;

/**
 * Reads sizes and attribute values where they lie in a body, into fields of its own: no object for any of them.
 *
 * It takes what encoders write, and is unsure of everything else, whether that is malformed, allowed or strange: two
 * values in one, a value before its key, an unknown field beside it, a number beyond 53 bits.
 */
export class PlainValues {
  view: DataView = new DataView(new ArrayBuffer(0));
  /** Where what was read last begins, and how long it is. */
  at = 0;
  size = 0;
  /** The number or flag that was read last. */
  number = 0;

  /** Reads the length of what stands at `from`, into `at` and `size`; false unless all of it lies before `end`. */
  sized(from: number, end: number): boolean {
    const view = this.view;
    let size = 0;
    let at = from;
    // 28 bits are more than a body has.
    for (let shift = 0; shift < 28; shift += 7) {
      if (at >= end) return false;
      const byte = view.getUint8(at);
      at += 1;
      size |= (byte & 0x7f) << shift;
      if (byte < 0x80) {
        this.at = at;
        this.size = size;
        return size <= end - at;
      }
    }
    return false;
  }

  /** Reads what is left of an attribute after its key: nothing, or one value. */
  value(from: number, end: number): number {
    if (from === end) return KIND.none;
    if (this.view.getUint8(from) !== 0x12) return KIND.unsure;
    if (!this.sized(from + 1, end) || this.at + this.size !== end) return KIND.unsure;
    return this.size === 0 ? KIND.none : this.#any(this.at, end);
  }

  #any(from: number, end: number): number {
    const view = this.view;
    switch (view.getUint8(from)) {
      case STRING:
        return this.#whole(from + 1, end) && this.size <= LIMITS.valueBytes
          ? KIND.text
          : KIND.unsure;
      case DOUBLE:
        if (from + 9 !== end) return KIND.unsure;
        this.number = view.getFloat64(from + 1, true);
        return KIND.number;
      case INT:
        return this.#integer(from + 1, end) ? KIND.number : KIND.unsure;
      case BOOL:
        if (from + 2 !== end || view.getUint8(from + 1) > 1) return KIND.unsure;
        this.number = view.getUint8(from + 1);
        return KIND.flag;
      case MAP:
        return this.#whole(from + 1, end) ? KIND.map : KIND.unsure;
      case BYTES:
        return this.#whole(from + 1, end) && this.size <= LIMITS.valueBytes
          ? KIND.other
          : KIND.unsure;
      default:
        return KIND.unsure;
    }
  }

  #whole(from: number, end: number): boolean {
    return this.sized(from, end) && this.at + this.size === end;
  }

  /** A varint of 64 bits in two's complement that ends at `end`, in three parts of 28, 28 and 8 bits. */
  #integer(from: number, end: number): boolean {
    const view = this.view;
    const size = end - from;
    if (size < 1 || size > 10) return false;
    let [low, middle, high] = [0, 0, 0];
    for (let i = 0; i < size; i += 1) {
      const byte = view.getUint8(from + i);
      if (byte < 0x80 !== (i === size - 1)) return false;
      const bits = byte & 0x7f;
      if (i < 4) low |= bits << (7 * i);
      else if (i < 8) middle |= bits << (7 * (i - 4));
      else if (i === 8) high = bits;
      else if (bits > 1) return false;
      else high |= bits << 7;
    }
    // Beyond 53 bits a number is not what was sent.
    if (high === 0 && middle < 0x200_0000) this.number = middle * 0x1000_0000 + low;
    else if (high === 0xff && middle >= 0xe00_0000) {
      this.number = -((0xfff_ffff - middle) * 0x1000_0000 + (0xfff_ffff - low) + 1);
    } else return false;
    return Number.isSafeInteger(this.number);
  }
}
