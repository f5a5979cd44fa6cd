import { gapsOf, type SystemSeen } from "tiltmeter/cli/doctor-gaps";
import { expect, test } from "vitest";

const NOW = Date.UTC(2026, 10, 27);
const seen = (id: string, fields: Partial<SystemSeen> = {}): SystemSeen => ({
  ...{ id, declared: true, isLive: true, riskTier: "limited", lastSeenMs: NOW },
  ...{ predictions: 1, outcomes: 1, oversight: 1, hasBaseline: true, unexplainedLoss: 0 },
  ...{ unwatched: [], lost: [] },
  ...fields,
});

test("clients of hosted models that nobody watches, or no longer, are named with their system", () => {
  const found = gapsOf(
    [
      seen("whole"),
      seen("assistant", { unwatched: ["ai@7.0.173"], lost: ["openai@7.58.0"] }),
      seen("search", { unwatched: ["openai@7.59.0", "@anthropic-ai/sdk@1.14.0"] }),
    ],
    NOW,
  );
  expect(found.slice(1)).toMatchObject([
    {
      state: "wrong",
      says: "clients of hosted models were watched and no longer are: assistant (openai@7.58.0)",
    },
    {
      state: "look",
      says: "clients of hosted models are in use and nobody watches them: assistant (ai@7.0.173), search (openai@7.59.0, @anthropic-ai/sdk@1.14.0)",
    },
  ]);
});

test("where nothing is missing nothing is said", () => {
  expect(gapsOf([seen("whole")], NOW)).toHaveLength(1);
});
