import type { Reads } from "@tiltmeter/dashboards";
import { type EvidenceGroup, type EvidenceRequest, metric } from "@tiltmeter/rules";
import { displayContext, point, refuseSteps } from "./series.ts";

type Volumes = Awaited<ReturnType<Reads["volumes"]>>;
type SeriesPoint = Awaited<ReturnType<Reads["series"]>>["points"][number];

/** How many predictions each of some systems made in each step of a range: one evidence query for all. */
export async function readVolumes(
  of: Parameters<Reads["volumes"]>[0],
  fetchEvidence: (request: EvidenceRequest) => Promise<readonly EvidenceGroup[]>,
): Promise<Volumes> {
  refuseSteps(of);
  const volumes = new Map<string, SeriesPoint[]>();
  if (of.systems.length === 0) return [];
  const groups = await fetchEvidence({
    kind: "volume",
    by: ["system"],
    ...of.range,
    stepMs: of.stepMs,
    systems: of.systems,
  });
  const counts =
    metric("count")?.measure(
      groups,
      displayContext({ ...of.range, baseline: null, positive: null }),
    ) ?? [];
  for (const [i, group] of groups.entries()) {
    const system = group.labels["system"] ?? "";
    const points = volumes.get(system) ?? [];
    volumes.set(system, points);
    points.push(point(group.startMs, group, counts[i]));
  }
  return [...volumes].map(([system, points]) => ({ system, points }));
}
