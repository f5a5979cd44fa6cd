import { expect, test } from "vitest";
import { dataSet } from "../data.ts";
import { items } from "./collector.ts";
import { type LifeStory, lifeStory, SISTER, SYSTEM } from "./life-story.ts";

const data = dataSet("acs-employment-ma");

/** Steps as `state by whom`, oldest first. */
async function way({ record }: LifeStory): Promise<readonly string[]> {
  const { steps } = await record();
  const moves = (steps as { kind: string; to: string; by: string }[]).filter(
    ({ kind }) => kind === "raised" || kind === "moved",
  );
  return moves.map(({ to, by }) => `${to} by ${by}`);
}

test.skipIf(data.absent)(
  `a fault in the Census feed is raised, contained, understood and mended, telemetry shows it, and another person closes the record${data.note}`,
  { timeout: 240_000 },
  async () => {
    await using story = await lifeStory({ isFixed: true });
    expect(await way(story)).toEqual([
      "raised by tiltmeter",
      "assessing by Olga Owner",
      "containing by Olga Owner",
      "analysing by Olga Owner",
      "acting by Emil Engineer",
      "verifying by Emil Engineer",
      "closing by Rita Reviewer",
      "closed by Rita Reviewer",
    ]);
    const record = await story.record();
    expect(record["examination"]).toMatchObject({
      // The last look: after people had acted.
      occasion: "acted",
      // Nothing came in while the system was suspended, and v8 was first seen after it.
      containment: {
        sinceAt: "2026-09-07T07:01:00.000Z",
        endedAt: "2026-09-07T08:00:00.000Z",
        predictions: 0,
      },
      since: {
        first: [
          { kind: "resumption", what: "the system was let run again" },
          { kind: "suspension", what: "the system was suspended" },
        ],
      },
      // Two hours of 400 people; a quarter had a known truth, and twelve an hour were reviewed.
      decisions: { predictions: 800, outcomes: 200, reviews: 24, subjects: 800 },
      contributions: expect.arrayContaining([
        expect.objectContaining({ kind: "feature", name: "AGEP", n: 800 }),
      ]),
      changes: {
        count: 6,
        first: expect.arrayContaining([
          expect.objectContaining({ kind: "model_version", what: "employment v7 was first seen" }),
          expect.objectContaining({ kind: "reported" }),
          expect.objectContaining({ kind: "baseline" }),
        ]),
      },
      elsewhere: {
        first: [{ system: SISTER, shares: ["feature AGEP", "model employment v7"] }],
      },
      unknown: [],
    });
    expect(record["plans"]).toMatchObject([
      {
        kind: "measured",
        cycle: 1,
        windows: 7,
        windowSeconds: 3600,
        instances: [{ system: SYSTEM, feature: "AGEP" }],
        sample: { usual: 400, isReachable: true, takesSeconds: 8 * 3600, clockSeconds: 2_592_000 },
      },
    ]);
    const judgements = record["judgements"] as Record<string, unknown>[];
    expect(judgements[0]).toMatchObject({ result: "not_demonstrated" });
    expect(judgements.at(-1)).toMatchObject({
      result: "demonstrated",
      windows: { run: 7, passed: 7, breached: 0 },
      // 7 × 400, together.
      pooled: { n: 2800 },
      // The version with the fault was replaced: its successor is judged, and named.
      successors: ["v8"],
      reasons: [{ code: "shown" }, { code: "successor" }],
    });
    // What is closed stays as it is, whatever comes.
    const before = JSON.stringify(await story.record());
    await story.hour({ isFaulty: false, version: "v8" });
    expect(JSON.stringify(await story.record())).toBe(before);
  },
);

test.skipIf(data.absent)(
  `where the fault was not mended, the machine takes the record back to its analysis, and nobody can call it effective${data.note}`,
  { timeout: 240_000 },
  async () => {
    await using story = await lifeStory({ isFixed: false });
    expect((await way(story)).slice(-2)).toEqual([
      "verifying by Emil Engineer",
      "analysing by tiltmeter",
    ]);
    const record = await story.record();
    expect(record).toMatchObject({ state: "analysing", cycle: 2 });
    const judgements = record["judgements"] as Record<string, unknown>[];
    expect(judgements.at(-1)).toMatchObject({
      cycle: 1,
      result: "refuted",
      successors: ["v8"],
      reasons: expect.arrayContaining([expect.objectContaining({ code: "episode" })]),
    });
    await expect(
      story.move("reviewer", "closing", { fields: { result: "effective" } }),
    ).rejects.toThrow("409");
    await reviewed(story);
    // What would be promised is shown before it is; the next try has a plan of its own.
    const { collector, id } = story;
    expect(await collector.api(`/nonconformities/${id}/effectiveness`)).toMatchObject({
      isPreview: true,
      plan: { cycle: 2, instances: [{ feature: "AGEP" }] },
    });
    await story.move("engineer", "acting", {
      fields: {
        cause: "The conversion was deployed to one of two nodes.",
        cause_category: "configuration",
        method: "Comparison of nodes.",
        elsewhere: "No.",
        criterion: "As the plan of the machine says.",
      },
    });
    const { plans } = await story.record();
    expect(plans).toMatchObject([{ cycle: 1 }, { cycle: 2 }]);
    expect((plans as unknown[])[0]).toEqual((record["plans"] as unknown[])[0]);
  },
);

/** Every decision of the breach is looked at again: some one by one, the others together. */
async function reviewed({ collector, id, keys }: LifeStory): Promise<void> {
  const path = `/nonconformities/${id}/decisions`;
  const page = await collector.api(`${path}?limit=3`);
  // Two hours before the action, and one after it before the machine took the record back.
  expect(page).toMatchObject({ affected: 1600, reviewed: 0, closed: 0 });
  const ids = items(page).map((item) => String(item["id"]));
  const authorization = `Bearer ${keys.reviewer}`;
  const say = (body: object): Promise<Record<string, unknown>> =>
    collector.api(path, body, { authorization });
  expect(await say({ decided: "upheld", ids })).toMatchObject({
    reviewed: 3,
    closed: 3 / 1600,
    decided: { upheld: 3, corrected: 0 },
  });
  // A second look at one of them, and a decision that is none of these.
  await say({ decided: "corrected", ids: ids.slice(0, 1) });
  await expect(say({ decided: "upheld", ids: ["nobody"] })).rejects.toThrow(
    "not among the decisions",
  );
  const open = await collector.api(`${path}?state=open&limit=1000`);
  expect(items(open)).toHaveLength(1000);
  expect(items(open).map((item) => item["id"])).not.toContain(ids[1]);
  expect(await say({ decided: "person_informed", all_open: true })).toMatchObject({
    reviewed: 1597,
    closed: 1,
    decided: { upheld: 2, corrected: 1, person_informed: 1597, no_remedy: 0 },
  });
  await expect(say({ decided: "upheld", all_open: true })).rejects.toThrow("reviewed already");
  const csv = await fetch(`${collector.url}/api/v1${path}.csv`, { headers: { authorization } });
  const lines = (await csv.text()).trimEnd().split("\r\n");
  expect(lines).toHaveLength(1601);
  expect(lines[0]).toBe("prediction,time,model_version,label,score,status,decided,decided_at");
  expect(lines.filter((line) => line.includes(",person_informed,"))).toHaveLength(1597);
  expect(new Set(lines).size).toBe(1601);
}
