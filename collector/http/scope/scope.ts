import { Refusal } from "../refusal.ts";

/** What a caller may see and act on, who may see some systems alone. */
export interface Scope {
  /** Sorted. */
  readonly systems: readonly string[];
  readonly has: (system: string) => boolean;
  /** Whether a record is about systems of the scope, and of no other. */
  readonly sees: (record: string) => boolean;
  /** Whether a record that is seen rests on an evidence snapshot. */
  readonly seesEvidence: (digest: string) => boolean;
}

/** What is known of records, without reading them. */
export interface RecordIndex {
  /** Empty: it is about the management system; null: there is no such record. */
  readonly systemsOf: (record: string) => readonly string[] | null;
  /** The records that rest on an evidence snapshot. */
  readonly restingOn: (digest: string) => readonly string[];
}

export function scopeOf(systems: readonly string[], records: RecordIndex): Scope {
  const known = new Set(systems);
  const sees = (record: string): boolean => {
    const own = records.systemsOf(record) ?? [];
    return own.length > 0 && own.every((system) => known.has(system));
  };
  return {
    // Sorted, so that the same systems are the same scope for whoever remembers by it.
    systems: [...known].sort(),
    has: (system) => known.has(system),
    sees,
    seesEvidence: (digest) => records.restingOn(digest).some(sees),
  };
}

/** What is of the whole organisation, refused to whoever may see some systems alone (403). */
export function ofTheWhole(systems: readonly string[]): Refusal {
  const shown = systems.slice(0, NAMED_MAX).join(", ");
  const yours = systems.length > NAMED_MAX ? `${shown} and others` : shown || "none";
  const detail = `this is of the whole organisation, and you may see single systems only (${yours}); ask somebody who may see all of them`;
  return new Refusal({ status: 403, detail });
}

/** A sentence names as many. */
const NAMED_MAX = 5;
