import { loadFrameworks } from "tiltmeter/wiring/shipped";
import { expect, test } from "vitest";
import { controlsWith, DAY, NOW, roadmapWorld } from "./world.ts";

const frameworks = await loadFrameworks();
const revisionOf = (world: ReturnType<typeof roadmapWorld>, id: string): string =>
  world.controls.inForce.find((control) => control.id === id)?.revision ?? "";

test("a limit that was not weakened takes one person, and only the revision in force is approved", async () => {
  const world = roadmapWorld({ frameworks });
  const version = revisionOf(world, "accuracy");
  const said = { subject: "control", id: "accuracy", version, rationale: "as the business bears" };
  expect(await world.act("approve", { ...said, version: "older" })).toMatchObject({
    kind: "refused",
    fields: { version: "is not in force" },
  });
  expect(await world.act("approve", said)).toEqual({ kind: "done", id: "accuracy" });
  expect(await world.act("approve", said, "bea")).toMatchObject({
    kind: "refused",
    reason: expect.stringContaining("approved already"),
  });
  const { chain } = await world.reads.chain();
  expect(chain.controls.find(({ id }) => id === "accuracy")?.approval.kind).toBe("approved");
});

test("a weakened limit takes two people, and the same person does not count twice", async () => {
  const world = roadmapWorld({ frameworks });
  const approve = (by: string) =>
    world.act(
      "approve",
      {
        subject: "control",
        id: "accuracy",
        version: revisionOf(world, "accuracy"),
        rationale: "x",
      },
      by,
    );
  await approve("ada");
  world.controls.inForce = controlsWith((text) => text.replace("max: 5%", "max: 9%"));
  expect(await approve("ada")).toMatchObject({ kind: "done" });
  const standing = async () =>
    (await world.reads.chain()).chain.controls.find(({ id }) => id === "accuracy")?.approval;
  expect(await standing()).toMatchObject({ kind: "awaits_second", weakened: ["limit", "recover"] });
  expect(await approve("ada")).toMatchObject({
    kind: "refused",
    reason: expect.stringContaining("so a second person approves it"),
  });
  expect(await approve("bea")).toMatchObject({ kind: "done" });
  expect(await standing()).toMatchObject({ kind: "approved" });
});

test("weakening in small steps is weakening against what was approved, not against the step before", async () => {
  const world = roadmapWorld({ frameworks });
  const approve = () =>
    world.act("approve", {
      ...{ subject: "control", id: "accuracy", version: revisionOf(world, "accuracy") },
      rationale: "x",
    });
  await approve();
  world.controls.inForce = controlsWith((text) => text.replace("max: 5%", "max: 9%"));
  // Nobody approves that one; the next is stricter than it, and looser than what was approved.
  world.controls.inForce = controlsWith((text) => text.replace("max: 5%", "max: 7%"));
  await approve();
  const { chain } = await world.reads.chain();
  expect(chain.controls.find(({ id }) => id === "accuracy")?.approval.kind).toBe("awaits_second");
});

test("an approval that rests on a backtest of another revision is refused", async () => {
  const world = roadmapWorld({ frameworks });
  const answer = await world.act("approve", {
    ...{ subject: "control", id: "accuracy", version: revisionOf(world, "accuracy") },
    ...{ rationale: "x", backtest: "yes" },
  });
  expect(answer).toMatchObject({ kind: "refused", fields: { backtest: expect.any(String) } });
});

test("an attestation names a clause that exists and ends, and is taken back once", async () => {
  const world = roadmapWorld({ frameworks });
  const said = { framework: "iso42001", statement: "x", evidence: "y", expires: "2027-11-01" };
  expect(await world.act("attest", { ...said, clause: "5.4" })).toMatchObject({
    fields: { clause: "is not in the framework" },
  });
  expect(
    await world.act("attest", { ...said, clause: "5.1", expires: "2026-11-01" }),
  ).toMatchObject({
    fields: { expires: expect.stringContaining("lies ahead") },
  });
  expect(await world.act("attest", { ...said, clause: "5.1" })).toEqual({
    kind: "done",
    id: "ATT-2026-0001",
  });
  const line = async () =>
    (await world.reads.applicability(null)).frameworks[0]?.lines.find(
      ({ clause }) => clause === "5.1",
    );
  expect((await line())?.evidencedBy).toBe("attestation");
  await world.act("withdraw_attestation", { id: "ATT-2026-0001", reason: "the board changed" });
  expect((await line())?.evidencedBy).toBe("nothing");
  expect(
    await world.act("withdraw_attestation", { id: "ATT-2026-0001", reason: "z" }),
  ).toMatchObject({ kind: "refused" });
});

test("the answers of single reviewers are in no entry and in no document", async () => {
  const world = roadmapWorld({ frameworks });
  await world.act("plan_calibration", {
    ...{ system: "credit", role: "credit-reviewer", items: "2", errors: "1" },
    ...{ from: "2026-11-01", until: "2026-11-30", plan: "p" },
  });
  const results = "reviewer,item,error,flagged\np-anna,1,yes,yes\np-zoe,1,yes,no\np-zoe,2,no,no";
  expect(await world.act("record_calibration", { id: "CAL-2026-0001", results })).toMatchObject({
    kind: "done",
  });
  expect(world.ledger.state.roadmap.calibration_recorded[0]?.results).toEqual([
    {
      ...{ role: "credit-reviewer", reviewers: 2, seeded: 2, detected: 1 },
      ...{ sound: 1, falseAlarms: 0 },
    },
  ]);
  expect(JSON.stringify([world.ledger.entries, [...world.content.values()]])).not.toContain("zoe");
  expect(await world.act("record_calibration", { id: "CAL-2026-0001", results })).toMatchObject({
    kind: "refused",
  });
});

test("what management decides is an action that the next review shows with its age", async () => {
  const world = roadmapWorld({ frameworks });
  const period = { from: "2026-08-01", to: "2026-11-01" };
  await world.act("hold_review", { ...period, summary: "s" });
  const [review] = world.reads.reviews();
  expect(review).toMatchObject({ id: "MR-2026-0001", asOf: { size: 0 } });
  expect(await world.reads.heldPack("MR-2026-0001")).toMatchObject({ asOf: { size: 0 } });
  const decided = await world.act("decide", {
    ...{ review: "MR-2026-0001", input: "d1", decision: "one more reviewer", owner: "Mara" },
    due: "2026-12-01",
  });
  expect(decided).toEqual({ kind: "done", id: "MR-2026-0001.1" });
  world.clock.nowMs = NOW + 30 * DAY;
  const inputA = async () =>
    (await world.reads.reviewPack({ fromMs: NOW, toMs: NOW + 30 * DAY })).sections[0];
  expect((await inputA())?.figures.map(({ value }) => value)).toEqual([1, 1, 0]);
  expect((await inputA())?.tables[0]?.rows[0]?.at(-1)).toMatch(/open for 30 days, overdue by/);
  await world.act("finish_action", { id: "MR-2026-0001.1", evidence: "HR-9" });
  expect((await inputA())?.figures.map(({ value }) => value)).toEqual([0, 0, 1]);
});

test("with the seed anybody draws the same sample, and it is in the ledger", async () => {
  const world = roadmapWorld({ frameworks });
  const asked = { of: "evaluations", count: "2", from: "2026-11-01", to: "2026-12-01", seed: "s" };
  const drawn = async () => {
    const answer = await world.act("draw_sample", asked);
    return (await world.reads.workpaper(answer.kind === "done" ? answer.id : ""))?.items;
  };
  const first = await drawn();
  expect(first).toHaveLength(2);
  expect(await drawn()).toEqual(first);
  expect(world.ledger.state.roadmap.audit_sampled[0]).toMatchObject({
    ...{ seed: "s", count: 2, population: { size: 4 } },
  });
});

test("answers that no form asks for are refused with the fields that there are", async () => {
  const world = roadmapWorld({ frameworks });
  expect(await world.act("acknowledge", { policy: "POL-AI-04", versoin: "2" })).toMatchObject({
    kind: "refused",
    fields: { version: "is required", versoin: expect.stringContaining("known: policy, version") },
  });
});
