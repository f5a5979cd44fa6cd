/** When keys were last used, coarsely: to find those that nobody needs any more, not to follow anybody. */
export interface LastUsed {
  readonly note: (keyId: string) => void;
  /** Unix milliseconds, rounded down to five minutes; null: not since this was noted. */
  readonly of: (keyId: string) => number | null;
  /** What to keep over a restart; null where nothing changed since it was asked for last. */
  readonly unsaved: () => string | null;
}

const GRAIN_MS = 5 * 60_000;

/** `stored` is what `unsaved` once gave; a lost or damaged one begins anew. */
export function createLastUsed(stored: string | null, now: () => number): LastUsed {
  const known = readStored(stored);
  let isChanged = false;
  return {
    note: (keyId) => {
      const atMs = now() - (now() % GRAIN_MS);
      if (known.get(keyId) === atMs) return;
      known.set(keyId, atMs);
      isChanged = true;
    },
    of: (keyId) => known.get(keyId) ?? null,
    unsaved: () => {
      if (!isChanged) return null;
      isChanged = false;
      return JSON.stringify([...known]);
    },
  };
}

function readStored(text: string | null): Map<string, number> {
  try {
    const all: unknown = JSON.parse(text ?? "[]");
    const isPair = (each: unknown): each is [string, number] =>
      Array.isArray(each) && typeof each[0] === "string" && Number.isSafeInteger(each[1]);
    return new Map(Array.isArray(all) ? all.filter(isPair) : []);
  } catch {
    return new Map();
  }
}
