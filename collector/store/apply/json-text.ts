// JSON as the engine reads it, which knows NaN and infinities and takes a time as a count of its ticks.

/** A text. Half of a surrogate pair is no character: it becomes U+FFFD, as on its way through UTF-8. */
export function text(value: string): string {
  return JSON.stringify(LONE.test(value) ? value.replace(EVERY_LONE, "\ufffd") : value);
}

const LONE = /\p{Surrogate}/u;
const EVERY_LONE = /\p{Surrogate}/gu;

/** As `text`, for what comes again and again: names, versions, labels. */
export function word(value: string): string {
  const known = words.get(value);
  if (known !== undefined) return known;
  const made = text(value);
  if (words.size >= WORDS_MAX) words.clear();
  if (value.length <= WORD_LENGTH_MAX) words.set(value, made);
  return made;
}

const words = new Map<string, string>();
/** 10,000 words of at most 64 characters: about 2 MB. */
const WORDS_MAX = 10_000;
const WORD_LENGTH_MAX = 64;

/** In lower case `nan` would be read as the beginning of `null`. */
export function numberText(value: number): string {
  if (Number.isFinite(value)) return String(value);
  if (Number.isNaN(value)) return "NaN";
  return value > 0 ? "inf" : "-inf";
}

export function nullable(value: number | null): string {
  return value === null ? "null" : numberText(value);
}

/** Unix milliseconds as microseconds. A time that is no number is no JSON either: the engine refuses it. */
export function micros(ms: number): string {
  return numberText(Math.round(ms * 1000));
}

/**
 * Keys in order, so that the same content has the same text. Joined rather than added up: a text that
 * is added up stays a tree of its pieces, and twenty thousand of those are what the collector of
 * garbage would then be busy with.
 */
export function numberMap(values: Readonly<Record<string, number>>): string {
  const keys = ordered(Object.keys(values));
  return `{${keys.map((key) => `${word(key)}:${numberText(values[key] ?? Number.NaN)}`).join(",")}}`;
}

export function wordMap(values: Readonly<Record<string, string>>): string {
  const keys = ordered(Object.keys(values));
  return `{${keys.map((key) => `${word(key)}:${word(values[key] ?? "")}`).join(",")}}`;
}

export function wordList(values: readonly string[]): string {
  return `[${ordered([...values])
    .map(word)
    .join(",")}]`;
}

/** Sorts in place. Senders mostly send their keys in one order: looking is cheaper than sorting. */
function ordered(keys: string[]): string[] {
  for (let i = 1; i < keys.length; i += 1) {
    if ((keys[i - 1] ?? "") > (keys[i] ?? "")) return keys.sort();
  }
  return keys;
}
