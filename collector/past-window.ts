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
): (system: string, window: Span) => Promise<Past> {
  return async (system, { fromMs, toMs }) => {
    const [group] = await store.fetchEvidence({
      kind: "scores",
      by: ["system"],
      systems: [system],
      ...wholeMinutes({ fromMs, toMs }),
    });
    return {
      ...(await store.featureColumns({ fromMs, toMs, system, rowsMax: ROWS_MAX })),
      scores: group?.evidence.kind === "scores" ? group.evidence.pairs : {},
    };
  };
}

/**
 * The minutes that lie in the window whole: of those the store has sums. Weeks of single records are
 * more than one question may read, and two edges of less than a minute calibrate nothing.
 */
function wholeMinutes(window: Span): Span {
  const fromMs = Math.ceil(window.fromMs / MINUTE_MS) * MINUTE_MS;
  const toMs = Math.floor(window.toMs / MINUTE_MS) * MINUTE_MS;
  return fromMs < toMs ? { fromMs, toMs } : window;
}

const MINUTE_MS = 60_000;

interface Span {
  readonly fromMs: number;
  readonly toMs: number;
}
