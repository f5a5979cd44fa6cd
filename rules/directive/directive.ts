/** What a control wants of a system, until a person has decided. */
export interface Proposal {
  readonly atMs: number;
  readonly control: string;
  /** Id of the nonconformity. */
  readonly record: string;
  /** In plain words. */
  readonly why: string;
}

/** On what a suspension stands: a control's proposal, its file (`at_once`), or a person alone. */
export type SuspensionGround = "approved" | "at_once" | "person";

export interface Suspended {
  readonly sinceMs: number;
  /** It ends by itself then; null: when a person resumes the system. */
  readonly untilMs: number | null;
  readonly by: string;
  readonly ground: SuspensionGround;
  readonly reason: string;
  /** Ids of the nonconformities it stands on, oldest first. */
  readonly records: readonly string[];
  /** The first sign that the system follows it; null while there is none. */
  readonly effective: {
    readonly atMs: number;
    readonly how: Effect["how"];
    readonly producer: string;
  } | null;
}

interface Effect {
  /** A process holds the directive, or the answer of a call came from its fallback. */
  readonly how: "acknowledged" | "fallback";
}

/** What may happen to a system's directive. `by` is a pseudonym, or `tiltmeter` for the machine. */
export type DirectiveEvent = {
  readonly atMs: number;
  readonly by: string;
  readonly system: string;
} & (
  | {
      readonly type: "suspension_proposed";
      readonly control: string;
      readonly record: string;
      readonly why: string;
    }
  /** A person does not follow the proposals of these records. */
  | {
      readonly type: "suspension_refused";
      readonly records: readonly string[];
      readonly reason: string;
    }
  /** Begins a suspension, or gives the present one another end. */
  | {
      readonly type: "system_suspended";
      readonly ground: SuspensionGround;
      /** The control that did it at once; null where a person did. */
      readonly control: string | null;
      readonly records: readonly string[];
      readonly reason: string;
      readonly untilMs: number | null;
    }
  | {
      readonly type: "suspension_effective";
      readonly how: Effect["how"];
      readonly producer: string;
    }
  | {
      readonly type: "system_resumed";
      /** Proposals that are decided with it. */
      readonly records: readonly string[];
      readonly reason: string;
      /** When it ended: the entry of an expiry may come later. */
      readonly endedMs: number;
    }
);

/** Whether a system may run, and what is proposed. */
export interface SystemDirective {
  /** Undecided ones, oldest first, one a record. */
  readonly proposals: readonly Proposal[];
  /** Also one that is past its end and not recorded as ended yet: ask `suspensionInForce`. */
  readonly suspension: Suspended | null;
  /** How the last one ended. */
  readonly ended: {
    readonly atMs: number;
    readonly by: string;
    readonly reason: string;
  } | null;
  /** The last of what happened, oldest first; all of it is in the ledger. */
  readonly history: readonly DirectiveEvent[];
  /** Counts up with every event: the `If-Match` of a person's act. */
  readonly version: number;
}

/** A system about which nothing was ever decided. */
export const RUNNING: SystemDirective = {
  proposals: [],
  suspension: null,
  ended: null,
  history: [],
  version: 0,
};

/** The directive after one event. Pure; judges nothing: whether a move is legal was decided before. */
export function foldDirective(before: SystemDirective, event: DirectiveEvent): SystemDirective {
  const next: SystemDirective = {
    ...before,
    history: [...before.history, event].slice(-HISTORY_MAX),
    version: before.version + 1,
  };
  switch (event.type) {
    case "suspension_proposed": {
      const { atMs, control, record, why } = event;
      if (before.proposals.some((proposal) => proposal.record === record)) return next;
      return { ...next, proposals: [...before.proposals, { atMs, control, record, why }] };
    }
    case "suspension_refused":
      return { ...next, proposals: without(before.proposals, event.records) };
    case "system_suspended":
      return {
        ...next,
        proposals: without(before.proposals, event.records),
        suspension: suspended(before.suspension, event),
      };
    case "suspension_effective": {
      const { suspension } = before;
      if (suspension === null || suspension.effective !== null) return next;
      const { atMs, how, producer } = event;
      return { ...next, suspension: { ...suspension, effective: { atMs, how, producer } } };
    }
    case "system_resumed":
      return {
        ...next,
        proposals: without(before.proposals, event.records),
        suspension: null,
        ended: { atMs: event.endedMs, by: event.by, reason: event.reason },
      };
  }
}

/**
 * The directive once a record is done with and was no ground after all: nobody has to decide on its
 * proposal. A suspension stays: only a person, or its end, lets a system run again.
 */
export function withdrawProposal(before: SystemDirective, record: string): SystemDirective {
  const proposals = without(before.proposals, [record]);
  if (proposals.length === before.proposals.length) return before;
  return { ...before, proposals, version: before.version + 1 };
}

function suspended(
  present: Suspended | null,
  event: Extract<DirectiveEvent, { type: "system_suspended" }>,
): Suspended {
  const { by, ground, reason, untilMs, records } = event;
  const known = present?.records ?? [];
  return {
    sinceMs: present?.sinceMs ?? event.atMs,
    untilMs,
    by,
    ground,
    reason,
    records: [...known, ...records.filter((id) => !known.includes(id))].slice(-RECORDS_MAX),
    effective: present?.effective ?? null,
  };
}

function without(proposals: readonly Proposal[], records: readonly string[]): readonly Proposal[] {
  return proposals.filter(({ record }) => !records.includes(record));
}

/** A page's worth. */
const HISTORY_MAX = 50;
/** An answer names them; which they were is in the ledger for ever. */
const RECORDS_MAX = 100;
