import type { SegmentShift } from "@tiltmeter/dashboards";
import { decompose, type EvidenceGroup, type FeatureBaseline } from "@tiltmeter/rules";
import { total } from "./total.ts";

/** A segment with more values is an identifier: all beyond the largest are put together. */
const VALUES_MAX = 50;

/**
 * Which values of one segment a feature's PSI comes from; null where there is nothing to share out.
 * `feature` holds the counts that the window is compared with.
 */
export function segmentShift(
  dimension: string,
  groups: readonly EvidenceGroup[],
  feature: FeatureBaseline,
): SegmentShift | null {
  if (feature.kind === "sums") return null;
  const found = groups
    .flatMap(({ labels, evidence }) =>
      evidence.kind === "cells"
        ? [{ segment: labels[dimension] ?? "", cells: evidence.counts }]
        : [],
    )
    .map((one) => ({ ...one, n: total(one.cells) }))
    .filter(({ n }) => n > 0)
    .sort((a, b) => b.n - a.n);
  const rest = found.slice(VALUES_MAX);
  const parts = [
    ...found.slice(0, VALUES_MAX).map((one) => ({ ...one, together: 1 })),
    ...(rest.length === 0 ? [] : [putTogether(rest)]),
  ];
  // By place: any text may be a segment, also the one that would stand for all others.
  const current = Object.fromEntries(parts.map(({ cells }, i) => [String(i), cells]));
  const decomposed = decompose({ distance: "psi", feature, current });
  if (decomposed === null) return null;
  return {
    dimension,
    total: decomposed.total,
    parts: decomposed.segments.flatMap(({ segment, share, contribution }) => {
      const part = parts[Number(segment)];
      if (part === undefined) return [];
      return [{ segment: part.segment, together: part.together, n: part.n, share, contribution }];
    }),
  };
}

interface Part {
  readonly segment: string | null;
  readonly together: number;
  readonly cells: readonly number[];
  readonly n: number;
}

function putTogether(rest: readonly Pick<Part, "cells" | "n">[]): Part {
  const cells = (rest[0]?.cells ?? []).map((_, cell) =>
    total(rest.map((one) => one.cells[cell] ?? 0)),
  );
  return { segment: null, together: rest.length, cells, n: total(cells) };
}
