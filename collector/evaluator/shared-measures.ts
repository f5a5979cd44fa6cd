import {
  type Control,
  type EvidenceGroup,
  type EvidenceKind,
  families,
  type MeasureContext,
  type Measurement,
  type Metric,
} from "@tiltmeter/rules";

/** Groups of evidence that are measured together. */
export type Family = readonly EvidenceGroup[];

/** What controls that share an answer measure alike, worked out once. Lives as long as the answers do. */
export interface SharedMeasures {
  /** `families` of the groups of one answer that pass; `scope` is the same text for controls that let the same pass. */
  familiesOf(
    groups: readonly EvidenceGroup[],
    of: {
      readonly control: Control;
      readonly measure: Metric;
      readonly scope: string;
      readonly passes: (group: EvidenceGroup) => boolean;
    },
  ): readonly Family[];
  /** What a metric makes of a family; `terms` is the control as it holds for the family's system. */
  measured(
    family: Family,
    of: {
      readonly measure: Metric;
      readonly terms: Control;
      readonly context: () => MeasureContext;
    },
  ): readonly Measurement[];
}

/**
 * A thousand controls over the same hundred systems differ in their limits, and seldom in what they
 * measure: an exact bound costs tens of microseconds, and is worked out once a family instead of once a control.
 */
export function createSharedMeasures(): SharedMeasures {
  const split = new Map<readonly EvidenceGroup[], Map<string, readonly Family[]>>();
  const made = new Map<Family, Map<string, readonly Measurement[]>>();
  return {
    familiesOf(groups, { control, measure, scope, passes }) {
      const known = split.get(groups) ?? new Map<string, readonly Family[]>();
      split.set(groups, known);
      const key = `${scope} ${familyKey(control, measure)}`;
      const found = known.get(key) ?? families(groups.filter(passes), measure, control);
      known.set(key, found);
      return found;
    },
    measured(family, { measure, terms, context }) {
      const known = made.get(family) ?? new Map<string, readonly Measurement[]>();
      made.set(family, known);
      const key = measureKey(terms, measure);
      const found = known.get(key) ?? measure.measure(family, context());
      known.set(key, found);
      return found;
    },
  };
}

function familyKey({ proof }: Control, measure: Metric): string {
  const corrected = proof.kind === "measured" ? "" : [...proof.correctFor].sort().join(" ");
  return `${measure.comparesSegments === true} ${corrected}`;
}

/** All of a control that `contextFor` looks at, beside the family, its system and the window. */
function measureKey(terms: Control, measure: Metric): string {
  const known = keys.get(terms);
  if (known !== undefined) return known;
  const { proof, minSample, outcomes, favourable, limit, check, activeHours } = terms;
  // Of the limit only drift takes note, to know how much evidence is enough, sums of which a part is unknown,
  // and lists of names.
  const tolerance = MINDS_LIMIT.has(measure.evidence) ? (limit.max ?? null) : null;
  const key = JSON.stringify([
    ...[terms.measure, proof, minSample, outcomes?.minCoverage ?? 0, favourable, tolerance],
    ...[limit.oneOf ?? null, check, activeHours],
  ]);
  keys.set(terms, key);
  return key;
}

const MINDS_LIMIT: ReadonlySet<EvidenceKind> = new Set(["cells", "calls", "costs"]);
const keys = new WeakMap<Control, string>();
