import type { GovernanceState } from "../ledger/state.ts";

type Attempts = GovernanceState["attempts"] extends ReadonlyMap<string, infer List> ? List : never;

/** Counts tries by `[channel, outcome]` as JSON; each look counts only what came since the last one. */
export function notificationCounts(): (state: GovernanceState) => ReadonlyMap<string, number> {
  let of: GovernanceState["attempts"] | null = null;
  let known: ReadonlyMap<string, number> = new Map();
  const seen = new Map<string, Attempts>();
  const counts = new Map<string, number>();
  return ({ attempts }) => {
    if (attempts === of) return known;
    of = attempts;
    for (const [record, list] of attempts) {
      const before = seen.get(record);
      if (before === list) continue;
      let place = 0;
      for (const { channel, outcome } of list) {
        // Lists only grow: what was counted is not counted again.
        if (place++ < (before?.length ?? 0)) continue;
        const key = JSON.stringify([channel, outcome]);
        counts.set(key, (counts.get(key) ?? 0) + 1);
      }
      seen.set(record, list);
    }
    known = counts;
    return known;
  };
}
