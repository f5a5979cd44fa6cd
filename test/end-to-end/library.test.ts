import { expect, test } from "vitest";
import { items, startCollector } from "./collector.ts";

const NOON = Date.parse("2026-11-24T12:00:10Z");
const HOUR = 3_600_000;

// The prediction of the README, ten times, sent by somebody who has read no further.
const README = {
  system: "credit-scoring",
  model: { name: "xgb", version: "7" },
  label: "approve",
  score: 0.81,
  features: { income: 52_000, purpose: "car" },
  segment: { ageBand: "25-45" },
};

// What would break: the first evening with the product is a flood of findings about what nobody had time to set up.
test.each(["shadow", "enforce"] as const)(
  "ten predictions into a new installation with the library in %s raise nothing but the checklist; each control says when it is due",
  { timeout: 120_000 },
  async (library) => {
    await using collector = await startCollector({ nowMs: NOON, library });
    const sent = Array.from({ length: 10 }, (_, i) => ({ ...README, id: `a-${i + 1}` }));
    await collector.api("/predictions", sent);
    await collector.app.settled();

    const due = new Map<string, string>();
    for (const hours of [0, 1]) {
      collector.clock.nowMs = NOON + hours * HOUR;
      const { errors } = await collector.app.tick(collector.clock.nowMs);
      expect(errors).toEqual([]);
      expect(items(await collector.api("/nonconformities"))).toEqual([]);
      for (const control of items(await collector.api("/controls"))) {
        due.set(String(control["id"]), String(control["due"]));
        expect(["draft", library], String(control["id"])).toContain(control["status"]);
      }
    }
    expect(due.size).toBeGreaterThanOrEqual(46);
    for (const [id, words] of due) {
      expect(words, id).toMatch(/^(at .* UTC|after .+|not in force: .+)/);
    }
    expect(Object.fromEntries(due)).toMatchObject({
      "input-drift": "after a baseline is approved",
      "reviewer-not-authorised": "after the inventory declares reviewers",
      "invalid-inputs": "after the inventory declares a live system of high risk",
      "service-unreliable": "at 2026-11-25 00:02 UTC",
      "personal-data-captured": "after the check pii is sent (looks again at 2026-11-25 00:02 UTC)",
      "error-disparity":
        "after predictions carry segment.group (looks again at 2026-12-19 00:02 UTC)",
      "semantic-drift": "not in force: it is a draft until its conditions hold",
    });
    const headers = { authorization: `Bearer ${collector.admin}` };
    const page = await (await fetch(`${collector.url}/inventory`, { headers })).text();
    expect(page).toContain("name it in systems.yaml, with its owner, risk tier, purpose");
  },
);
