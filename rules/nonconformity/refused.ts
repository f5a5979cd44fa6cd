/** Why something was not done to a record. */
export interface Refused {
  readonly kind: "refused";
  /**
   * `outdated`: someone else moved the record on since it was read. `forbidden`: not by this person,
   * whatever they fill in.
   */
  readonly code: "outdated" | "forbidden" | "not_possible" | "fields";
  readonly reason: string;
  /** Field name → what is wrong with it; empty where the whole command was refused. */
  readonly fields: Readonly<Record<string, string>>;
}

/** Refuses a whole command. */
export function refused(code: Exclude<Refused["code"], "fields">, reason: string): Refused {
  return { kind: "refused", code, reason, fields: {} };
}

/** Refuses answers. `what` needs them: `to go to acting, NC-2026-0042`. */
export function wrongFields(what: string, wrong: ReadonlyMap<string, string>): Refused {
  const reason = `${what} needs ${[...wrong.keys()].join(", ")}`;
  return { kind: "refused", code: "fields", reason, fields: Object.fromEntries(wrong) };
}
