import { MACHINE } from "../nonconformity/raise.ts";
import type { DirectiveEvent, SystemDirective } from "./directive.ts";
import { settled, suspensionInForce } from "./in-force.ts";

export const SUSPENSION_ACTS = ["approve", "refuse", "suspend", "resume"] as const;
export type SuspensionAct = (typeof SUSPENSION_ACTS)[number];

/** What a person wants of a system. */
export interface SuspensionCommand {
  readonly act: SuspensionAct;
  /** Why, in the person's words. */
  readonly reason: string;
  /** End of the suspension, Unix milliseconds; null: when somebody resumes the system. */
  readonly untilMs: number | null;
  readonly by: string;
  /** The version that the person saw; absent: whatever stands. */
  readonly version?: number;
}

export type SuspensionDecision =
  | { readonly kind: "decided"; readonly events: readonly DirectiveEvent[] }
  | {
      readonly kind: "refused";
      readonly code: "outdated" | "not_possible" | "incomplete";
      readonly reason: string;
      /** Field → what is wrong with it. */
      readonly fields: Readonly<Record<string, string>>;
    };

/** An explanation, not a report: that belongs on the record. */
const REASON_CHARACTERS_MAX = 2000;
/** A system that stands still for longer is retired, which the inventory says. */
const UNTIL_MS_MAX = 366 * 86_400_000;

/**
 * Decides what a person may do to a system's directive. Pure.
 *
 * - `approve` follows all proposals, which suspends the system; `refuse` follows none of them.
 * - `suspend` needs no proposal. While the system is suspended it gives the suspension another end.
 * - `resume` ends the suspension, and with it what was proposed meanwhile: whoever resumes has seen it.
 *
 * Only people decide. The machine proposes, suspends where a control file said so beforehand
 * (`suspensionOnRaise`), and records the end that a person has set; it never approves and never
 * resumes on its own account, since what stopped a system is judged by who answers for it.
 */
export function decideSuspension(
  before: SystemDirective,
  system: string,
  command: SuspensionCommand,
  nowMs: number,
): SuspensionDecision {
  const { of, events } = settled(before, system, nowMs);
  if (command.version !== undefined && command.version !== before.version) {
    const reason = `the directive of ${system} is at version ${before.version}, not ${command.version}: read it again`;
    return { kind: "refused", code: "outdated", reason, fields: {} };
  }
  if (command.by === MACHINE) {
    return notPossible(`a person decides: ${MACHINE} is the machine's own name`);
  }
  const impossible = whyNot(of, system, command.act, nowMs);
  if (impossible !== null) return notPossible(impossible);
  const fields = wrongFields(command, nowMs);
  const [first] = Object.entries(fields);
  if (first !== undefined) {
    const reason = `to ${command.act}, ${first[0]} ${first[1]}`;
    return { kind: "refused", code: "incomplete", reason, fields };
  }
  return { kind: "decided", events: [...events, eventOf(of, system, command, nowMs)] };
}

/** Why an act cannot be now, whatever is written with it; null where it can. */
function whyNot(
  of: SystemDirective,
  system: string,
  act: SuspensionAct,
  nowMs: number,
): string | null {
  const isSuspended = suspensionInForce(of, nowMs) !== null;
  switch (act) {
    case "approve":
      if (isSuspended) {
        return `${system} is suspended already; suspend it again to set another end`;
      }
      return of.proposals.length > 0
        ? null
        : `nothing is proposed for ${system}; suspend it without a proposal`;
    case "refuse":
      return of.proposals.length > 0 ? null : `nothing is proposed for ${system}`;
    case "suspend":
      return null;
    case "resume":
      return isSuspended ? null : `${system} is not suspended`;
  }
}

function wrongFields(
  { act, reason, untilMs }: SuspensionCommand,
  nowMs: number,
): Readonly<Record<string, string>> {
  const fields: Record<string, string> = {};
  const { length } = reason.trim();
  if (length === 0) fields["reason"] = "is required";
  if (length > REASON_CHARACTERS_MAX) {
    fields["reason"] = `has at most ${REASON_CHARACTERS_MAX} characters, got ${length}`;
  }
  if (untilMs === null) return fields;
  if (act === "refuse" || act === "resume") {
    fields["until"] = "is said of a suspension only";
  } else if (!(untilMs > nowMs)) {
    fields["until"] = "must lie ahead";
  } else if (untilMs > nowMs + UNTIL_MS_MAX) {
    fields["until"] = "must lie within a year; leave it out, and resume the system yourself";
  }
  return fields;
}

function eventOf(
  of: SystemDirective,
  system: string,
  { act, untilMs, by, ...command }: SuspensionCommand,
  nowMs: number,
): DirectiveEvent {
  const stamp = { atMs: nowMs, by, system };
  const reason = command.reason.trim();
  const records = of.proposals.map(({ record }) => record);
  switch (act) {
    case "approve":
    case "suspend": {
      const ground = act === "approve" ? "approved" : "person";
      const type = "system_suspended";
      return { ...stamp, type, ground, control: null, records, reason, untilMs };
    }
    case "refuse":
      return { ...stamp, type: "suspension_refused", records, reason };
    case "resume":
      return { ...stamp, type: "system_resumed", records, reason, endedMs: nowMs };
  }
}

function notPossible(reason: string): SuspensionDecision {
  return { kind: "refused", code: "not_possible", reason, fields: {} };
}
