/*
 * Protobuf as text: each character of a byte string is one byte. Joining short strings and writing them at
 * once is several times cheaper in V8 than as many writes into a buffer, and the length of a message is
 * known before it is written. Tags are (field number << 3) | wire type.
 */

const CHARS = Array.from({ length: 256 }, (_, code) => String.fromCharCode(code));
/** Up to this length a loop is cheaper than a call out of JavaScript. */
const SHORT_MAX = 64;

const doubles = new DataView(new ArrayBuffer(8));

/** One byte, 0–255. */
export function byte(value: number): string {
  return CHARS[value] ?? "";
}

/** A non-negative integer below 2^53. */
export function varint(value: number): string {
  if (value < 0x80) return byte(value);
  if (value < 0x4000) return byte((value & 0x7f) | 0x80) + byte(value >>> 7);
  let text = "";
  let rest = value;
  for (; rest >= 0x80; rest = Math.floor(rest / 0x80)) text += byte((rest % 0x80) | 0x80);
  return text + byte(rest);
}

/** Bytes that `varint` takes. */
export function varintBytes(value: number): number {
  let bytes = 1;
  for (let rest = value; rest >= 0x80; rest = Math.floor(rest / 0x80)) bytes += 1;
  return bytes;
}

/** The UTF-8 of a text; a lone surrogate becomes U+FFFD. ASCII is its own UTF-8 and is not copied. */
export function utf8(text: string): string {
  if (text.length > SHORT_MAX) {
    return Buffer.byteLength(text) === text.length ? text : transcoded(text);
  }
  for (let index = 0; index < text.length; index += 1) {
    if (text.charCodeAt(index) > 0x7f) return transcoded(text);
  }
  return text;
}

function transcoded(text: string): string {
  return Buffer.from(text, "utf8").toString("latin1");
}

/** A length-delimited field. */
export function field(tag: number, content: string): string {
  return byte(tag) + varint(content.length) + content;
}

/** An OTLP `KeyValue` under a tag; `value` is the content of an `AnyValue`. */
export function keyValue(tag: number, key: string, value: string): string {
  return field(tag, field(0x0a, utf8(key)) + field(0x12, value));
}

export function textValue(text: string): string {
  return field(0x0a, utf8(text));
}

export function boolValue(value: boolean): string {
  return value ? "\x10\x01" : "\x10\x00";
}

export function doubleValue(value: number): string {
  doubles.setFloat64(0, value, true);
  let text = "\x21";
  for (let index = 0; index < 8; index += 1) text += byte(doubles.getUint8(index));
  return text;
}

/** An integer where it is one, as the other encoder decides it. */
export function integerValue(value: number): string {
  if (!Number.isSafeInteger(value) || Object.is(value, -0)) return doubleValue(value);
  if (value >= 0) return `\x18${varint(value)}`;
  let text = "\x18";
  let rest = BigInt.asUintN(64, BigInt(value));
  for (; rest >= 0x80n; rest >>= 7n) text += byte(Number(rest & 0x7fn) | 0x80);
  return text + byte(Number(rest));
}

/** Entries are `KeyValue`s under the tag 0x0a. */
export function mapValue(entries: string): string {
  return field(0x32, entries);
}

export function textsValue(texts: readonly string[]): string {
  return field(0x2a, texts.map((text) => field(0x0a, textValue(text))).join(""));
}
