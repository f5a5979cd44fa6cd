/** A corrective action, as the record keeps it. */
export interface KnownAction {
  readonly id: string;
  readonly cycle: number;
  readonly what: string;
  readonly owner: string;
  readonly due: string;
  readonly change: string | null;
  readonly done: { readonly atMs: number; readonly by: string; readonly evidence: string } | null;
  readonly dropped: { readonly atMs: number; readonly by: string; readonly text: string } | null;
}

/**
 * What an export knows of a record. What older records do not have is absent; the words are those of
 * people, as far as they have not been erased.
 */
export interface KnownRecord {
  readonly id: string;
  readonly state: string;
  readonly severity: string;
  readonly isCandidate?: true;
  readonly source?: string;
  readonly control: string | null;
  readonly controlTitle: string;
  readonly controlRevision: string | null;
  readonly requirement: string;
  readonly clauses: Readonly<Record<string, readonly string[]>>;
  readonly system: string;
  readonly group: Readonly<Record<string, string>>;
  readonly statement: string;
  readonly raisedMs: number;
  readonly firstBreachMs: number;
  readonly episodes: readonly {
    readonly id: string;
    readonly instance: Readonly<Record<string, string>>;
    readonly firstBreachMs: number;
    readonly firedMs: number;
    readonly endedMs: number | null;
    readonly value: number;
    readonly lower: number | null;
    readonly upper: number | null;
    readonly n: number;
  }[];
  readonly evidence: string | null;
  readonly owner: string | null;
  readonly fields: Readonly<Record<string, string>>;
  readonly steps: readonly {
    readonly atMs: number;
    readonly by: string;
    readonly kind: string;
    readonly from: string | null;
    readonly to: string | null;
    readonly text: string;
    readonly fields: Readonly<Record<string, string>>;
  }[];
  readonly version: number;
  readonly cycle?: number;
  readonly actions?: readonly KnownAction[];
  readonly mergedInto?: string | null;
  readonly mergedFrom?: readonly string[];
  readonly recurrenceOf?: string | null;
  readonly refutedBy?: string | null;
  readonly reportedBy?: string | null;
  readonly effectiveness?: { readonly result: string; readonly words: string } | null;
  readonly remarks?: readonly {
    readonly atMs: number;
    readonly by: string;
    readonly text: string;
  }[];
}

/** A time by which something has to be done about a record, and whether it was. */
export interface KnownClock {
  /** `acknowledge`, `contain`, or the id of a duty to report. */
  readonly name: string;
  readonly title: string;
  readonly startMs: number;
  readonly dueMs: number;
  readonly standing: "met" | "on_track" | "at_risk" | "breached" | "set_aside" | "unknown";
  /** When it was met; null: it was not, or nobody knows when. */
  readonly metMs: number | null;
  /** Where it comes from: a law with its article, or the organisation's own policy. */
  readonly source: string;
}

/** Closed, dismissed, merged or void: people are done with it. */
export function isDone({ state }: Pick<KnownRecord, "state">): boolean {
  return DONE.has(state);
}

const DONE: ReadonlySet<string> = new Set(["closed", "dismissed", "merged", "void"]);

/** When it came into its present state. */
export function sinceMs(record: KnownRecord): number {
  return record.steps.findLast(({ to }) => to === record.state)?.atMs ?? record.raisedMs;
}

/** When people were done with it; null while they are not. */
export function doneMs(record: KnownRecord): number | null {
  return isDone(record) ? sinceMs(record) : null;
}

/** The instance of its episodes that has a label: `model_version`, `segment.region`. */
export function labelOf(record: KnownRecord, name: string): string | null {
  const [worst] = record.episodes;
  return record.group[name] ?? worst?.instance[name] ?? null;
}
