/** Concerns and complaints as they stand at the end of the window. */
export interface Concerns {
  readonly kind: "concerns";
  /** Reported before the end and not resolved by then. */
  readonly open: number;
  /** Of the open, those that are older than the request's `withinMs`. */
  readonly overdue: number;
  /** Of the overdue, those that nobody has acknowledged. */
  readonly unacknowledged: number;
}

export function emptyConcerns(): Concerns {
  return { kind: "concerns", open: 0, unacknowledged: 0, overdue: 0 };
}

export function mergeConcerns(a: Concerns, b: Concerns): Concerns {
  return {
    kind: "concerns",
    open: a.open + b.open,
    unacknowledged: a.unacknowledged + b.unacknowledged,
    overdue: a.overdue + b.overdue,
  };
}
