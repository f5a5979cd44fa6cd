import type { EmbeddingValue, TextValue } from "./marked-value.ts";

/** A feature or segment value. Numbers and bigints are numeric, strings and booleans categorical, null and undefined missing. */
export type Scalar = string | number | boolean | bigint | null | undefined;

/** Values by name, as the caller gave them. */
export type Scalars = Readonly<Record<string, Scalar>>;

/** Features by name: scalars, and texts and embeddings that are marked as such to be counted. */
export type Features = Readonly<Record<string, Scalar | TextValue | EmbeddingValue>>;

/** The collector's own limits (assurance: "Answers under pressure"); what is beyond them would be refused there. */
const TEXT_BYTES_MAX = 32_768;
/** A text of this length is within the limit, whatever it says: UTF-8 takes three bytes a unit at most. */
export const TEXT_LENGTH_SAFE: number = Math.floor(TEXT_BYTES_MAX / 3);
export const NAME_LENGTH_MAX = 256;
export const NAMES_MAX = 1_000;
/** Memory of one entry beside its text: a slot, a boxed number or a string's header, measured as 24–40 bytes. */
const ENTRY_BYTES = 40;

/**
 * Makes a copy of values fit to be kept: what is no scalar leaves it, and long text is cut.
 *
 * `refuse` hears the name of each value that left. Returns the memory that the copy holds, in bytes.
 */
export function trimScalars(copy: Record<string, unknown>, refuse: (name: string) => void): number {
  let bytes = 0;
  let names = 0;
  for (const name in copy) {
    const value = copy[name];
    names += 1;
    if (names > NAMES_MAX || name.length > NAME_LENGTH_MAX) {
      delete copy[name];
      refuse(name);
      continue;
    }
    bytes += ENTRY_BYTES + name.length;
    if (typeof value === "string") {
      if (value.length > TEXT_LENGTH_SAFE) copy[name] = cutText(value);
      bytes += 2 * Math.min(value.length, TEXT_BYTES_MAX);
    } else if (typeof value === "object" ? value !== null : isNoScalar(value)) {
      delete copy[name];
      refuse(name);
    }
  }
  return bytes;
}

function isNoScalar(value: unknown): boolean {
  return typeof value === "function" || typeof value === "symbol";
}

/** Text of at most 32 KiB in UTF-8, cut between characters and free of the string that it was cut from. */
export function cutText(text: string): string {
  if (text.length <= TEXT_LENGTH_SAFE) return text;
  const bytes = Buffer.from(text.slice(0, TEXT_BYTES_MAX));
  if (bytes.length <= TEXT_BYTES_MAX && text.length <= TEXT_BYTES_MAX) return text;
  // A character that the cut breaks is left out: its first byte is at most three back.
  let end = Math.min(bytes.length, TEXT_BYTES_MAX);
  while (end > 0 && ((bytes[end] ?? 0) & 0xc0) === 0x80) end -= 1;
  return bytes.toString("utf8", 0, end);
}
