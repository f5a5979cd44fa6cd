import type { GovernanceState } from "../ledger/state.ts";
import type { Store } from "../store/store.ts";

interface Range {
  readonly fromMs: number;
  readonly toMs: number;
}

/** Everything that a sample may be drawn from, by ids that anybody can make again. */
export interface Population {
  readonly ids: readonly string[];
  readonly item: (id: string) => Promise<unknown>;
  readonly asOf: { readonly size: number; readonly root: string };
}

/** More is another period: ids of so many take 200 MB. */
const EVALUATIONS_MAX = 1_000_000;

/** Null: more than can be drawn from. Evaluations are named by control, instance and window end, records by their ids, approvals by what they approve. */
export function createPopulations(of: {
  readonly store: Pick<Store, "evaluationKeys" | "evaluations">;
  readonly state: () => GovernanceState;
  readonly asOf: () => Population["asOf"];
}): (
  what: "evaluations" | "nonconformities" | "approvals",
  range: Range,
) => Promise<Population | null> {
  return async (what, range) => {
    const asOf = of.asOf();
    const state = of.state();
    const isIn = (atMs: number): boolean => atMs >= range.fromMs && atMs < range.toMs;
    switch (what) {
      case "evaluations": {
        const keys = await of.store.evaluationKeys({ ...range, limit: EVALUATIONS_MAX + 1 });
        if (keys.length > EVALUATIONS_MAX) return null;
        const byId = new Map(
          keys.map((key) => [`${key.control} ${key.instanceKey} ${iso(key.windowEndMs)}`, key]),
        );
        return {
          ids: [...byId.keys()],
          asOf,
          item: async (id) => {
            const key = byId.get(id);
            if (key === undefined) return null;
            const { control, instanceKey, windowEndMs: fromMs } = key;
            const asked = { control, instanceKey, fromMs, toMs: fromMs + 1, limit: 1 };
            return (await of.store.evaluations(asked))[0] ?? null;
          },
        };
      }
      case "nonconformities": {
        const records = [...state.nonconformities.values()].filter(({ raisedMs }) =>
          isIn(raisedMs),
        );
        const byId = new Map(records.map((record) => [record.id, record]));
        return { ids: [...byId.keys()], asOf, item: async (id) => byId.get(id) ?? null };
      }
      case "approvals": {
        const approvals = state.roadmap.approval_given.filter(({ atMs }) => isIn(atMs));
        const byId = new Map(
          approvals.map((each) => [`${each.subject} ${each.id} ${each.version} ${each.by}`, each]),
        );
        return { ids: [...byId.keys()], asOf, item: async (id) => byId.get(id) ?? null };
      }
    }
  };
}

function iso(ms: number): string {
  return new Date(ms).toISOString();
}
