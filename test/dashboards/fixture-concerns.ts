import type { ReportedConcern } from "@tiltmeter/dashboards";
import { HOUR, NOW } from "./fixture-world.ts";

const step = { kind: "", summary: "", by: "ombud", environment: "production" };

/** What people said: one concern without a name that waits, and one that is settled. */
export const fixtureConcerns: readonly ReportedConcern[] = [
  {
    system: "mail-spam-filter",
    id: "c-2",
    steps: [
      {
        ...{ ...step, timeMs: NOW - 9 * HOUR, status: "reported", kind: "appeal", by: "" },
        summary: "an answer to my application never reached me",
      },
    ],
  },
  {
    system: "credit-scoring",
    id: "c-1",
    steps: [
      { ...step, timeMs: NOW - 50 * HOUR, status: "reported", kind: "bias", summary: "settled" },
      { ...step, timeMs: NOW - 20 * HOUR, status: "resolved" },
    ],
  },
];
