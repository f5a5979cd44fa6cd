import { createHash } from "node:crypto";

/** Where a name stands: a feature and a segment of one name are two. */
export type NameKind = "feature" | "segment";

/** What names a system may still make up today. */
export interface NameBudget {
  readonly perDayMax: number;
  /**
   * Those of `names` for which their system has no room left today; null: it has room for all, as nearly
   * always. The others are noted. A look at a set for each name: ask once for each distinct list.
   */
  readonly beyond: (
    of: { readonly system: string; readonly kind: NameKind },
    names: Iterable<string>,
    nowMs: number,
  ) => ReadonlySet<string> | null;
  /** How many names were new so far: whether there is anything to save. */
  readonly noted: () => number;
  /** What the next process must know, without any name in it. */
  readonly saved: () => SavedNames;
}

/** Names of one day as keyed hashes, so that nothing that somebody sent lies in the file. */
export interface SavedNames {
  /** UTC, such as `2026-11-23`. */
  readonly day: string;
  /** 16 bytes, hexadecimal. */
  readonly salt: string;
  /** By the hash of the system: hashes of its names. */
  readonly systems: Readonly<Record<string, readonly string[]>>;
}

interface Names {
  readonly feature: Set<string>;
  readonly segment: Set<string>;
  /** Of an earlier process today, by hash; each leaves once its name is seen again. */
  readonly before: Set<string>;
}

/** Of all systems together: some twenty megabytes. Beyond it the system that was silent longest is forgotten. */
const NAMES_MAX = 250_000;
const HASH_DIGITS = 16;
const DAY_CHARACTERS = 10;

/**
 * Counts the names that each system gives its features and segments, by the day of their receipt (UTC).
 *
 * Each name is a column somewhere: of a map, of sums by minute, of a page. A sender that puts an id into a name
 * would make them without end; its system gets `perDayMax`, and what is beyond is for `foldNames`. A day's names
 * outlive a restart through `saved`. Other systems are not touched.
 */
export function createNameBudget(of: {
  readonly perDayMax: number;
  readonly namesMax?: number;
  /** Of the process before; null: none. */
  readonly saved?: SavedNames | null;
  /** 16 bytes, hexadecimal. */
  readonly salt: string;
}): NameBudget {
  const { perDayMax, namesMax = NAMES_MAX } = of;
  const salt = of.saved?.salt ?? of.salt;
  let before: SavedNames | null = of.saved ?? null;
  let day = before?.day ?? "";
  let dayEndMs = Number.NEGATIVE_INFINITY;
  let total = 0;
  let noted = 0;
  /** Silent longest first. */
  const systems = new Map<string, Names>();

  const hash = (text: string): string =>
    createHash("sha256").update(`${salt} ${text}`).digest("hex").slice(0, HASH_DIGITS);
  const hashOf = (kind: NameKind, name: string): string => hash(`${kind} ${name}`);
  const count = ({ feature, segment, before: earlier }: Names): number =>
    feature.size + segment.size + earlier.size;

  function renew(nowMs: number): void {
    if (nowMs < dayEndMs && nowMs >= dayEndMs - DAY_MS) return;
    const today = new Date(nowMs).toISOString().slice(0, DAY_CHARACTERS);
    if (today !== before?.day) before = null;
    if (today !== day) {
      systems.clear();
      total = 0;
    }
    day = today;
    dayEndMs = Date.parse(`${today}T00:00:00Z`) + DAY_MS;
  }

  function namesOf(system: string): Names {
    const known = systems.get(system);
    if (known !== undefined) {
      systems.delete(system); // to the end: heard of last
      systems.set(system, known);
      return known;
    }
    const earlier = before?.systems[hash(system)] ?? [];
    const names = {
      feature: new Set<string>(),
      segment: new Set<string>(),
      before: new Set(earlier),
    };
    systems.set(system, names);
    total += names.before.size;
    return names;
  }

  function forgetSome(): void {
    for (const [system, names] of systems) {
      if (total <= namesMax || systems.size === 1) return;
      systems.delete(system);
      total -= count(names);
    }
  }

  return {
    perDayMax,
    beyond: ({ system, kind }, names, nowMs) => {
      renew(nowMs);
      const known = namesOf(system);
      let folded: Set<string> | null = null;
      for (const name of names) {
        if (known[kind].has(name)) continue;
        if (known.before.size > 0 && known.before.delete(hashOf(kind, name))) {
          known[kind].add(name);
        } else if (count(known) < perDayMax) {
          known[kind].add(name);
          total += 1;
          noted += 1;
        } else {
          folded ??= new Set();
          folded.add(name);
        }
      }
      if (total > namesMax) forgetSome();
      return folded;
    },
    noted: () => noted,
    saved: () => {
      const hashes = ({ feature, segment, before: earlier }: Names): string[] => [
        ...[...feature].map((name) => hashOf("feature", name)),
        ...[...segment].map((name) => hashOf("segment", name)),
        ...earlier,
      ];
      const all = [...systems].map(([system, names]) => [hash(system), hashes(names)] as const);
      return { day, salt, systems: { ...before?.systems, ...Object.fromEntries(all) } };
    },
  };
}

const DAY_MS = 86_400_000;
