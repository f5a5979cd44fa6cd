/** A stretch of one line that is read in one direction, in the order of the line from the left. */
export interface Stretch {
  readonly text: string;
  readonly isRightToLeft: boolean;
}

/**
 * A line in the order in which its stretches stand from left to right.
 *
 * UAX #9 without explicit embeddings, which `printable` has written out, and with numbers of one
 * kind. `isParagraphRightToLeft` is the direction of the paragraph: that of its first strong letter.
 * Brackets of right-to-left stretches are mirrored.
 */
export function visualOrder(line: string, isParagraphRightToLeft: boolean): readonly Stretch[] {
  const base = isParagraphRightToLeft ? 1 : 0;
  const characters = [...line];
  if (base === 0 && !RIGHT.test(line)) return [{ text: line, isRightToLeft: false }];
  const levels = levelsOf(characters, base);
  const runs: { level: number; text: string }[] = [];
  for (const [i, character] of characters.entries()) {
    const level = levels[i] ?? base;
    const last = runs.at(-1);
    if (last?.level === level) last.text += character;
    else runs.push({ level, text: character });
  }
  return reordered(runs).map(({ level, text }) => {
    const isRightToLeft = level % 2 === 1;
    if (!isRightToLeft) return { text, isRightToLeft };
    // Letters are turned by whoever shapes them, by their script; what has no letters is turned here.
    const shown = RIGHT.test(text) ? text : [...text].reverse().join("");
    return { text: mirrored(shown), isRightToLeft };
  });
}

/** Whether the first letter with a direction is read from the right. */
export function isRightToLeft(text: string): boolean {
  const first = /[\p{L}]/u.exec(text)?.[0];
  return first !== undefined && RIGHT.test(first);
}

type Kind = "right" | "left" | "number" | "neutral";

function kindOf(character: string): Kind {
  if (RIGHT.test(character)) return "right";
  if (/\p{Nd}/u.test(character)) return "number";
  return /[\p{L}\p{No}\p{Nl}]/u.test(character) ? "left" : "neutral";
}

function levelsOf(characters: readonly string[], base: 0 | 1): readonly number[] {
  const kinds: Kind[] = characters.map(kindOf);
  let strong: Kind = base === 1 ? "right" : "left";
  const levels: (number | null)[] = kinds.map((kind) => {
    if (kind === "right" || kind === "left") strong = kind;
    if (kind === "right") return 1;
    if (kind === "left") return base === 1 ? 2 : 0;
    if (kind === "number") return strong === "right" || base === 1 ? 2 : 0;
    return null;
  });
  for (const [at, level] of bracketLevels(characters, levels, base)) levels[at] = level;
  // Neutrals take the direction of both neighbours where these agree, else that of the paragraph;
  // a number among right-to-left letters counts as one of them.
  const direction = (at: number): number =>
    kinds[at] === "number" && levels[at] === 2 ? 1 : (levels[at] ?? base) % 2;
  for (let i = 0; i < levels.length; i += 1) {
    if (levels[i] !== null) continue;
    const from = i;
    while (i < levels.length && levels[i] === null) i += 1;
    const [before, after] = [
      from === 0 ? base : direction(from - 1),
      i === levels.length ? base : direction(i),
    ];
    const inner = before === 1 ? 1 : base === 1 ? 2 : 0;
    levels.fill(before === after ? inner : base, from, i);
  }
  return levels.map((level) => level ?? base);
}

/** Rule N0: a pair of brackets takes the direction of what it encloses, and of what stands before it. */
function bracketLevels(
  characters: readonly string[],
  levels: readonly (number | null)[],
  base: 0 | 1,
): ReadonlyMap<number, number> {
  const open: { readonly at: number; readonly close: string }[] = [];
  const found = new Map<number, number>();
  const isRight = (at: number): boolean | null => {
    const level = levels[at] ?? null;
    // A number among right-to-left letters counts as one of them; Latin letters there do not.
    if (level === 2) return /\p{Nd}/u.test(characters[at] ?? "");
    return level === null ? null : level === 1;
  };
  for (const [at, character] of characters.entries()) {
    const pair = PAIRS.find(([opening]) => opening === character);
    if (pair !== undefined) open.push({ at, close: pair[1] ?? "" });
    const last = open.findLastIndex(({ close }) => close === character);
    const begun = last === -1 ? undefined : open[last];
    if (begun === undefined) continue;
    open.length = last;
    const inside = Array.from({ length: at - begun.at - 1 }, (_, i) => isRight(begun.at + 1 + i));
    const before = Array.from({ length: begun.at }, (_, i) => isRight(begun.at - 1 - i)).find(
      (each) => each !== null,
    );
    const isBase = (each: boolean | null): boolean => each !== null && each === (base === 1);
    const isOther = (each: boolean | null): boolean => each !== null && !isBase(each);
    if (inside.some(isBase)) {
      found.set(begun.at, base).set(at, base);
    } else if (inside.some(isOther)) {
      const level = isOther(before ?? null) ? (base === 1 ? 2 : 1) : base;
      found.set(begun.at, level).set(at, level);
    }
  }
  return found;
}

/** Rule L2: from the highest level down to the lowest odd one, every run of at least that level is turned. */
function reordered<T extends { readonly level: number }>(runs: readonly T[]): readonly T[] {
  const order = [...runs];
  const highest = Math.max(0, ...order.map(({ level }) => level));
  for (let level = highest; level >= 1; level -= 1) {
    for (let from = 0; from < order.length; from += 1) {
      let to = from;
      while (to < order.length && (order[to]?.level ?? 0) >= level) to += 1;
      if (to > from + 1) order.splice(from, to - from, ...order.slice(from, to).reverse());
      from = Math.max(from, to - 1);
    }
  }
  return order;
}

function mirrored(text: string): string {
  return text.replace(/[()[\]{}<>«»]/g, (bracket) => MIRROR.get(bracket) ?? bracket);
}

const RIGHT =
  /[\p{Script=Hebrew}\p{Script=Arabic}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}\p{Script=Samaritan}\p{Script=Mandaic}\p{Script=Adlam}]/u;
const PAIRS = ["()", "[]", "{}", "<>", "«»"];
const MIRROR = new Map(
  PAIRS.flatMap(([open = "", close = ""]): [string, string][] => [
    [open, close],
    [close, open],
  ]),
);
