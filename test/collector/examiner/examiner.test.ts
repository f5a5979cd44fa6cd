import { createHash } from "node:crypto";
import { canonicalJson, type Nonconformity } from "@tiltmeter/rules";
import { createExaminer } from "tiltmeter/examiner/examiner";
import type { ExaminerOptions, ExaminerStore } from "tiltmeter/examiner/sources";
import { MemoryLedger } from "tiltmeter/ledger/memory-ledger";
import { expect, test } from "vitest";
import { drift, RAISED, record } from "../../rules/nonconformity/record.ts";

/** A store that answers nothing, until it is let. */
function storeThat(isUp: () => boolean): ExaminerStore {
  const answer =
    <T>(value: T) =>
    async (): Promise<T> => {
      if (!isUp()) throw new Error("the store could not answer: connection refused");
      return value;
    };
  const counts = { predictions: 7, outcomes: 1, reviews: 2, subjects: 0, named: 0 };
  return {
    affectedCounts: answer(counts),
    affectedPredictions: answer(7),
    affected: answer([]),
    affectedAmong: answer([]),
    breachWindows: answer([]),
    modelsInUse: answer([]),
    systemsWithFeatures: answer([]),
    changes: answer([]),
    evaluations: answer([]),
    fetchEvidence: answer([]),
  };
}

async function examinerOver(of: {
  readonly isUp: () => boolean;
  readonly canKeep?: () => boolean;
  readonly raised?: Nonconformity;
}) {
  const ledger = new MemoryLedger();
  const documents = new Map<string, unknown>();
  const failures: string[] = [];
  const raised = of.raised ?? record();
  await ledger.transact(() => ({
    entries: [
      {
        type: "nonconformity_raised",
        atMs: RAISED,
        by: "tiltmeter",
        fingerprint: "f",
        record: raised,
      },
    ],
    result: undefined,
  }));
  const options: ExaminerOptions = {
    ledger,
    store: storeThat(of.isUp),
    reads: {
      drift: async () => ({ features: [] }),
      featureDrift: async () => ({ found: null }),
      measures: async () => ({ metrics: [] }),
      segments: async () => [],
    },
    content: {
      get: async (digest) => documents.get(digest) ?? null,
      put: async (value) => {
        if (of.canKeep?.() === false) throw new Error("no space left on device");
        const digest = createHash("sha256").update(canonicalJson(value)).digest("hex");
        documents.set(digest, value);
        return digest;
      },
    },
    control: () => drift,
    formerly: async () => drift,
    revisions: () => [],
    baseline: () => null,
    baselines: () => [],
    positive: () => null,
    effectivenessMs: () => 86_400_000,
    status: () => [],
    readableUpToMs: (nowMs) => nowMs,
    onFailure: (what, why) => failures.push(`${what}: ${String(why)}`),
  };
  const examiner = createExaminer(options);
  const now = () => ledger.state.nonconformities.get(raised.id);
  return { ledger, examiner, documents, failures, now };
}

test("while the store is away a record says what could not be found out, and is looked at again", async () => {
  let isUp = false;
  const { examiner, now, documents } = await examinerOver({ isUp: () => isUp });
  await examiner.turn(RAISED);
  const first = now()?.examination;
  expect(first).toMatchObject({ decisions: null, isIncomplete: true });
  expect(first?.unknown.map(({ what, why }) => `${what}: ${why}`)).toContain(
    "the windows of the breach: the store could not answer: connection refused",
  );
  expect(documents.has(first?.document ?? "")).toBe(true);
  isUp = true;
  await examiner.turn(RAISED + 1_000);
  expect(now()?.examination).toBe(first);
  await examiner.turn(RAISED + 60_000);
  expect(now()?.examination).toMatchObject({
    decisions: { predictions: 7, subjects: null },
    unknown: [{ what: "persons affected" }],
  });
  expect(now()?.examination).not.toHaveProperty("isIncomplete");
});

test("an examination that cannot be kept is told and tried again after a minute; the record stands meanwhile", async () => {
  let canKeep = false;
  const { examiner, now, failures } = await examinerOver({
    isUp: () => true,
    canKeep: () => canKeep,
  });
  await examiner.turn(RAISED);
  expect(failures).toEqual(["the examination of NC-2026-0042: Error: no space left on device"]);
  expect(now()).toMatchObject({ state: "raised", version: 1 });
  canKeep = true;
  await examiner.turn(RAISED + 1_000);
  expect(now()?.examination).toBeUndefined();
  await examiner.turn(RAISED + 60_000);
  expect(now()?.examination).toMatchObject({ occasion: "raised" });
});

test("a record that a person raised is examined, and says that no control measured it", async () => {
  const { control: _, ...rest } = record();
  const raised: Nonconformity = {
    ...rest,
    ...{ control: null, controlRevision: null, episodes: [], source: "complaint" },
  };
  const { examiner, now } = await examinerOver({ isUp: () => true, raised });
  await examiner.turn(RAISED);
  expect(now()?.examination).toMatchObject({
    decisions: null,
    unknown: [{ what: "decisions affected", why: expect.stringContaining("no control measured") }],
  });
});

test("actions that have begun without a plan get one, once; a second turn adds nothing", async () => {
  const raised: Nonconformity = { ...record(), state: "acting" };
  const { examiner, ledger, now } = await examinerOver({ isUp: () => false, raised });
  await examiner.turn(RAISED);
  expect(now()?.plans).toMatchObject([
    { cycle: 1, kind: "measured", plannedMs: RAISED, sample: { clockMs: 86_400_000 } },
  ]);
  await examiner.turn(RAISED + 60_000);
  const plans = ledger.entries.filter(({ type }) => type === "effectiveness_planned");
  expect(plans).toHaveLength(1);
});
