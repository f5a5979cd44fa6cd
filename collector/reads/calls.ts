import type { Reads } from "@tiltmeter/dashboards";
import {
  type EvidenceGroup,
  type EvidenceRequest,
  emptyCosts,
  type Labels,
  metric,
  type PriceList,
} from "@tiltmeter/rules";
import { dimensions, displayContext, refuseSteps } from "./series.ts";

type CallsOverTime = Awaited<ReturnType<Reads["calls"]>>;
type CallPoint = CallsOverTime["series"][number]["points"][number];

const PERCENTILES = [50, 90, 95, 99];

/** Two evidence questions, whatever the number of steps and series. Throws `SeriesRefused` as a series does. */
export async function readCalls(
  of: Parameters<Reads["calls"]>[0],
  sources: {
    readonly fetchEvidence: (request: EvidenceRequest) => Promise<readonly EvidenceGroup[]>;
    readonly prices: () => PriceList | null;
  },
): Promise<CallsOverTime> {
  refuseSteps(of);
  const asked = {
    by: ["system" as const, ...dimensions(of.by)],
    ...of.range,
    ...(of.stepMs === null ? {} : { stepMs: of.stepMs }),
    systems: [of.system],
  };
  const list = sources.prices();
  const [calls, costs] = await Promise.all([
    sources.fetchEvidence({ kind: "calls", ...asked }),
    sources.fetchEvidence({ kind: "costs", ...asked }),
  ]);
  const priced = new Map(costs.map((group) => [keyOf(group), group.evidence]));
  const series = new Map<string, { by: Labels; points: CallPoint[]; calls: number }>();
  for (const group of calls) {
    if (group.evidence.kind !== "calls") continue;
    const { system: _, ...by } = group.labels;
    const key = JSON.stringify(by);
    const known = series.get(key) ?? { by, points: [], calls: 0 };
    series.set(key, known);
    known.calls += group.evidence.calls;
    const cost = priced.get(keyOf(group));
    known.points.push({
      timeMs: group.startMs,
      calls: group.evidence,
      costs: cost?.kind === "costs" ? cost : emptyCosts(),
      firstChunk: firstChunkOf(group, of.range.toMs),
    });
  }
  return {
    prices: list && { asOf: list.asOf, currency: list.currency, digest: list.digest },
    series: [...series.values()]
      .sort((a, b) => b.calls - a.calls)
      .map(({ by, points }) => ({ by, points })),
  };
}

/** The same metrics as everywhere. */
function firstChunkOf(group: EvidenceGroup, toMs: number): CallPoint["firstChunk"] {
  const context = displayContext({ toMs, baseline: null, positive: null });
  return PERCENTILES.flatMap((percent) => {
    const [measurement] = metric(`first_chunk_p${percent}`)?.measure([group], context) ?? [];
    return measurement === undefined ? [] : [{ percent, measurement }];
  });
}

function keyOf({ startMs, labels }: EvidenceGroup): string {
  return JSON.stringify([startMs, labels]);
}
