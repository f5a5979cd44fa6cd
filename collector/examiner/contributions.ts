import { type Contribution, type Measurement, metric, type Nonconformity } from "@tiltmeter/rules";
import type { ExaminerOptions, Span } from "./sources.ts";
import type { Trying } from "./trying.ts";

/** Of each kind, in the document; the summary names fewer. */
const KEPT = 50;
/** Segments that are looked into; each is a question. */
const SEGMENTS_MAX = 8;

/**
 * Where a breach comes from: how far each feature drifted, which segment the most drifted one comes
 * from, and of rates how much of what was counted each segment has. The same numbers as on the pages.
 */
export async function contributions(
  record: Nonconformity,
  of: Pick<ExaminerOptions, "reads" | "control">,
  { span, found }: { readonly span: Span; readonly found: Trying },
): Promise<readonly Contribution[] | null> {
  const { system } = record;
  const version = record.episodes[0]?.instance["model_version"];
  const asked = {
    system,
    range: span,
    ...(version === undefined ? {} : { modelVersion: version }),
  };
  const measure =
    record.control === null ? null : (of.control(record.control, system)?.measure ?? null);
  const [features, segments] = await Promise.all([
    found.ask("features by contribution", () => ofFeatures(asked, of)),
    found.ask("segments by contribution", () =>
      ofSegments(record, { ...asked, measure }, of, found),
    ),
  ]);
  if (features === null && segments === null) return null;
  return [...(segments ?? []), ...(features ?? [])];
}

interface Asked {
  readonly system: string;
  readonly range: Span;
  readonly modelVersion?: string;
}

/** PSI does not add up over features: no shares. */
async function ofFeatures(
  asked: Asked,
  { reads }: Pick<ExaminerOptions, "reads">,
): Promise<readonly Contribution[]> {
  const { features } = await reads.drift(asked);
  return features
    .flatMap(({ feature, measurement }): readonly Contribution[] =>
      measurement.kind === "measured" && Number.isFinite(measurement.value)
        ? [
            {
              kind: "feature",
              name: feature,
              value: "",
              n: measurement.n,
              measured: measurement.value,
              share: null,
            },
          ]
        : [],
    )
    .slice(0, KEPT);
}

async function ofSegments(
  record: Nonconformity,
  asked: Asked & { readonly measure: string | null },
  of: Pick<ExaminerOptions, "reads">,
  found: Trying,
): Promise<readonly Contribution[]> {
  const { measure, system, range } = asked;
  if (measure === null) return [];
  const feature = record.episodes[0]?.instance["feature"];
  if (feature !== undefined) return ofFeature(feature, asked, of);
  const dimensions = await of.reads.segments({ system, range });
  if (dimensions.length > SEGMENTS_MAX) {
    const left = dimensions.slice(SEGMENTS_MAX).join(", ");
    found.lack("segments by contribution", `only ${SEGMENTS_MAX} are looked into, not ${left}`);
  }
  const each = await Promise.all(
    dimensions.slice(0, SEGMENTS_MAX).map(async (dimension) => {
      const { metrics } = await of.reads.measures({
        ...{ system, range, metrics: [measure], by: dimension, stepMs: null },
      });
      return shared(dimension, metrics[0]?.points ?? [], metric(measure)?.worse === "lower");
    }),
  );
  return largestFirst(each.flat());
}

/** Which values of a segment the drift of one feature comes from. */
async function ofFeature(
  feature: string,
  asked: Asked,
  { reads }: Pick<ExaminerOptions, "reads">,
): Promise<readonly Contribution[]> {
  const { found } = await reads.featureDrift({ ...asked, feature });
  const parts = (found?.segments ?? []).flatMap(({ dimension, total, parts: of }) =>
    of.map(
      ({ segment, n, contribution }): Contribution => ({
        kind: "segment",
        name: dimension,
        value: segment ?? "(all others)",
        n,
        measured: contribution,
        share: total > 0 ? contribution / total : null,
      }),
    ),
  );
  return largestFirst(parts);
}

/** Of a rate the share of what is bad about it: the errors, the wrong answers; of other measures the value alone. */
function shared(
  dimension: string,
  points: readonly {
    readonly by: Readonly<Record<string, string>>;
    readonly measurement: Measurement;
  }[],
  isMissingBad: boolean,
): readonly Contribution[] {
  const bad = ({ proportion }: Measured): number => {
    const { successes, trials } = proportion ?? { successes: 0, trials: 0 };
    return isMissingBad ? trials - successes : successes;
  };
  const measured = points.flatMap(({ by, measurement }) =>
    measurement.kind === "measured" ? [{ value: by[dimension] ?? "", measurement }] : [],
  );
  const total = measured.reduce((sum, { measurement }) => sum + bad(measurement), 0);
  return measured.map(({ value, measurement }) => ({
    kind: "segment",
    name: dimension,
    value,
    n: measurement.n,
    measured: measurement.value,
    share: measurement.proportion === undefined || total === 0 ? null : bad(measurement) / total,
  }));
}

type Measured = Extract<Measurement, { kind: "measured" }>;

function largestFirst(of: readonly Contribution[]): readonly Contribution[] {
  const weight = ({ share, measured }: Contribution): number => share ?? measured;
  return of
    .filter(({ measured }) => Number.isFinite(measured))
    .sort((a, b) => weight(b) - weight(a))
    .slice(0, KEPT);
}
