import type { Baseline, Distributions } from "@tiltmeter/rules";
import { sealBaseline } from "@tiltmeter/rules";
import type { Transact } from "./transact.ts";

/** A standing instruction: every `everyDays` days a new version from the last `days` days. */
export interface Rolling {
  readonly days: number;
  readonly everyDays: number;
  /** Digest of the version that a person approved, and the rule with it; absent in that version itself. */
  readonly rule?: string;
}

/** What the ledger keeps of a baseline; the distributions are in the content store. */
interface BaselineEntry {
  readonly digest: string;
  readonly system: string;
  readonly name: string;
  readonly version: number;
  readonly createdMs: number;
  readonly rows: number;
  readonly rolling?: Rolling;
}

export interface KnownBaseline extends BaselineEntry {
  readonly approvedMs: number | null;
  readonly approvedBy: string | null;
}

interface Known {
  readonly baselines: ReadonlyMap<string, KnownBaseline>;
}

/** As the ledger records it. */
export type BaselineCreated = BaselineEntry & {
  readonly type: "baseline_created";
  readonly atMs: number;
  readonly by: string;
};

/** As the ledger records it. */
export interface BaselineApproved {
  readonly type: "baseline_approved";
  readonly atMs: number;
  readonly by: string;
  readonly digest: string;
  /** Digest of the rolling baseline whose approval this follows from; absent where a person approved. */
  readonly rule?: string;
}

export type BaselineAnswer =
  | { readonly kind: "created"; readonly baseline: KnownBaseline }
  | {
      readonly kind: "refused";
      readonly reason: string;
      readonly fields: Readonly<Record<string, string>>;
    };

type ApprovalAnswer = { readonly kind: "done" } | Extract<BaselineAnswer, { kind: "refused" }>;

/** Fewer rows give deciles that mean nothing: five to a decile. */
const ROWS_MIN = 50;

/** Registers a baseline: the next version of its name. It judges nothing until someone approves it. */
export async function registerBaseline(
  of: {
    readonly system: string;
    readonly name: string;
    readonly origin: string;
    readonly distributions: Distributions;
    /** What the rows are, in words, where they are the collector's own. */
    readonly rowsOf?: string;
    readonly seasonal?: "hour_of_week";
    readonly scores?: NonNullable<Baseline["scores"]>;
    readonly outputs?: NonNullable<Baseline["outputs"]>;
    readonly rates: Baseline["rates"];
    readonly by: string;
    readonly rolling?: Rolling;
    /** The version of which this is the renewal: it is approved with it, while that one is in force. */
    readonly renews?: KnownBaseline;
  },
  deps: {
    readonly nowMs: number;
    readonly known: ReadonlyMap<string, KnownBaseline>;
    readonly hash: (text: string) => string;
    /** Stores the distributions; resolves once they are on disk. */
    readonly keep: (baseline: Baseline) => Promise<void>;
    readonly transact: Transact<Known, BaselineCreated | BaselineApproved>;
  },
): Promise<BaselineAnswer> {
  const version = 1 + Math.max(0, ...named(deps.known, of).map((each) => each.version));
  const { rolling, renews, by, distributions, rowsOf, ...given } = of;
  if (distributions.rows < ROWS_MIN) {
    const rule = `needs at least ${ROWS_MIN} rows, got ${distributions.rows}`;
    return rowsOf === undefined
      ? { kind: "refused", reason: `a baseline ${rule}`, fields: { rows: rule } }
      : { kind: "refused", reason: `a baseline ${rule} of ${rowsOf}`, fields: {} };
  }
  const made = { ...given, version, createdMs: deps.nowMs };
  const baseline = sealBaseline(made, distributions, deps.hash);
  await deps.keep(baseline);
  return deps.transact<BaselineAnswer>(({ baselines }) => {
    if (named(baselines, of).some((each) => each.version >= version)) {
      const reason = `version ${version} of ${of.name} was registered meanwhile; send it again`;
      return { entries: [], result: { kind: "refused", reason, fields: {} } };
    }
    if (renews !== undefined && inForce(baselines.values(), of.system)?.digest !== renews.digest) {
      const reason = `${renews.name} is not in force any more: it is not renewed`;
      return { entries: [], result: { kind: "refused", reason, fields: {} } };
    }
    const { digest, system, name, createdMs, rows } = baseline;
    const kept = { digest, system, name, version, createdMs, rows };
    const entry = rolling === undefined ? kept : { ...kept, rolling };
    const created: BaselineCreated = { type: "baseline_created", atMs: deps.nowMs, by, ...entry };
    const approved = renews === undefined ? null : approvalOf(digest, renews, deps.nowMs);
    const standing = { approvedMs: approved?.atMs ?? null, approvedBy: approved?.by ?? null };
    return {
      entries: approved === null ? [created] : [created, approved],
      result: { kind: "created", baseline: { ...entry, ...standing } },
    };
  });
}

/** Whoever approved the rule approved what it makes. */
function approvalOf(digest: string, renews: KnownBaseline, nowMs: number): BaselineApproved {
  return {
    type: "baseline_approved",
    atMs: nowMs,
    by: renews.approvedBy ?? "",
    digest,
    rule: ruleOf(renews),
  };
}

/** The version whose approval made the rule. */
export function ruleOf(baseline: KnownBaseline): string {
  return baseline.rolling?.rule ?? baseline.digest;
}

/** Approves a baseline: from the next evaluation on, its system is compared with it. */
export function approveBaseline(
  of: { readonly digest: string; readonly by: string },
  nowMs: number,
  transact: Transact<Known, BaselineApproved>,
): Promise<ApprovalAnswer> {
  return transact<ApprovalAnswer>(({ baselines }) => {
    const baseline = baselines.get(of.digest);
    if (baseline === undefined) {
      return {
        entries: [],
        result: { kind: "refused", reason: `there is no baseline ${of.digest}`, fields: {} },
      };
    }
    // Approving again what stands approved changes nothing and is no error.
    const entries =
      baseline.approvedMs === null
        ? [{ type: "baseline_approved", atMs: nowMs, by: of.by, digest: of.digest } as const]
        : [];
    return { entries, result: { kind: "done" } };
  });
}

/** The baseline that a system is judged against: the one approved last. */
export function inForce(baselines: Iterable<KnownBaseline>, system: string): KnownBaseline | null {
  let last: KnownBaseline | null = null;
  for (const each of baselines) {
    if (each.system !== system || each.approvedMs === null) continue;
    if (last === null || each.approvedMs >= (last.approvedMs ?? 0)) last = each;
  }
  return last;
}

function named(
  baselines: ReadonlyMap<string, KnownBaseline>,
  of: { readonly system: string; readonly name: string },
): readonly KnownBaseline[] {
  return [...baselines.values()].filter(
    (each) => each.system === of.system && each.name === of.name,
  );
}
