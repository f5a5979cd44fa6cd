import type { Reads } from "@tiltmeter/dashboards";
import {
  type Baseline,
  type Control,
  type Evidence,
  type EvidenceGroup,
  type EvidenceRequest,
  labelsKey,
} from "@tiltmeter/rules";
import { limitWords } from "./roadmap/limit-words.ts";
import { dimensions, displayContext, known } from "./series.ts";

type Query = Parameters<Reads["computed"]>[0];
type Computed = Awaited<ReturnType<Reads["computed"]>>;

/** Ids to look up: enough for a sample, few enough to read. */
const EXAMPLES = 12;
const COUNTS_MAX = 40;
const GROUPS_MAX = 60;
/** As `displayContext` has it, on both sides. */
const CONFIDENCE = 0.95;

/**
 * How one number came about: the evidence that was asked for and the counts that came, by the same query and
 * the same `measure` as on every page. Throws `SeriesRefused` where there is no such metric or dimension.
 */
export async function readComputed(
  of: Query,
  sources: {
    readonly fetchEvidence: (request: EvidenceRequest) => Promise<readonly EvidenceGroup[]>;
    readonly exampleIds: (
      of: Query["range"] & { readonly system: string; readonly limit: number },
    ) => Promise<readonly string[]>;
    readonly controls: readonly Control[];
    readonly baseline: Baseline | null;
    readonly positive: string | null;
  },
): Promise<Computed> {
  const found = known(of.metric);
  const { baseline, positive } = sources;
  const isCells = found.evidence === "cells";
  const by = ["system" as const, ...dimensions(of.by), ...(isCells ? ["feature" as const] : [])];
  const [groups, examples] = await Promise.all([
    sources.fetchEvidence({
      ...{ kind: found.evidence, by, systems: [of.system], ...of.range },
      ...(isCells ? { baselines: baseline === null ? [] : [baseline] } : {}),
    }),
    sources.exampleIds({ system: of.system, ...of.range, limit: EXAMPLES }),
  ]);
  const measured = found.measure(groups, displayContext({ ...of.range, baseline, positive }));
  const isCompared = isCells || (found.needs?.includes("baseline") ?? false);
  return {
    metric: found.id,
    title: found.title,
    source: found.source,
    range: of.range,
    asked: { kind: found.evidence, by, query: `evidence.${found.evidence}` },
    confidence: CONFIDENCE,
    positive,
    baseline:
      isCompared && baseline !== null ? { name: baseline.name, digest: baseline.digest } : null,
    groups: groups
      .flatMap(({ labels, evidence }, i) => {
        const measurement = measured[i];
        const { system: _, ...own } = labels;
        const counts = countsOf(evidence);
        const shown = counts.slice(0, COUNTS_MAX);
        const left = counts.length - shown.length;
        return measurement === undefined ? [] : [{ by: own, measurement, counts: shown, left }];
      })
      .sort((a, b) => sample(b) - sample(a) || (labelsKey(a.by) < labelsKey(b.by) ? -1 : 1))
      .slice(0, GROUPS_MAX),
    limits: sources.controls
      .filter(({ measure, appliesTo, status }) => {
        const isHeld = appliesTo.systems.length === 0 || appliesTo.systems.includes(of.system);
        return measure === found.id && isHeld && (status === "enforce" || status === "shadow");
      })
      .map((control) => ({
        control: control.id,
        title: control.title,
        words: `${limitWords(control)}${control.status === "shadow" ? ", in shadow" : ""}`,
      })),
    examples,
  };
}

function sample({ measurement }: Computed["groups"][number]): number {
  return "n" in measurement ? measurement.n : 0;
}

/** Every number of a group's evidence with the way to it, the largest first; cells by their place. */
function countsOf(
  evidence: Evidence,
): readonly { readonly name: string; readonly count: number }[] {
  const { kind: _, ...counted } = evidence;
  return numbersIn(counted, [])
    .filter(({ count }) => count !== 0)
    .sort((a, b) => b.count - a.count);
}

function numbersIn(
  value: unknown,
  way: readonly string[],
): readonly { readonly name: string; readonly count: number }[] {
  if (typeof value === "number") return [{ name: way.join(": "), count: value }];
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([name, each]) => numbersIn(each, [...way, name]));
}
