import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Baseline, Cells } from "@tiltmeter/rules";
import { type BaselineInput, createMonitor, type MonitorOptions } from "@tiltmeter/sdk";
import { openStore } from "tiltmeter/store/store";
import { expect, test } from "vitest";
import { type Collector, declare, items, startCollector } from "./collector.ts";

const HOUR_MS = 3_600_000;
const START_MS = Date.UTC(2026, 0, 5);
const HOURS = 6;
const PER_HOUR = 400;
const SYSTEMS = ["by-values", "by-profiles", "by-moments"] as const;

const CONTROLS = `
version: 1
set: inputs
owner: team
controls:
  - id: input-drift
    title: Live inputs drifted away from the data that the model was validated on
    requirement: Each input feature shall stay comparable to the approved reference (PSI at most 0.20).
    clauses: { iso42001: [A.7.4] }
    severity: medium
    measure: psi
    by: [system, model_version, feature]
    baseline: approved
    window: 1h
    every: 1h
    data_delay: 2m
    min_sample: 200
    limit: { max: 0.20 }
    proof: { confidence: 95%, correct_for: [feature] }
    recover: { below: 0.10, for: 2 windows }
    group_by: [system, model_version]
    then: [{ raise: nonconformity }]
`;

/** A deterministic stream in [0, 1): mulberry32. */
function stream(seed: number): () => number {
  let a = seed;
  return () => {
    a = (a + 0x6d2b79f5) | 0;
    let t = Math.imul(a ^ (a >>> 15), 1 | a);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** One applicant. From half way, employment is in months and a few are given as text, or not at all. */
function applicant(random: () => number, isLate: boolean): Record<string, number | string | null> {
  const employment = random() * 30 * (isLate ? 12 : 1);
  const odd = random();
  return {
    income:
      odd < 0.02 ? null : odd < 0.03 ? Number.NaN : odd < 0.035 ? Infinity : random() * 80_000,
    employment_time: isLate && odd < 0.05 ? "long" : employment,
    purpose: ["car", "home", "study", "boat"][Math.floor(random() * (isLate ? 4 : 3))] ?? "car",
  };
}

async function approvedBaseline(collector: Collector, system: string): Promise<Baseline> {
  const random = stream(7);
  const rows = Array.from({ length: 4_000 }, () => applicant(random, false));
  const columns = Object.fromEntries(
    ["income", "employment_time", "purpose"].map((name) => [
      name,
      rows.map((row) =>
        Number.isFinite(row[name]) || typeof row[name] === "string" ? row[name] : null,
      ),
    ]),
  );
  const made = await collector.api("/baselines", { system, name: "validation", columns });
  await collector.api(`/baselines/${made["digest"]}/approve`, {});
  // The shape that the route is documented to answer.
  return (await collector.api(`/baselines/${made["digest"]}`)) as unknown as Baseline;
}

/** The same applicants to a system, hour by hour, judged after each. */
async function feed(
  collector: Collector,
  hours: readonly number[],
  of: MonitorOptions & { readonly system: string },
): Promise<void> {
  await using ai = createMonitor({
    ...of,
    model: { name: "xgb", version: "7" },
    url: collector.url,
    key: collector.ingest,
  });
  for (const hour of hours) {
    collector.clock.nowMs = START_MS + (hour + 1) * HOUR_MS;
    const random = stream(hour);
    for (let i = 0; i < PER_HOUR; i += 1) {
      ai.record({
        id: `${hour}-${i}`,
        time: START_MS + hour * HOUR_MS + (i * HOUR_MS) / PER_HOUR,
        label: "approve",
        features: applicant(random, hour >= HOURS / 2),
        segment: { region: i % 3 === 0 ? "north" : "south" },
      });
    }
    expect(await ai.flush({ timeoutMs: 30_000 })).toBe(true);
  }
}

test("the same inputs by values and by profiles give the same cells, the same PSI and the same nonconformity", async () => {
  const data = await mkdtemp(join(tmpdir(), "tiltmeter-profiles-"));
  const baselines = new Map<string, Baseline>();
  {
    await using collector = await startCollector({
      nowMs: START_MS,
      controls: CONTROLS,
      systems: SYSTEMS.map((system) => declare(system)),
      data,
    });
    for (const system of SYSTEMS) baselines.set(system, await approvedBaseline(collector, system));
    for (let hour = 0; hour < HOURS; hour += 1) {
      await feed(collector, [hour], { system: "by-values" });
      await feed(collector, [hour], {
        system: "by-profiles",
        capture: "profiles",
        baseline: inputOf(baselines.get("by-profiles")),
      });
      await feed(collector, [hour], {
        system: "by-moments",
        capture: { default: "profiles", moments: true },
        baseline: () => Promise.resolve(inputOf(baselines.get("by-moments"))),
      });
      await collector.app.settled();
      collector.clock.nowMs = START_MS + (hour + 1) * HOUR_MS + 3 * 60_000;
      await collector.app.tick(collector.clock.nowMs);
    }

    const raised = items(await collector.api("/nonconformities"));
    expect(raised.map((record) => [record["system"], record["control"]]).sort()).toEqual([
      ["by-moments", "input-drift"],
      ["by-profiles", "input-drift"],
      ["by-values", "input-drift"],
    ]);
    const statements = raised.map((record) =>
      String(record["statement"]).replaceAll(/by-(values|profiles|moments)/g, "SYSTEM"),
    );
    expect(new Set(statements).size).toBe(1);
    const values = await Promise.all(SYSTEMS.map((system) => psiOf(collector, system)));
    expect(values[0]?.["employment_time"]).toBeGreaterThan(0.2);
    expect(values[1]).toEqual(values[0]);
    expect(values[2]).toEqual(values[0]);
    // Every profile that was issued has arrived.
    for (const system of SYSTEMS) {
      expect((await collector.api(`/systems/${system}`))["unexplainedLoss"]).toBe(0);
    }
  }

  const store = await openStore({ folder: join(data, "engine") });
  const cells = async (system: string) => {
    const groups = await store.fetchEvidence({
      kind: "cells",
      by: ["system", "model_version", "feature", "segment.region"],
      fromMs: START_MS,
      toMs: START_MS + HOURS * HOUR_MS,
      stepMs: HOUR_MS / 2,
      systems: [system],
      baselines: [...baselines.values()],
    });
    return groups.map(({ startMs, labels, evidence }) => {
      const { baseline: _, ...counts } = evidence as Cells; // what was asked for
      return { startMs, labels: { ...labels, system: "" }, counts };
    });
  };
  const [byValues, byProfiles, byMoments] = await Promise.all(SYSTEMS.map(cells));
  expect(byValues).toHaveLength(HOURS * 2 * 2 * 3);
  expect(byMoments).toEqual(byValues);
  // Extremes are somebody's values: they stay where they are unless they are allowed to leave.
  expect(byProfiles).toEqual(
    byValues?.map((group) => ({ ...group, counts: { ...group.counts, min: null, max: null } })),
  );
  await store.close();
  await rm(data, { recursive: true });
});

async function psiOf(collector: Collector, system: string): Promise<Record<string, number>> {
  const instant = (hour: number): string => new Date(START_MS + hour * HOUR_MS).toISOString();
  const window = `from=${instant(HOURS - 2)}&to=${instant(HOURS)}`;
  const answer = await collector.api(`/drift?system=${system}&${window}`);
  const features = answer["features"] as { feature: string; value: number }[]; // the API's shape
  return Object.fromEntries(features.map((of) => [of.feature, of.value]));
}

function inputOf(baseline: Baseline | undefined): BaselineInput {
  if (baseline === undefined) throw new Error("the baseline was not made");
  return { ...baseline };
}
