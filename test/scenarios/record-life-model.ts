import type { Authority, NonconformityState, Severity } from "@tiltmeter/rules";

// A second telling of the life cycle, written from its description and sharing no code with the rules.

export interface ModelAction {
  readonly id: string;
  readonly cycle: number;
  readonly owner: string;
  doneBy: string | null;
  dropped: boolean;
}

/** One record as the model has it. */
export interface ModelRecord {
  readonly id: string;
  /** Null: a person raised it. */
  readonly matter: string | null;
  state: NonconformityState;
  severity: Severity;
  wasGrave: boolean;
  cycle: number;
  lasting: number;
  actions: ModelAction[];
  proposedBy: string | null;
  judged: { cycle: number; result: string } | null;
  untilMs: number | null;
  mergedInto: string | null;
  readonly recurrenceOf: string | null;
  version: number;
  /** Who found it effective, in which cycle. */
  reviewed: { by: string; cycle: number } | null;
}

export interface Model {
  nowMs: number;
  records: ModelRecord[];
}

export const PEOPLE = ["ann", "bob", "cat"] as const;
export const ENDS: readonly NonconformityState[] = ["closed", "dismissed", "merged", "void"];

export function isEnded({ state }: ModelRecord): boolean {
  return ENDS.includes(state);
}

/** Whether a person may take a record to a state, everything that the form asks for being filled in. */
export function mayMove(
  record: ModelRecord,
  of: { to: NonconformityState; by: string; authority: Authority; into: ModelRecord | undefined },
): boolean {
  const { to, by } = of;
  const hasPart = record.actions.some(
    ({ owner, doneBy, dropped }) => !dropped && (owner === by || doneBy === by),
  );
  const approves = of.authority !== "work";
  const isShown =
    record.matter === null ||
    (record.judged?.cycle === record.cycle && record.judged.result === "demonstrated");
  if (isEnded(record)) return false;
  if (to === "void") return of.authority === "administer";
  switch (`${record.state} ${to}`) {
    case "raised assessing":
    case "observation assessing":
    case "assessing containing":
    case "containing analysing":
    case "analysing acting":
    case "accepted analysing":
      return true;
    case "raised dismissed":
      return !record.wasGrave || record.proposedBy !== by;
    case "raised merged":
    case "assessing merged":
      return of.into !== undefined && of.into !== record && !isEnded(of.into);
    case "assessing observation":
      return !record.wasGrave || approves;
    case "assessing closed":
      return record.severity === "low" && !record.wasGrave && record.lasting === 0;
    case "containing accepted":
      return approves;
    case "acting verifying": {
      const standing = record.actions.filter(({ dropped }) => !dropped);
      return (
        standing.every(({ doneBy }) => doneBy !== null) &&
        standing.some(({ cycle }) => cycle === record.cycle)
      );
    }
    case "verifying closing":
      return isShown && !(record.wasGrave && hasPart);
    case "closing closed":
      return isShown && record.lasting === 0 && !(record.wasGrave && hasPart);
    case "verifying analysing":
    case "closing analysing":
      return !(record.wasGrave && hasPart);
    default:
      return false;
  }
}

/** What a move that is allowed does. True: the record stays, since a second person has to agree. */
export function applyMove(
  model: Model,
  record: ModelRecord,
  of: { to: NonconformityState; by: string; severity: Severity; into: ModelRecord | undefined },
): void {
  record.version += 1;
  if (of.to === "dismissed" && record.wasGrave && record.proposedBy === null) {
    record.proposedBy = of.by;
    return;
  }
  const from = record.state;
  record.state = of.to;
  record.proposedBy = null;
  record.untilMs = of.to === "accepted" ? model.nowMs : null;
  if (from === "assessing" && of.to === "containing") grade(record, of.severity);
  if (of.to === "analysing" && (from === "verifying" || from === "closing")) record.cycle += 1;
  if (of.to === "closing") record.reviewed = { by: of.by, cycle: record.cycle };
  if (of.to === "merged" && of.into !== undefined) {
    record.mergedInto = of.into.id;
    of.into.lasting += record.lasting;
    of.into.version += 1;
    if (rank(record.severity) > rank(of.into.severity)) of.into.severity = record.severity;
    of.into.wasGrave ||= record.wasGrave;
  }
}

export function grade(record: ModelRecord, severity: Severity): void {
  record.severity = severity;
  record.wasGrave ||= rank(severity) >= 2;
}

export const GRADES: readonly Severity[] = ["low", "medium", "high", "critical"];

export function rank(severity: Severity): number {
  return GRADES.indexOf(severity);
}
