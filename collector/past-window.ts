import type { Store } from "./store/store.ts";

/** A baseline of a window takes at most this many of its predictions: quantiles need no more. */
const ROWS_MAX = 200_000;

type Past = Awaited<ReturnType<Store["featureColumns"]>> & {
  /** Label → true label → predictions by bin of the score; empty where no truth is known. */
  readonly scores: Readonly<Record<string, Readonly<Record<string, readonly number[]>>>>;
};

/** What a past window of the store gives a baseline: rows of features, and all scores with outcomes. */
export function pastWindow(
  store: Pick<Store, "featureColumns" | "fetchEvidence">,
): (system: string, window: { readonly fromMs: number; readonly toMs: number }) => Promise<Past> {
  return async (system, { fromMs, toMs }) => {
    const [group] = await store.fetchEvidence({
      kind: "scores",
      by: ["system"],
      systems: [system],
      fromMs,
      toMs,
    });
    return {
      ...(await store.featureColumns({ fromMs, toMs, system, rowsMax: ROWS_MAX })),
      scores: group?.evidence.kind === "scores" ? group.evidence.pairs : {},
    };
  };
}
