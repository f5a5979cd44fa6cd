import type { Severity } from "../control/control.ts";
import type { Nonconformity } from "./nonconformity.ts";

/** Severities whose work needs a second pair of eyes. */
export const GRAVE: ReadonlySet<Severity> = new Set(["high", "critical"]);

/** Whether a matter is, or ever was, of such a severity. */
export function isGrave({ gravest }: Pick<Nonconformity, "gravest">): boolean {
  return GRAVE.has(gravest);
}

/**
 * Whether two names are one person's: spelled alike, whatever the case and the blanks around them.
 *
 * Both as the record has them: two names or two pseudonyms.
 */
export function isSamePerson(a: string, b: string): boolean {
  return normal(a) === normal(b);
}

/**
 * Whether a person has a hand in the corrective actions of a record: owns one, or reported it done.
 * Dropped ones do not count.
 */
export function hasHandInActions(record: Pick<Nonconformity, "actions">, person: string): boolean {
  return record.actions.some(
    ({ owner, done, dropped }) =>
      dropped === null &&
      (isSamePerson(owner, person) || (done !== null && isSamePerson(done.by, person))),
  );
}

function normal(name: string): string {
  return name.normalize("NFKC").trim().toLowerCase();
}
