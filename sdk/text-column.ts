import { byte, field, utf8, varint } from "./byte-string.ts";

/** Values that are remembered as they are written; of a column with more each is spelled out anew. */
const VALUES_MAX = 256;
/** Longer values hardly repeat. */
const REMEMBERED_LENGTH_MAX = 64;

/** One name under which text is written, record after record: a `KeyValue` as a byte string. */
export class TextColumn {
  readonly #tag: number;
  readonly #key: string;
  /** What comes before a value, by the value's length in bytes. */
  readonly #prefixes: (string | undefined)[] = [];
  #remembered: Map<string, string> | null = new Map();

  constructor(tag: number, key: string) {
    this.#tag = tag;
    this.#key = field(0x0a, utf8(key));
  }

  /** For values of which there are few. */
  of(value: string): string {
    return this.#remembered?.get(value) ?? this.#learn(value);
  }

  /** For values that do not repeat, such as ids. */
  spell(value: string): string {
    const bytes = utf8(value);
    return this.#prefix(bytes.length) + bytes;
  }

  #learn(value: string): string {
    const spelled = this.spell(value);
    if (this.#remembered === null || value.length > REMEMBERED_LENGTH_MAX) return spelled;
    if (this.#remembered.size >= VALUES_MAX) {
      this.#remembered = null;
      return spelled;
    }
    // A copy: a string that was put together keeps its parts alive, and must be put together again at each use.
    const flat = Buffer.from(spelled, "latin1").toString("latin1");
    this.#remembered.set(Buffer.from(value, "utf16le").toString("utf16le"), flat);
    return flat;
  }

  #prefix(bytes: number): string {
    const known = this.#prefixes[bytes];
    if (known !== undefined) return known;
    const value = `\x0a${varint(bytes)}`;
    const any = `\x12${varint(value.length + bytes)}${value}`;
    const whole = varint(this.#key.length + any.length + bytes);
    const prefix = Buffer.from(byte(this.#tag) + whole + this.#key + any, "latin1").toString(
      "latin1",
    );
    if (bytes < REMEMBERED_LENGTH_MAX * 2) this.#prefixes[bytes] = prefix;
    return prefix;
  }
}
