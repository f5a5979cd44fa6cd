import type { InstrumentedSystem, ProducerStanding } from "@tiltmeter/dashboards";
import { CALLER } from "./fixture-calls.ts";
import { HOUR, MINUTE, NOW } from "./fixture-world.ts";

/** One process that tells everything, one whose clock is off and that watches nothing, one that only numbers. */
export function producers(system: string): readonly ProducerStanding[] {
  if (system !== CALLER) return [];
  return [
    {
      ...{ producer: "assistant-1-4711", environment: "production", lastHeardMs: NOW - MINUTE },
      instrumented: ["openai@7.59.0"],
      uninstrumented: ["@anthropic-ai/sdk@1.14.0"],
      ...{ clockOffsetMs: 42, dropped: { "prediction.queue_full": 3 }, unexplained: 0 },
      faults: { "features.queue_full": 7 },
    },
    {
      ...{ producer: "assistant-2-815", environment: "staging", lastHeardMs: NOW - 2 * HOUR },
      ...{ instrumented: [], uninstrumented: ["ai@7.0.173"] },
      ...{ clockOffsetMs: -95_000, dropped: {}, faults: {}, unexplained: 12 },
    },
    {
      ...{ producer: "batch", environment: "", lastHeardMs: null },
      ...{ instrumented: [], uninstrumented: [], clockOffsetMs: null, dropped: {}, faults: {} },
      unexplained: null,
    },
  ];
}

export const INSTRUMENTATION: readonly InstrumentedSystem[] = [
  {
    ...{ system: CALLER, producers: 2, watched: ["openai@7.59.0"], unwatched: ["ai@7.0.173"] },
    lost: ["cohere-ai@7.2.0"],
  },
];
