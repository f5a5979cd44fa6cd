import type { Texts } from "../../columns/texts.ts";

const HEX = Uint8Array.from(
  Array.from({ length: 256 }, (_, byte) => [
    ...Buffer.from(byte.toString(16).padStart(2, "0")),
  ]).flat(),
);

/** 32-bit numbers that come one after the other. */
export class GrowingCodes {
  #numbers = new Uint32Array(1_024);
  #count = 0;

  get count(): number {
    return this.#count;
  }

  begin(): void {
    this.#count = 0;
  }

  add(number: number): void {
    if (this.#count === this.#numbers.length) {
      const longer = new Uint32Array(this.#count * 2);
      longer.set(this.#numbers);
      this.#numbers = longer;
    }
    this.#numbers[this.#count] = number;
    this.#count += 1;
  }

  /** A copy, which the next batch leaves alone. */
  taken(): Uint32Array {
    return this.#numbers.slice(0, this.#count);
  }
}

/** Doubles that come one after the other. */
export class GrowingNumbers {
  #numbers = new Float64Array(1_024);
  #count = 0;

  begin(): void {
    this.#count = 0;
  }

  add(number: number): void {
    if (this.#count === this.#numbers.length) {
      const longer = new Float64Array(this.#count * 2);
      longer.set(this.#numbers);
      this.#numbers = longer;
    }
    this.#numbers[this.#count] = number;
    this.#count += 1;
  }

  taken(): Float64Array {
    return this.#numbers.slice(0, this.#count);
  }
}

/** Texts that come one after the other, as bytes. */
export class GrowingTexts {
  readonly #ends = new GrowingCodes();
  #bytes = new Uint8Array(16_384);
  #end = 0;

  begin(): void {
    this.#ends.begin();
    this.#end = 0;
  }

  add(body: Uint8Array, at: number, size: number): void {
    if (size > 0) {
      this.#reserve(size);
      const [bytes, end] = [this.#bytes, this.#end];
      // Short ones are not worth a call.
      if (size <= 48) for (let i = 0; i < size; i += 1) bytes[end + i] = body[at + i] ?? 0;
      else bytes.set(body.subarray(at, at + size), end);
      this.#end += size;
    }
    this.#ends.add(this.#end);
  }

  /** Bytes in lower hexadecimal. */
  addHex(body: Uint8Array, at: number, size: number): void {
    this.#reserve(2 * size);
    const bytes = this.#bytes;
    let end = this.#end;
    for (let i = 0; i < size; i += 1) {
      const digits = 2 * (body[at + i] ?? 0);
      bytes[end] = HEX[digits] ?? 0;
      bytes[end + 1] = HEX[digits + 1] ?? 0;
      end += 2;
    }
    this.#end = end;
    this.#ends.add(end);
  }

  taken(): Texts {
    return { ends: this.#ends.taken(), bytes: this.#bytes.slice(0, this.#end) };
  }

  #reserve(size: number): void {
    if (this.#end + size <= this.#bytes.length) return;
    const longer = new Uint8Array(Math.max(this.#bytes.length * 2, this.#end + size));
    longer.set(this.#bytes.subarray(0, this.#end));
    this.#bytes = longer;
  }
}
