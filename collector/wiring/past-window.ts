import { keepOutputs } from "@tiltmeter/rules";
import type { Store } from "../store/store.ts";

/** A baseline of a window takes at most this many of its predictions: quantiles need no more. */
const ROWS_MAX = 200_000;

type Past = Awaited<ReturnType<Store["featureColumns"]>> & {
  /** Label → true label → predictions by bin of the score; empty where no truth is known. */
  readonly scores: Readonly<Record<string, Readonly<Record<string, readonly number[]>>>>;
  /** Predicted label → predictions; empty where none has a label. */
  readonly outputs: Readonly<Record<string, number>>;
};

/** What a past window of the store gives a baseline: rows of features, all scores with outcomes, and all labels. */
export function pastWindow(
  store: Pick<Store, "featureColumns" | "fetchEvidence">,
): (system: string, window: Span) => Promise<Past> {
  return async (system, { fromMs, toMs }) => {
    const by = ["system"] as const;
    const asked = { by, systems: [system], ...wholeMinutes({ fromMs, toMs }) };
    const [scored] = await store.fetchEvidence({ kind: "scores", ...asked });
    const [decided] = await store.fetchEvidence({ kind: "decisions", ...asked });
    return {
      ...(await store.featureColumns({ fromMs, toMs, system, rowsMax: ROWS_MAX })),
      scores: scored?.evidence.kind === "scores" ? scored.evidence.pairs : {},
      outputs:
        decided?.evidence.kind === "decisions" ? keepOutputs(decided.evidence.predicted) : {},
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
