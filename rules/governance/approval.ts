/** What is approved: one version of one thing. */
export interface Approvable {
  readonly subject: "policy" | "objective" | "control";
  readonly id: string;
  /** A version, or the revision of a control. */
  readonly version: string;
}

/** One approval as the ledger has it. */
export interface Approval extends Approvable {
  readonly atMs: number;
  readonly by: string;
  readonly rationale: string;
  /** Digest of the backtest that it rests on. */
  readonly backtest: string | null;
  readonly weakened: readonly string[];
}

/** How the approval of one version stands. */
export interface ApprovalStanding {
  readonly kind: "none" | "awaits_second" | "approved";
  /** Why a second person is needed: what it demands less, as names of the control file. */
  readonly weakened: readonly string[];
  readonly approvals: readonly Approval[];
  /** When it was approved in full. */
  readonly approvedMs: number | null;
}

/**
 * How one version stands: one person approves it, two where it demands less than what was approved
 * before. Approvals of the same person count once.
 */
export function approvalOf(
  of: Approvable,
  approvals: readonly Approval[],
  weakened: readonly string[],
): ApprovalStanding {
  const own = approvals.filter((each) => isSame(each, of));
  const people = [...new Map(own.map((each) => [each.by, each])).values()];
  const all = [...new Set([...weakened, ...own.flatMap((each) => each.weakened)])];
  const last = people[neededFor(all) - 1];
  const kind = last !== undefined ? "approved" : own.length > 0 ? "awaits_second" : "none";
  return { kind, weakened: all, approvals: own, approvedMs: last?.atMs ?? null };
}

/** The version of a thing that was last approved in full; null: none ever was. */
export function lastApproved(
  of: Omit<Approvable, "version">,
  approvals: readonly Approval[],
): string | null {
  const versions = approvals
    .filter(({ subject, id }) => subject === of.subject && id === of.id)
    .map(({ version }) => version)
    .filter((version) => approvalOf({ ...of, version }, approvals, []).kind === "approved");
  return versions.at(-1) ?? null;
}

/** People that it takes. */
function neededFor(weakened: readonly string[]): number {
  return weakened.length > 0 ? 2 : 1;
}

function isSame(a: Approvable, b: Approvable): boolean {
  return a.subject === b.subject && a.id === b.id && a.version === b.version;
}
