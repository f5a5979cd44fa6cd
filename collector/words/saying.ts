/** Turns what the ledger says into what people read. */
export interface Saying {
  /** One string: commitments and pseudonyms in it become words and names; the others stay as they are. */
  readonly word: (text: string) => string;
  /** Every string of a plain value, however deep. What holds no such string comes back as it was. */
  readonly deep: <T>(value: T) => T;
  /** An object whose larger parts are turned when they are looked at: for lists of which a page is shown. */
  readonly lazily: <T extends object>(value: T) => T;
}

/**
 * The one place where commitments become words again, and pseudonyms names.
 *
 * Nothing that was read is kept, so an erasure holds at once. `erased` is the index of the entry with
 * which a text or a person was destroyed.
 */
export function createSaying(of: {
  readonly textOf: (commitment: string) => string | null;
  readonly nameOf: (pseudonym: string) => string | null;
  /** Was it ever here? What was not is somebody else's string that looks like one. */
  readonly isKnown: (commitment: string) => boolean;
  readonly erased: (name: string) => number | undefined;
}): Saying {
  const said = (name: string, found: string | null, isOurs: boolean): string => {
    if (found !== null) return found;
    const entry = of.erased(name);
    if (entry !== undefined) return `erased (entry ${entry})`;
    return isOurs
      ? "unreadable: restore the folder words, and that of its keys, from a backup"
      : name;
  };
  const word = (text: string): string => {
    if (!text.includes("text:") && !text.includes("p_")) return text;
    return text
      .replace(COMMITMENT, (each) => said(each, of.textOf(each), of.isKnown(each)))
      .replace(PSEUDONYM, (each) => said(each, of.nameOf(each), false));
  };
  const deep = <T>(value: T): T => deeply(value, word) as T; // strings for strings, nothing else
  // Entries of the state are never changed in place, so a view of one holds for as long as it does.
  const views = new WeakMap<object, object>();
  return {
    word,
    deep,
    lazily: (value) => {
      const known = views.get(value);
      if (known !== undefined) return known as typeof value; // made of it below
      const view = viewOf(value, deep);
      views.set(value, view);
      return view;
    },
  };
}

const COMMITMENT = /text:[0-9a-f]{64}/g;
const PSEUDONYM = /p_[a-z2-7]{16}(?![a-z0-9])/g;

function deeply(value: unknown, word: (text: string) => string): unknown {
  if (typeof value === "string") return word(value);
  if (typeof value !== "object" || value === null || ArrayBuffer.isView(value)) return value;
  if (Array.isArray(value)) {
    let isSame = true;
    const turned = value.map((each) => {
      const said = deeply(each, word);
      if (said !== each) isSame = false;
      return said;
    });
    return isSame ? value : turned;
  }
  if (value instanceof Map) {
    return new Map([...value].map(([key, each]) => [key, deeply(each, word)]));
  }
  if (value instanceof Set || value instanceof Date) return value;
  let isSame = true;
  const turned: Record<string, unknown> = Object.create(Object.getPrototypeOf(value));
  for (const [name, each] of Object.entries(value)) {
    turned[name] = deeply(each, word);
    if (turned[name] !== each) isSame = false;
  }
  return isSame ? value : turned;
}

function viewOf<T extends object>(value: T, deep: <U>(value: U) => U): T {
  const view = { ...value };
  for (const [name, each] of Object.entries(value)) {
    const isWord = typeof each === "string" && (each.startsWith("text:") || each.startsWith("p_"));
    const isLarge = typeof each === "object" && each !== null;
    if (!isWord && !isLarge) continue;
    Object.defineProperty(view, name, { enumerable: true, get: () => deep(each) });
  }
  return view;
}

/** Every answer of a set of functions in words: those named as lists lazily, member by member. */
export function inWords<T extends object>(
  functions: T,
  saying: Saying,
  lists: readonly (keyof T)[] = [],
): T {
  const isList = new Set<unknown>(lists);
  const turn = (name: string, answer: unknown): unknown => {
    if (answer instanceof Promise) return answer.then((found) => turn(name, found));
    if (isList.has(name) && Array.isArray(answer)) return answer.map(saying.lazily);
    return saying.deep(answer);
  };
  return Object.fromEntries(
    Object.entries(functions).map(([name, each]) => [
      name,
      typeof each === "function" ? (...of: unknown[]) => turn(name, each(...of)) : each,
    ]),
  ) as T; // the same functions, with the same shapes of answers
}
