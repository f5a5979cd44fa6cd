/** More askers than anybody has are a fault; the one that asked longest ago is forgotten. */
const ASKERS_MAX = 10_000;

/** How often each asker may do something costly. */
export interface Allowance {
  /** Takes one of the asker's; null where it is theirs, else milliseconds until there is one again. */
  readonly take: (asker: string) => number | null;
}

/** At most `max` in any span of `spanMs`, of each asker. Kept in memory: a restart forgets it. */
export function createAllowance(of: {
  readonly now: () => number;
  readonly max: number;
  readonly spanMs: number;
}): Allowance {
  const taken = new Map<string, readonly number[]>();
  return {
    take: (asker) => {
      const nowMs = of.now();
      const recent = (taken.get(asker) ?? []).filter((atMs) => atMs > nowMs - of.spanMs);
      const [first] = recent;
      if (recent.length >= of.max && first !== undefined) return first + of.spanMs - nowMs;
      // Put in anew, so that the first of the map is the one that asked longest ago.
      taken.delete(asker);
      taken.set(asker, [...recent, nowMs]);
      for (const oldest of taken.keys()) {
        if (taken.size <= ASKERS_MAX) break;
        taken.delete(oldest);
      }
      return null;
    },
  };
}
