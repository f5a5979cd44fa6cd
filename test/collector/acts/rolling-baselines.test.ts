import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import { createActs } from "../../../collector/acts/acts.ts";
import { openApprovedBaselines } from "../../../collector/acts/approved-baselines.ts";
import { createRollingBaselines } from "../../../collector/acts/rolling-baselines.ts";
import { openGovernance } from "./ledger.ts";

const DAY_MS = 86_400_000;
/** Monday, 2 November 2026, 00:00 UTC. */
const START_MS = Date.UTC(2026, 10, 2);
const rolling = { kind: "rolling", days: 28, everyDays: 7 } as const;

/** A house over a past that has one prediction an hour, whose feature is the hour it was made in. */
async function open(governance: Awaited<ReturnType<typeof openGovernance>>) {
  const { ledger, content } = governance;
  const clock = { nowMs: START_MS };
  const read: { readonly fromMs: number; readonly toMs: number }[] = [];
  const failures: unknown[] = [];
  const store = { isThin: false, isAway: false };
  const known = () => ledger.state.baselines;
  const approved = await openApprovedBaselines({
    known,
    content: { get: (digest) => content.get(digest), put: (value) => content.put(value) },
  });
  const acts = createActs({
    pseudonymOf: async (name) => name,
    planFor: async () => null,
    now: () => clock.nowMs,
    hash: (text) => createHash("sha256").update(text).digest("hex"),
    transact: (decide) => ledger.transact(decide),
    known,
    keep: approved.keep,
    past: async (_system, window) => {
      read.push(window);
      if (store.isAway) throw new Error("the store is away");
      const hours = store.isThin ? 3 : (window.toMs - window.fromMs) / 3_600_000;
      const times = Array.from({ length: hours }, (_, i) => window.fromMs + i * 3_600_000);
      const columns = { hour: times.map((ms) => ms / 3_600_000) };
      const scores = { yes: { no: new Array<number>(200).fill(1) } };
      return { columns, times, scores, outputs: { yes: hours } };
    },
  });
  const renew = createRollingBaselines({
    known,
    approved: approved.of,
    renew: acts.renewBaseline,
    onFailure: (_system, why) => failures.push(why),
  });
  const at = async (days: number): Promise<void> => {
    clock.nowMs = START_MS + days * DAY_MS;
    await renew(clock.nowMs);
  };
  const create = async (more: object = {}): Promise<string> => {
    const of = { system: "credit", name: "last weeks", rates: { accuracy: 0.8 }, by: "ann" };
    const made = await acts.createBaseline({ ...of, from: rolling, ...more });
    if (made.kind === "refused") throw new Error(made.reason);
    return made.baseline.digest;
  };
  const all = () => [...ledger.state.baselines.values()];
  return { acts, approved, at, create, all, read, failures, store, ledger };
}

test("a rolling baseline that someone approved renews itself each period from the last days", async () => {
  await using governance = await openGovernance();
  const house = await open(governance);
  const rule = await house.create({ seasonal: "hour_of_week" });
  await house.at(8);
  expect(house.all(), "nothing renews itself before it is approved").toHaveLength(1);

  await house.acts.approveBaseline({ digest: rule, by: "bob" });
  await house.at(8);
  const [, second] = house.all();
  expect(second).toMatchObject({
    name: "last weeks",
    version: 2,
    by: "tiltmeter",
    approvedBy: "bob",
    approvedMs: START_MS + 8 * DAY_MS,
    rolling: { days: 28, everyDays: 7, rule },
  });
  expect(house.read.at(-1)).toEqual({
    fromMs: START_MS - 20 * DAY_MS,
    toMs: START_MS + 8 * DAY_MS,
  });
  const baseline = house.approved.of("credit")?.baseline;
  expect(baseline).toMatchObject({
    version: 2,
    rows: 28 * 24,
    rates: { accuracy: 0.8 },
    seasonal: "hour_of_week",
    scores: { yes: { no: expect.any(Array) } },
    origin: expect.stringContaining(rule),
  });

  await house.at(14.9);
  expect(house.all(), "its period counts from its renewal").toHaveLength(2);
  await house.at(15);
  expect(house.all()[2]).toMatchObject({ version: 3, approvedBy: "bob", rolling: { rule } });
  await house.at(60);
  expect(house.all(), "periods that were missed are not made up for").toHaveLength(4);
});

test("approving another baseline ends the rule", async () => {
  await using governance = await openGovernance();
  const house = await open(governance);
  await house.acts.approveBaseline({ digest: await house.create(), by: "bob" });
  const from = { kind: "window", fromMs: START_MS - 30 * DAY_MS, toMs: START_MS };
  await house.acts.approveBaseline({
    digest: await house.create({ name: "fixed", from }),
    by: "x",
  });
  await house.at(30);
  expect(house.all()).toHaveLength(2);
});

test("a renewal in progress gives way to a baseline that is approved meanwhile", async () => {
  await using governance = await openGovernance();
  const house = await open(governance);
  const rule = await house.create();
  await house.acts.approveBaseline({ digest: rule, by: "bob" });
  const renews = house.all()[0];
  if (renews === undefined) throw new Error("the rule is known");
  const from = { kind: "window", fromMs: START_MS - 30 * DAY_MS, toMs: START_MS };
  const fixed = await house.create({ name: "fixed", from });
  await house.acts.approveBaseline({ digest: fixed, by: "bob" });
  const answer = await house.acts.renewBaseline({
    ...{ system: "credit", name: "last weeks", rates: {}, renews },
    ...{
      fromMs: START_MS,
      toMs: START_MS + 28 * DAY_MS,
      rolling: { days: 28, everyDays: 7, rule },
    },
  });
  expect(answer).toMatchObject({ kind: "refused", reason: expect.stringContaining("in force") });
  expect(house.approved.of("credit")?.baseline.digest).toBe(fixed);
});

test("what cannot be renewed stays in force, is told, and is tried again after an hour", async () => {
  await using governance = await openGovernance();
  const house = await open(governance);
  await house.acts.approveBaseline({ digest: await house.create(), by: "bob" });
  house.store.isThin = true;
  await house.at(7);
  await house.at(7 + 0.5 / 24);
  expect(house.failures).toEqual([expect.stringContaining("got 3")]);
  house.store.isThin = false;
  house.store.isAway = true;
  await house.at(7 + 1.5 / 24);
  expect(house.failures).toHaveLength(2);
  expect(house.approved.of("credit")?.baseline.version).toBe(1);
  house.store.isAway = false;
  await house.at(7 + 3 / 24);
  expect(house.approved.of("credit")?.baseline.version).toBe(2);
});

test("a clock that was ahead at a failure does not silence the rule until then", async () => {
  await using governance = await openGovernance();
  const house = await open(governance);
  await house.acts.approveBaseline({ digest: await house.create(), by: "bob" });
  house.store.isAway = true;
  await house.at(400);
  house.store.isAway = false;
  await house.at(7);
  expect(house.approved.of("credit")?.baseline.version).toBe(2);
});

test("baselines that are due together are renewed one a call: controls wait for each", async () => {
  await using governance = await openGovernance();
  const house = await open(governance);
  for (const system of ["credit", "fraud", "churn"]) {
    await house.acts.approveBaseline({ digest: await house.create({ system }), by: "bob" });
  }
  const versions = () =>
    ["credit", "fraud", "churn"].map((system) => house.approved.of(system)?.baseline.version);
  await house.at(7);
  expect(versions()).toEqual([2, 1, 1]);
  house.store.isAway = true;
  await house.at(7);
  house.store.isAway = false;
  await house.at(7);
  expect(versions()).toEqual([2, 1, 2]);
  await house.at(7.1);
  expect(versions()).toEqual([2, 2, 2]);
});
