import {
  type Baseline,
  binsOf,
  type Control,
  isOpen,
  metric,
  type Nonconformity,
} from "@tiltmeter/rules";
import type {
  ProjectedControl,
  ProjectedFeature,
  ProjectedRecord,
} from "../store/projection/projection.ts";

/**
 * A record of the ledger as it is projected. The state itself is given, in which people's texts are
 * commitments: the title of what a person raised is left out, so that nothing erasable is copied.
 */
export function projectedRecord(record: Nonconformity): ProjectedRecord {
  const open = isOpen(record);
  const movedMs = record.steps.at(-1)?.atMs ?? record.raisedMs;
  return {
    id: record.id,
    system: record.system,
    control: record.control ?? "",
    title: record.control === null ? "raised by a person" : record.controlTitle,
    severity: record.severity,
    state: record.state,
    isOpen: open,
    source: record.source,
    clauses: Object.entries(record.clauses).flatMap(([framework, clauses]) =>
      clauses.map((clause) => `${framework} ${clause}`),
    ),
    firstBreachMs: record.firstBreachMs,
    raisedMs: record.raisedMs,
    movedMs,
    endedMs: open ? null : movedMs,
    episodes: record.episodes.map(
      ({ id, instance, firstBreachMs, firedMs, endedMs, value, lower, upper, n }) => ({
        ...{ id, instance, firstBreachMs, firedMs, endedMs, value, lower, upper, n },
      }),
    ),
  };
}

export function projectedControl(control: Control): ProjectedControl {
  const measure = metric(control.measure);
  const { id, title, severity, status, windowMs, everyMs } = control;
  return {
    ...{ id, title, severity, status, windowMs, everyMs },
    measure: control.measure,
    unit: measure?.unit ?? "",
    worse: measure?.worse ?? "",
  };
}

/** The features of an approved baseline; means of vectors have no bins and are left out. */
export function projectedFeatures(
  baseline: Baseline,
  of: { readonly isInForce: boolean; readonly approvedMs: number },
): readonly ProjectedFeature[] {
  const { digest, system, name, version, rows } = baseline;
  return Object.entries(baseline.features).flatMap(([feature, known]) => {
    if (known.kind === "sums") return [];
    const bins = binsOf(known);
    const counts = bins.labels.map((_, bin) =>
      known.counts.reduce((sum, count, cell) => sum + (bins.ofCell[cell] === bin ? count : 0), 0),
    );
    return [
      {
        ...{ digest, system, name, version, rows, feature, ...of },
        kind: known.kind,
        edges: known.kind === "numeric" ? known.edges : [],
        categories:
          known.kind === "categorical" ? [...known.categories, ...(known.rare ?? [])] : [],
        other: known.counts.length - 1,
        binOfCell: bins.ofCell.map((bin) => bin + 1),
        bins: bins.labels,
        counts,
        missing: known.missing,
      },
    ];
  });
}
