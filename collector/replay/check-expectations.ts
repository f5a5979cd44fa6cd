import {
  type Control,
  type ControlTest,
  durationText,
  type Expectation,
  type Nonconformity,
} from "@tiltmeter/rules";
import type { ReplayRow } from "./evaluation-rows.ts";
import { isOf, type Standing, standingOf, verdictInWords } from "./standing.ts";
import { boundInWords, differences, holds } from "./wanted.ts";

/** What came of one expectation. */
export interface Checked {
  readonly line: number;
  /** As written. */
  readonly text: string;
  readonly isMet: boolean;
  /** What differs, line by line; empty where it is met. */
  readonly detail: readonly string[];
  /** What was found, whether it is met or not. */
  readonly notes: readonly string[];
}

/** What a replay left behind, as far as expectations ask. */
export interface Outcome {
  readonly controls: readonly Control[];
  readonly rows: readonly { readonly row: ReplayRow; readonly atMs: number }[];
  readonly records: readonly Nonconformity[];
  /** Ends of episodes, by control. */
  readonly ends: readonly { readonly control: string; readonly reason: string }[];
}

/** Holds every expectation of a test against what happened. False alarms are for simulations. */
export function checkExpectations(test: ControlTest, outcome: Outcome): readonly Checked[] {
  return test.expect.map((expectation): Checked => {
    const detail = detailOf(expectation, test, outcome);
    const { line, text } = expectation;
    return { line, text, isMet: detail.length === 0, detail, notes: [] };
  });
}

function detailOf(
  expectation: Expectation,
  test: ControlTest,
  outcome: Outcome,
): readonly string[] {
  switch (expectation.kind) {
    case "state":
      return stateDetail(expectation, test, outcome);
    case "raised":
      return raisedDetail(expectation, test, outcome);
    case "resolved": {
      const { count, control } = expectation;
      const recovered = outcome.ends.filter(
        (end) => end.reason === "recovered" && (control === null || end.control === control),
      ).length;
      return holds(count, recovered)
        ? []
        : [`expected ${boundInWords(count)} episodes that recovered, found ${recovered}`];
    }
    case "false_alarms":
      return ["false alarms in a year are of simulations: write simulate in place of given"];
  }
}

type StateExpectation = Extract<Expectation, { kind: "state" }>;

interface Moment {
  readonly atMs: number;
  readonly standing: Standing;
}

function stateDetail(
  expectation: StateExpectation,
  test: ControlTest,
  outcome: Outcome,
): readonly string[] {
  const control = outcome.controls.find(({ id }) => id === expectation.control);
  if (control === undefined) {
    const known = outcome.controls.map(({ id }) => id).join(", ");
    return [`no control ${expectation.control} in the control files; known: ${known}`];
  }
  const graceMs = control.dataDelayMs + test.toleranceMs;
  const rows = outcome.rows.filter(
    ({ row }) =>
      row.control === control.id &&
      row.windowEndMs > test.startMs &&
      isOf(row, expectation.instance) &&
      (expectation.windowMs === null || row.windowEndMs === test.startMs + expectation.windowMs),
  );
  const said = (ms: number): string => durationText(Math.max(0, ms - test.startMs));
  const { when } = expectation;
  if (when.kind === "never") {
    const found = rows.find(({ row }) => rowMatches(row, expectation));
    if (found === undefined) return [];
    const words = verdictInWords(control, found.row.verdict);
    return [
      `found ${stateOf(found.row)} at ${said(found.row.windowEndMs)} of ${labelsOf(found.row)}: ${words}`,
    ];
  }
  const moments = momentsOf(rows);
  const untilMs = test.startMs + when.ms + graceMs;
  const before = moments.filter(({ atMs }) => atMs <= untilMs);
  const last = before.at(-1);
  const looked =
    when.kind === "by"
      ? before
      : before.filter(
          ({ atMs }) => atMs === last?.atMs || atMs >= test.startMs + when.ms - test.toleranceMs,
        );
  if (looked.some(({ standing }) => matches(standing, expectation))) return [];
  if (last === undefined) {
    const first = moments[0];
    const next = first === undefined ? "" : `; the first verdict came at ${said(first.atMs)}`;
    return [`nothing was judged by ${durationText(when.ms)}${next}`];
  }
  const later = moments.find(
    ({ atMs, standing }) => atMs > untilMs && matches(standing, expectation),
  );
  return [
    ...compared("state", expectation.state, last.standing.state),
    ...compared("verdict", expectation.verdict, last.standing.verdict),
    ...revisionDetail(expectation, last.standing.worst),
    `${labelsOf(last.standing.worst)} at ${said(last.standing.worst.windowEndMs)}: ${verdictInWords(control, last.standing.worst.verdict)}`,
    ...(later === undefined ? [] : [`it came at ${said(later.atMs)}`]),
  ];
}

function compared(what: string, expected: string | null, found: string): readonly string[] {
  return expected === null || expected === found
    ? []
    : [`${what}: expected ${expected}, found ${found}`];
}

function revisionDetail({ revision }: StateExpectation, row: ReplayRow): readonly string[] {
  return revision === null || holds(revision, row.dataRevision)
    ? []
    : [`revision: expected ${boundInWords(revision)}, found ${row.dataRevision}`];
}

function matches(standing: Standing, of: StateExpectation): boolean {
  return (
    (of.state === null || standing.state === of.state) &&
    (of.verdict === null || standing.verdict === of.verdict) &&
    (of.revision === null || holds(of.revision, standing.worst.dataRevision))
  );
}

function rowMatches(row: ReplayRow, of: StateExpectation): boolean {
  return (
    (of.state === null || row.state.phase === of.state) &&
    (of.verdict === null || row.verdict.kind === of.verdict) &&
    (of.revision === null || holds(of.revision, row.dataRevision))
  );
}

/** How the control stood after each instant at which something of it was judged. */
function momentsOf(
  rows: readonly { readonly row: ReplayRow; readonly atMs: number }[],
): readonly Moment[] {
  const latest = new Map<string, ReplayRow>();
  const moments: Moment[] = [];
  rows.forEach(({ row, atMs }, i) => {
    const known = latest.get(row.instanceKey);
    if (known === undefined || known.windowEndMs <= row.windowEndMs) {
      latest.set(row.instanceKey, row);
    }
    if (rows[i + 1]?.atMs === atMs) return;
    const standing = standingOf([...latest.values()]);
    if (standing !== null) moments.push({ atMs, standing });
  });
  return moments;
}

function raisedDetail(
  expectation: Extract<Expectation, { kind: "raised" }>,
  test: ControlTest,
  outcome: Outcome,
): readonly string[] {
  const { count, control, byMs, item } = expectation;
  const untilMs = byMs === null ? Number.POSITIVE_INFINITY : test.startMs + byMs + test.toleranceMs;
  const records = outcome.records.filter(
    (record) => record.raisedMs <= untilMs && (control === null || record.control === control),
  );
  const found = records.map(
    (record) =>
      `raised at ${durationText(record.raisedMs - test.startMs)}: ${record.control} (${record.severity})`,
  );
  const counted =
    count === null || holds(count, records.length)
      ? []
      : [
          `expected ${boundInWords(count)} raised, found ${records.length}`,
          ...found.slice(0, SHOWN),
        ];
  if (item === null || (records.length === 0 && count !== null && holds(count, 0))) return counted;
  const compared = records
    .map((record) => differences(item, itemOf(record, outcome.controls)))
    .sort((a, b) => a.length - b.length);
  const [nearest] = compared;
  if (nearest === undefined) return counted.length > 0 ? counted : ["nothing was raised"];
  return [
    ...counted,
    ...nearest.map(
      ({ path, expected, found: is }) => `item.${path}: expected ${expected}, found ${is}`,
    ),
  ];
}

const SHOWN = 10;

/** A record as an `item` is compared with it. */
function itemOf(record: Nonconformity, controls: readonly Control[]): unknown {
  const [worst] = record.episodes;
  return {
    ...record,
    title: record.controlTitle,
    control_title: record.controlTitle,
    owner: controls.find(({ id }) => id === record.control)?.owner ?? record.owner,
    recurrence_of: record.fields["recurrence_of"] ?? null,
    episodes: record.episodes.length,
    evidence: { n: worst?.n, value: worst?.value, lower: worst?.lower, upper: worst?.upper },
    instance: worst?.instance,
  };
}

function stateOf(row: ReplayRow): string {
  return `${row.state.phase} (${row.verdict.kind})`;
}

function labelsOf(row: ReplayRow): string {
  return Object.values(row.instance).join("/") || "the control";
}
