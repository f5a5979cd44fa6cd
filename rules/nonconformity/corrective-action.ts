/**
 * What removes the cause, so that it does not happen again. What stopped the harm at hand is the
 * correction, a field of the record.
 */
export interface CorrectiveAction {
  /** `A1`, `A2` …: counts up within the record. */
  readonly id: string;
  /** The cycle of the record in which it was planned. */
  readonly cycle: number;
  readonly what: string;
  readonly owner: string;
  /** The last day for it, such as `2027-03-31`. */
  readonly due: string;
  /** The change that carries it out (a commit, a release, a ticket); null: not named yet. */
  readonly change: string | null;
  readonly plannedMs: number;
  readonly done: ActionDone | null;
  /** Found not to be needed, and why; null while it stands. */
  readonly dropped: {
    readonly atMs: number;
    readonly by: string;
    readonly text: string;
  } | null;
}

/** Who says that an action is done, and where that can be seen. */
export interface ActionDone {
  readonly atMs: number;
  readonly by: string;
  /** A reference that somebody else can look up. */
  readonly evidence: string;
}

/** Planned and neither done nor dropped. */
export function isDueAction({
  done,
  dropped,
}: Pick<CorrectiveAction, "done" | "dropped">): boolean {
  return done === null && dropped === null;
}
