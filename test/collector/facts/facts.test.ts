import { FACT_NAMES, FACTS } from "@tiltmeter/rules";
import { createFacts } from "tiltmeter/facts/facts";
import { expect, test } from "vitest";
import { DAY_MS, declared, fact, NOW, sources } from "./house.ts";

const span = { fromMs: NOW - DAY_MS, toMs: NOW };

test("a collector that knows nothing of any system has no facts of one, and invents none", async () => {
  const facts = createFacts(sources());
  for (const name of FACT_NAMES) {
    const by =
      FACTS[name].about === "control" ? (["system", "control"] as const) : (["system"] as const);
    const groups = await facts({ kind: "facts", by, ...span, facts: [name] });
    const own = FACTS[name].about === "collector" && name !== "anchor_age";
    expect(
      groups.map(({ labels }) => labels),
      name,
    ).toEqual(own ? [{ system: "tiltmeter" }] : []);
  }
});

test("facts of one system stand together; those about controls answer another question", async () => {
  const of = sources({
    declared: () => [declared("a")],
    seen: async () => [{ id: "a", firstSeenMs: 0, lastSeenMs: NOW - 1 }],
  });
  const groups = await createFacts(of)({ kind: "facts", by: ["system"], ...span });
  const a = groups.find(({ labels }) => labels["system"] === "a");
  expect(a?.evidence.kind === "facts" && Object.keys(a.evidence.facts)).toEqual([
    "undeclared",
    "accountability_gaps",
    "assessment_age",
  ]);
  const controls = await createFacts(of)({ kind: "facts", by: ["system", "control"], ...span });
  expect(controls).toEqual([]);
});

test("systems and environments that are not asked for are left out", async () => {
  const of = sources({
    declared: () => [
      declared("a", { environment: "production" }),
      declared("b", { environment: "test" }),
      declared("c"),
    ],
  });
  const ask = async (more: object): Promise<readonly (string | undefined)[]> => {
    const request = { kind: "facts", by: ["system"], ...span, ...more } as const;
    const facts = ["accountability_gaps"] as const;
    return (await createFacts(of)({ ...request, facts })).map(({ labels }) => labels["system"]);
  };
  expect(await ask({})).toEqual(["a", "b", "c"]);
  expect(await ask({ systems: ["b"] })).toEqual(["b"]);
  expect(await ask({ environments: ["production"] })).toEqual(["a", "c"]);
});

test("the ledger is verified once in ten minutes, and a failure to look is tried again at once", async () => {
  let nowMs = NOW;
  let looks = 0;
  let isBroken = true;
  const of = sources({
    nowMs: () => nowMs,
    verifyLedger: async () => {
      looks += 1;
      if (isBroken) throw new Error("the disk is away");
      return { entries: 7, failure: null };
    },
  });
  const facts = createFacts(of);
  const ask = () =>
    facts({ kind: "facts", by: ["system"], ...span, facts: ["verification_failures"] });
  await expect(ask()).rejects.toThrow("the disk is away");
  isBroken = false;
  await ask();
  await ask();
  expect(looks).toBe(2);
  nowMs += 600_000;
  await ask();
  expect(looks).toBe(3);
});

test("what fails to verify is named: ledger, damaged parts, and gaps of the window", async () => {
  const of = sources({
    verifyLedger: async () => ({ entries: 9, failure: "entry 4 does not lead to its root" }),
    damaged: async () => ["predictions_v1 all_1_1_0"],
    gaps: () => [
      { atMs: NOW - 1, journal: "j1" },
      { atMs: NOW - 2 * DAY_MS, journal: "j0" },
    ],
  });
  expect(await fact("verification_failures", of)).toEqual({
    tiltmeter: {
      value: 3,
      n: 9,
      named: ["entry 4 does not lead to its root", "predictions_v1 all_1_1_0", "journal j1"],
    },
  });
  expect((await fact("verification_failures", sources()))["tiltmeter"]?.value).toBe(0);
});

test("what is never deleted is kept longer than anybody asks; an anchor that is none has no age", async () => {
  expect((await fact("retention", sources()))["tiltmeter"]?.value).toBeGreaterThan(3e9);
  const of = sources({ retentionMs: 90 * DAY_MS, anchoredMs: () => NOW - DAY_MS });
  expect((await fact("retention", of))["tiltmeter"]?.value).toBe((90 * DAY_MS) / 1000);
  expect((await fact("anchor_age", of))["tiltmeter"]?.value).toBe(DAY_MS / 1000);
  expect(await fact("anchor_age", sources())).toEqual({});
});

test("of many names the first twenty are told", async () => {
  const of = sources({ damaged: async () => Array.from({ length: 50 }, (_, i) => `part ${i}`) });
  const found = (await fact("verification_failures", of))["tiltmeter"];
  expect([found?.value, found?.named.length]).toEqual([50, 20]);
});
