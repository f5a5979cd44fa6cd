import type { Nonconformity, Step } from "@tiltmeter/rules";
import type { Scope } from "./scope.ts";

/** Fields that name another record. */
const NAMING = ["merged_into", "recurrence_of"] as const;

/**
 * A record without what it says of other systems: where else the condition was looked for, and records
 * that the asker does not see. What people wrote on it stands as they wrote it.
 */
export function narrowRecord(record: Nonconformity, { has, sees }: Scope): Nonconformity {
  const seen = (id: string | null): string | null => (id !== null && sees(id) ? id : null);
  const { examination } = record;
  return {
    ...record,
    mergedInto: seen(record.mergedInto),
    mergedFrom: record.mergedFrom.filter(sees),
    recurrenceOf: seen(record.recurrenceOf),
    refutedBy: seen(record.refutedBy),
    fields: withoutHidden(record.fields, sees),
    steps: record.steps.map((step) => narrowStep(step, sees)),
    ...(examination === undefined
      ? {}
      : {
          examination: {
            ...examination,
            elsewhere:
              examination.elsewhere &&
              counted(examination.elsewhere.first.filter(({ system }) => has(system))),
            similar:
              examination.similar &&
              counted(examination.similar.first.filter(({ id }) => sees(id))),
          },
        }),
  };
}

function narrowStep(step: Step, sees: (record: string) => boolean): Step {
  const fields = withoutHidden(step.fields, sees);
  if (step.kind !== "merged_from" || sees(step.text)) return { ...step, fields };
  return { ...step, text: "a record of other systems", fields };
}

function withoutHidden(
  fields: Readonly<Record<string, string>>,
  sees: (record: string) => boolean,
): Readonly<Record<string, string>> {
  if (!NAMING.some((name) => fields[name] !== undefined)) return fields;
  return Object.fromEntries(
    Object.entries(fields).filter(
      ([name, value]) => !NAMING.some((each) => each === name) || sees(value),
    ),
  );
}

function counted<Item>(first: readonly Item[]): {
  readonly count: number;
  readonly first: readonly Item[];
} {
  return { count: first.length, first };
}

/**
 * A document that a record speaks of, without what it says of others. Only an examination does so; where
 * something was left out it says that, since its digest is of the whole.
 */
export function narrowDocument(document: unknown, { has, sees }: Scope): unknown {
  if (!isExamination(document)) return document;
  const elsewhere = document.elsewhere?.systems.filter(({ system }) => has(system));
  const similar = document.similar?.filter(({ id }) => sees(id));
  const isWhole =
    elsewhere?.length === document.elsewhere?.systems.length &&
    similar?.length === document.similar?.length;
  if (isWhole) return document;
  return {
    ...document,
    ...(document.elsewhere ? { elsewhere: { ...document.elsewhere, systems: elsewhere } } : {}),
    ...(document.similar ? { similar } : {}),
    narrowed: "what concerns other systems is left out, so this text has another digest",
  };
}

interface ExaminationDocument {
  readonly elsewhere?: { readonly systems: readonly { readonly system: string }[] } | null;
  readonly similar?: readonly { readonly id: string }[] | null;
}

/** Content under a verified digest: what says that it is one was written by the examiner. */
function isExamination(document: unknown): document is ExaminationDocument {
  return (
    typeof document === "object" &&
    document !== null &&
    "kind" in document &&
    document.kind === "examination"
  );
}
