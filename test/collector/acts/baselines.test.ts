import { createHash } from "node:crypto";
import { distributionsOf } from "@tiltmeter/rules";
import { expect, test } from "vitest";
import { openApprovedBaselines } from "../../../collector/acts/approved-baselines.ts";
import { approveBaseline, registerBaseline } from "../../../collector/acts/baselines.ts";
import { openGovernance } from "./ledger.ts";

const hash = (text: string): string => createHash("sha256").update(text).digest("hex");
const columns = { age: Array.from({ length: 100 }, (_, i) => i % 37) };
const few = distributionsOf({ columns: { age: [1, 2, 3] } });
const of = {
  system: "credit",
  name: "validation",
  origin: "columns",
  distributions: distributionsOf({ columns }),
  rates: {},
  by: "ann",
};

async function open(governance: Awaited<ReturnType<typeof openGovernance>>) {
  const { ledger, content } = governance;
  const known = () => ledger.state.baselines;
  const approved = await openApprovedBaselines({
    known,
    content: { get: (digest) => content.get(digest), put: (value) => content.put(value) },
  });
  const transact: typeof ledger.transact = (decide) => ledger.transact(decide);
  const register = (nowMs: number, more: Partial<Parameters<typeof registerBaseline>[0]> = {}) =>
    registerBaseline(
      { ...of, ...more },
      { nowMs, known: known(), hash, keep: approved.keep, transact },
    );
  const approve = (digest: string, nowMs: number) =>
    approveBaseline({ digest, by: "bob" }, nowMs, transact);
  return { approved, register, approve };
}

test("a baseline judges nothing until someone approves it, and a restart remembers both", async () => {
  await using governance = await openGovernance();
  const first = await open(governance);
  const created = await first.register(1);
  if (created.kind !== "created") throw new Error(created.reason);
  expect(first.approved.of("credit")).toBeNull();
  await first.approve(created.baseline.digest, 2);
  expect(first.approved.of("credit")).toMatchObject({ baseline: { rows: 100 }, approvedMs: 2 });

  const again = await open(governance);
  expect(again.approved.of("credit")?.baseline).toEqual(first.approved.of("credit")?.baseline);
});

test("versions of one name count up, and the one approved last is in force", async () => {
  await using governance = await openGovernance();
  const { approved, register, approve } = await open(governance);
  const digests: string[] = [];
  for (const nowMs of [1, 2]) {
    const created = await register(nowMs);
    if (created.kind !== "created") throw new Error(created.reason);
    expect(created.baseline.version).toBe(nowMs);
    digests.push(created.baseline.digest);
  }
  const [older = "", newer = ""] = digests;
  await approve(newer, 3);
  expect(approved.of("credit")?.baseline.digest).toBe(newer);
  await approve(older, 4);
  expect(approved.of("credit")?.baseline.digest).toBe(older);
  expect(approved.all()).toHaveLength(1);
});

test("too few rows are refused with the number that there were", async () => {
  await using governance = await openGovernance();
  const { register } = await open(governance);
  expect(await register(1, { distributions: few })).toMatchObject({
    kind: "refused",
    reason: expect.stringContaining("got 3"),
  });
});

test("a past window with too few predictions is refused in words of the window, not of columns", async () => {
  await using governance = await openGovernance();
  const { register } = await open(governance);
  const origin = "window 2026-11-23T00:00:00.000Z/2026-11-24T00:00:00.000Z";
  expect(
    await register(1, {
      distributions: few,
      origin,
      rowsOf: `predictions with features of "credit" in the ${origin}`,
    }),
  ).toMatchObject({
    kind: "refused",
    reason: expect.stringMatching(/got 3 of predictions with features of "credit" in the window/),
    fields: {},
  });
});

test("approving a digest that nobody registered is refused", async () => {
  await using governance = await openGovernance();
  const { approve } = await open(governance);
  expect(await approve("f".repeat(64), 1)).toMatchObject({ kind: "refused" });
});
