import type { Control, Span } from "../control/control.ts";
import type { ControlEvent, ControlState } from "./state.ts";
import type { Verdict } from "./verdict.ts";

/** The state after a step, and what the ledger is told of it. */
export interface Advance {
  readonly state: ControlState;
  readonly events: readonly ControlEvent[];
}

/**
 * One step of one instance: a window's verdict moves its state. Total and pure.
 *
 * Only an explicit pass inside the recovery limit moves towards recovery. `inconclusive`, `no_data`
 * and `error` change nothing, and stop the clocks: a span of time is counted in windows that were
 * judged, each worth `every`. A pass that is outside the recovery limit ends a recovery as a breach
 * does. `episodeId` makes the episode's content hash from its first breach.
 */
export function advance(
  state: ControlState,
  verdict: Verdict,
  at: { readonly windowStartMs: number; readonly windowEndMs: number },
  control: Control,
  episodeId: (firstBreachMs: number) => string,
): Advance {
  const step = stepOf(verdict);
  if (step === "hold") return { state, events: [] };
  const atMs = at.windowEndMs;
  switch (state.phase) {
    case "ok":
      return step === "breach" ? breached({ sinceMs: atMs, windows: 1 }) : { state, events: [] };
    case "pending":
      return step === "breach"
        ? breached({ sinceMs: state.sinceMs, windows: state.windows + 1 })
        : { state: { phase: "ok" }, events: [{ kind: "cleared", atMs }] };
    case "firing":
      return step === "recovered" ? recovering(state, atMs, 1) : { state, events: [] };
    case "recovering": {
      if (step === "recovered") {
        return recovering(state, state.recoveringSinceMs, state.windows + 1);
      }
      const { episode, firstBreachMs, firedMs } = state;
      return {
        state: { phase: "firing", episode, firstBreachMs, firedMs },
        events: [{ kind: "relapsed", atMs, episode }],
      };
    }
  }

  function breached(pending: { readonly sinceMs: number; readonly windows: number }): Advance {
    if (pending.windows < windowsNeeded(control.for, control)) {
      const events: ControlEvent[] = state.phase === "ok" ? [{ kind: "pending", atMs }] : [];
      return { state: { phase: "pending", ...pending }, events };
    }
    const firstBreachMs = pending.sinceMs;
    const episode = episodeId(firstBreachMs);
    return {
      state: { phase: "firing", episode, firstBreachMs, firedMs: atMs },
      events: [{ kind: "fired", atMs, episode, firstBreachMs }],
    };
  }

  function recovering(
    from: Extract<ControlState, { phase: "firing" | "recovering" }>,
    recoveringSinceMs: number,
    windows: number,
  ): Advance {
    const { episode, firstBreachMs, firedMs } = from;
    if (windows >= windowsNeeded(control.recover.for, control)) {
      return {
        state: { phase: "ok" },
        events: [{ kind: "ended", atMs, episode, reason: "recovered" }],
      };
    }
    return {
      state: {
        phase: "recovering",
        episode,
        firstBreachMs,
        firedMs,
        recoveringSinceMs,
        windows,
      },
      events: from.phase === "firing" ? [{ kind: "recovering", atMs, episode }] : [],
    };
  }
}

/** Ends what is open without a recovery: the control was revised, or the instance retired. */
export function conclude(
  state: ControlState,
  reason: "superseded" | "retired",
  atMs: number,
): Advance {
  switch (state.phase) {
    case "ok":
      return { state, events: [] };
    case "pending":
      return { state: { phase: "ok" }, events: [{ kind: "cleared", atMs }] };
    case "firing":
    case "recovering":
      return {
        state: { phase: "ok" },
        events: [{ kind: "ended", atMs, episode: state.episode, reason }],
      };
  }
}

/** Windows in a row that a span asks for; at least one, for a verdict is one window's. */
export function windowsNeeded(span: Span, control: Pick<Control, "everyMs">): number {
  return Math.max(1, "windows" in span ? span.windows : Math.ceil(span.ms / control.everyMs));
}

function stepOf(verdict: Verdict): "breach" | "recovered" | "passed" | "hold" {
  switch (verdict.kind) {
    case "breach":
      return "breach";
    case "pass":
      return verdict.recovered ? "recovered" : "passed";
    case "inconclusive":
    case "no_data":
    case "error":
      return "hold";
  }
}
