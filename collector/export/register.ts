import type { Nonconformity } from "@tiltmeter/rules";
import { type Cell, csv } from "./csv.ts";
import { iso } from "./instant.ts";
import type { Material, RecordMaterial } from "./material.ts";
import { doneMs, labelOf, sinceMs, touches } from "./record-facts.ts";

/**
 * The register of nonconformities as a table: one line a record, in the order of their ids.
 *
 * Instants are ISO 8601 in UTC; lists are separated by `; `. Values are those of the worst episode.
 */
export function registerCsv(records: readonly RecordMaterial[], period: Period): string {
  return csv(
    COLUMNS.map(([name]) => name),
    records.map((of) => COLUMNS.map(([, cell]) => cell(of, period))),
  );
}

/** The same register as JSON lines: one object a record, with the same names, numbers as numbers. */
export function registerLines(records: readonly RecordMaterial[], period: Period): string {
  return records
    .map((of) => Object.fromEntries(COLUMNS.map(([name, cell]) => [name, cell(of, period)])))
    .map((line) => `${JSON.stringify(line)}\n`)
    .join("");
}

type Period = Pick<Material["period"], "fromMs" | "toMs">;
type Column = readonly [name: string, cell: (of: RecordMaterial, period: Period) => Cell];

const of = (cell: (record: Nonconformity) => Cell | undefined) => (m: RecordMaterial) =>
  cell(m.record) ?? null;
const field = (name: string): Column => [name, of(({ fields }) => fields[name])];
const instant = (ms: number | null | undefined): Cell =>
  ms === null || ms === undefined ? null : iso(ms);

/** One column each: what it is called, and what stands in it. */
const COLUMNS: readonly Column[] = [
  ["id", of(({ id }) => id)],
  ["in_period", ({ record }, period) => touches(record, period)],
  ["source", of(({ source }) => source)],
  ["state", of(({ state }) => state)],
  ["state_since", of((record) => iso(sinceMs(record)))],
  ["severity", of(({ severity }) => severity)],
  ["candidate", of(({ isCandidate }) => isCandidate === true)],
  ["requirement", of(({ requirement }) => requirement)],
  ["clauses", of(({ clauses }) => clausesInWords(clauses))],
  ["control", of(({ control }) => control)],
  ["control_title", of(({ controlTitle }) => controlTitle)],
  ["control_revision", of(({ controlRevision }) => controlRevision)],
  ["system", of(({ system }) => system)],
  ["model_version", of((record) => labelOf(record, "model_version"))],
  ["group", of(({ group }) => labelsInWords(group))],
  ["statement", of(({ statement }) => statement)],
  // As the package format has these two: with milliseconds, always.
  ["first_breach_at", of(({ firstBreachMs }) => new Date(firstBreachMs).toISOString())],
  ["raised_at", of(({ raisedMs }) => new Date(raisedMs).toISOString())],
  ["owner", of(({ owner }) => owner)],
  ["episodes", of(({ episodes }) => episodes.length)],
  [
    "episodes_lasting",
    of(({ episodes }) => episodes.filter(({ endedMs }) => endedMs === null).length),
  ],
  ["observed", of(({ episodes }) => episodes[0]?.value)],
  ["lower", of(({ episodes }) => episodes[0]?.lower)],
  ["upper", of(({ episodes }) => episodes[0]?.upper)],
  ["sample", of(({ episodes }) => episodes[0]?.n)],
  field("assessment"),
  field("affected"),
  field("serious_incident"),
  field("aware_at"),
  field("correction"),
  field("consequences"),
  field("cause"),
  field("method"),
  field("elsewhere"),
  field("criterion"),
  ["actions", of(actionsInWords)],
  field("action_owner"),
  ["effectiveness", of(({ judgements }) => judgements?.at(-1)?.result)],
  field("result"),
  field("reviewer"),
  field("system_change"),
  field("reference"),
  field("until"),
  field("accepted_by"),
  ["merged_into", of(({ mergedInto }) => mergedInto)],
  ["recurrence_of", of(({ recurrenceOf }) => recurrenceOf)],
  ["refuted_by", of(({ refutedBy }) => refutedBy)],
  ["cycle", of(({ cycle }) => cycle)],
  ["done", of((record) => instant(doneMs(record)))],
  ["clocks_breached", ({ clocks }) => breached(clocks)],
  ["next_due", ({ clocks }) => instant(nextDueMs(clocks))],
  ["version", of(({ version }) => version)],
  ["evidence", of(({ evidence }) => evidence)],
  ["ledger_entries", ({ entries }) => entries.map(({ index }) => index).join("; ")],
];

/** `iso42001 9.1; iso42001 A.6.2.6`. */
export function clausesInWords(clauses: Nonconformity["clauses"]): string {
  return Object.entries(clauses)
    .flatMap(([framework, ids]) => ids.map((id) => `${framework} ${id}`))
    .join("; ");
}

/** `segment.region=north; model_version=v7`. */
export function labelsInWords(labels: Readonly<Record<string, string>>): string {
  return Object.entries(labels)
    .map(([name, value]) => `${name}=${value}`)
    .join("; ");
}

function actionsInWords({ actions, fields }: Nonconformity): string | undefined {
  if (actions.length === 0) return fields["actions"];
  return actions
    .map(({ id, what, owner, due, done, dropped }) => {
      const standing = dropped !== null ? "dropped" : done !== null ? "done" : "open";
      return `${id} (${standing}, due ${due}, ${owner}): ${what}`;
    })
    .join("; ");
}

function breached(clocks: RecordMaterial["clocks"]): string {
  return clocks
    .filter(({ standing }) => standing === "breached")
    .map(({ name }) => name)
    .join("; ");
}

function nextDueMs(clocks: RecordMaterial["clocks"]): number | null {
  const open = clocks
    .filter(({ standing }) => standing !== "met" && standing !== "set_aside")
    .map(({ dueMs }) => dueMs);
  return open.length === 0 ? null : Math.min(...open);
}
