import { FACTS, type Fact, type FactName } from "../evidence/facts.ts";
import { type Labels, labelsKey } from "../evidence/labels.ts";
import type { EvidenceGroup, EvidenceRequest } from "../evidence/request.ts";
import type { ControlTest, GivenSeries } from "./test-file.ts";

/** Answers `facts` from the series of a test, as they stand at the end of the window. */
export function testFacts(test: ControlTest, request: EvidenceRequest): readonly EvidenceGroup[] {
  const groups = new Map<string, { labels: Labels; facts: Partial<Record<FactName, Fact>> }>();
  for (const series of test.given) {
    if (request.systems !== undefined && !request.systems.includes(series.system)) continue;
    const step = Math.floor((request.toMs - 1 - test.startMs) / series.everyMs);
    const facts = factsAt(series, step);
    if (Object.keys(facts).length === 0) continue;
    const labels = labelsOf(series, request);
    const known = groups.get(labelsKey(labels))?.facts ?? {};
    groups.set(labelsKey(labels), { labels, facts: { ...known, ...facts } });
  }
  return [...groups.values()].map(({ labels, facts }) => ({
    startMs: request.fromMs,
    labels,
    evidence: { kind: "facts", facts },
  }));
}

function factsAt(series: GivenSeries, step: number): Partial<Record<FactName, Fact>> {
  const facts: Partial<Record<FactName, Fact>> = {};
  for (const name of factNames()) {
    const value = series.values[`fact.${name}`]?.[step];
    if (typeof value === "number") facts[name] = { value, n: 1, named: [] };
  }
  return facts;
}

function labelsOf(series: GivenSeries, { by }: EvidenceRequest): Labels {
  const value: Readonly<Record<string, string>> = {
    system: series.system,
    model_version: series.modelVersion,
    control: series.control ?? "",
    ...Object.fromEntries(
      Object.entries(series.segment).map(([name, each]) => [`segment.${name}`, each]),
    ),
  };
  return Object.fromEntries(by.map((dimension) => [dimension, value[dimension] ?? ""]));
}

function factNames(): readonly FactName[] {
  return Object.keys(FACTS) as FactName[]; // the keys of a constant
}
