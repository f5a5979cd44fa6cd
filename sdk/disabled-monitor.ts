import { NOBODY_ASKS } from "./directive.ts";
import type { Monitor } from "./monitor.ts";
import { nextPredictionId } from "./prediction-id.ts";
import type { Settings } from "./settings.ts";

/** Watches nothing: `watch` returns the very function. */
export function disabledMonitor(settings: Settings): Monitor {
  return {
    watch: (original) => original,
    record: (input) => String(input?.id ?? nextPredictionId()),
    review: () => undefined,
    outcome: () => undefined,
    score: () => undefined,
    concern: (input) => String(input?.id ?? ""),
    change: () => undefined,
    onPrediction: () => () => undefined,
    lastPredictionId: () => undefined,
    status: () => ({
      state: "disabled",
      circuit: "closed",
      spool: null,
      clock: null,
      url: settings.url,
      lastError: null,
      queued: 0,
      queuedBytes: 0,
      sent: 0,
      rejected: 0,
      dropped: {},
      disabledHooks: [],
      unprofiled: [],
      directive: null,
      instrumented: [],
      uninstrumented: [],
    }),
    directive: () => NOBODY_ASKS,
    ready: () => Promise.resolve(false),
    flush: () => Promise.resolve(true),
    close: () => Promise.resolve(),
    [Symbol.asyncDispose]: () => Promise.resolve(),
  };
}
