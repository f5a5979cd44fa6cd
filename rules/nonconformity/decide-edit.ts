import { type Field, mistakesOf, offered, trimmed } from "./field.ts";
import { type Citations, foldStep, type RecordEvent } from "./fold-step.ts";
import type { Nonconformity } from "./nonconformity.ts";
import { INCIDENT_FIELDS } from "./passages.ts";
import { type Refused, wrongFields } from "./refused.ts";
import { SEVERITIES } from "./severity.ts";
import { immutable, incidentMistakes, outdated } from "./transition.ts";

/** What can be put right of a record without moving it. */
export const EDIT_FIELDS: readonly Field[] = [
  offered("owner", "Owner", "person"),
  { ...offered("severity", "Severity", "option"), options: SEVERITIES },
  ...INCIDENT_FIELDS.map((field) => ({ ...field, required: false })),
];

export interface EditCommand {
  readonly by: string;
  readonly fields: Readonly<Record<string, string>>;
  /** Citations to add and to take away: framework → clauses. */
  readonly cites: Citations;
  readonly uncites: Citations;
  readonly reason: string;
  readonly version?: number;
}

export type Edit =
  | {
      readonly kind: "edited";
      readonly record: Nonconformity;
      readonly event: Extract<RecordEvent, { type: "nonconformity_edited" }>;
    }
  | Refused;

/**
 * Changes owner, severity, what is said of a serious incident, or citations of an open record.
 *
 * Whoever is to answer for it is named without a reason; all else asks why. What is said as it stands
 * already is left out, and an edit of nothing is refused. What was once grave keeps its second person.
 */
export function decideEdit(record: Nonconformity, command: EditCommand, nowMs: number): Edit {
  const barred = outdated(record, command.version) ?? immutable(record);
  if (barred !== null) return barred;
  const given = trimmed(command.fields);
  const wrong = new Map([
    ...mistakesOf(EDIT_FIELDS, given),
    ...incidentMistakes(given, nowMs),
    ...citationMistakes(command),
  ]);
  const fields = Object.fromEntries(
    Object.entries(given).filter(([name, value]) => value !== known(record, name)),
  );
  const text = command.reason.trim();
  const cites = lacking(record.clauses, command.cites);
  const uncites = present(record.clauses, command.uncites);
  const needsReason =
    Object.keys(fields).some((name) => name !== "owner") || Object.keys(uncites).length > 0;
  if (needsReason && text === "") wrong.set("reason", "is required");
  const isNothing = [fields, cites, uncites].every((part) => Object.keys(part).length === 0);
  if (isNothing && wrong.size === 0) wrong.set("owner", "or something else has to change");
  if (wrong.size > 0) return wrongFields(`to change ${record.id}`, wrong);
  const event = {
    ...({ type: "nonconformity_edited", atMs: nowMs, by: command.by } as const),
    ...{ fields, cites, uncites, text },
  };
  return { kind: "edited", record: foldStep(record, event), event };
}

/** What is wrong with citations: `cites` → why. */
export function citationMistakes(of: {
  readonly cites: Citations;
  readonly uncites?: Citations;
}): ReadonlyMap<string, string> {
  const wrong = new Map<string, string>();
  for (const [name, citations] of [
    ["cites", of.cites],
    ["uncites", of.uncites ?? {}],
  ] as const) {
    const names = Object.entries(citations).flatMap(([framework, ids]) => [framework, ...ids]);
    if (names.length > CITATIONS_MAX) {
      wrong.set(name, `names at most ${CITATIONS_MAX} frameworks and clauses, got ${names.length}`);
    } else if (names.some((each) => !/^[^\s,;][^,;\n]{0,39}$/.test(each))) {
      wrong.set(name, "names frameworks and clauses of up to 40 characters, such as iso42001 10.2");
    }
  }
  return wrong;
}

function known({ owner, severity, fields }: Nonconformity, name: string): string | undefined {
  if (name === "owner") return owner ?? undefined;
  return name === "severity" ? severity : fields[name];
}

function lacking(clauses: Citations, cites: Citations): Citations {
  return filtered(cites, (framework, id) => !(clauses[framework] ?? []).includes(id));
}

function present(clauses: Citations, uncites: Citations): Citations {
  return filtered(uncites, (framework, id) => (clauses[framework] ?? []).includes(id));
}

function filtered(
  citations: Citations,
  fits: (framework: string, id: string) => boolean,
): Citations {
  return Object.fromEntries(
    Object.entries(citations)
      .map(([framework, ids]) => [framework, ids.filter((id) => fits(framework, id))] as const)
      .filter(([, ids]) => ids.length > 0),
  );
}

/** With 40 characters each they are 5 kB of an entry. */
const CITATIONS_MAX = 40;
