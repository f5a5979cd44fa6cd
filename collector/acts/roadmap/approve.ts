import { approvalOf, lastApproved } from "@tiltmeter/rules";
import type { ApprovalGiven, PolicyAcknowledged } from "./entries.ts";
import { type Acting, type Planned, type Refused, type RoadmapSources, refused } from "./plan.ts";

type Subject = ApprovalGiven["subject"];

/**
 * Approves the version that is in force. Where it demands less than what was approved before, two people
 * have to: the same person's second word is refused.
 */
export async function approve(
  { values, by, atMs }: Acting,
  of: RoadmapSources,
  approvals: readonly ApprovalGiven[],
): Promise<Planned | Refused> {
  const { id = "", version = "", rationale = "" } = values;
  const subject = values["subject"] as Subject; // an option of the form
  const inForce = versionOf(subject, id, of);
  if (inForce === null) return refused(`there is no ${subject} ${id}`, { id: "is not in force" });
  if (inForce !== version) {
    const rule = `version ${inForce} of ${id} is in force, not ${version}; read it and approve that`;
    return refused(rule, { version: "is not in force" });
  }
  const weakened =
    subject === "control" ? await of.weakened(id, lastApproved({ subject, id }, approvals)) : [];
  const backtest = await backtestOf(values["backtest"], { subject, id, version }, of);
  if (backtest !== null && typeof backtest !== "string") return backtest;
  return {
    kind: "planned",
    decide: (roadmap) => {
      const standing = approvalOf({ subject, id, version }, roadmap.approval_given, weakened);
      if (standing.kind === "approved")
        return refused(`${id} ${short(version)} is approved already`);
      if (standing.approvals.some((each) => each.by === by)) {
        const rule = `it demands less (${standing.weakened.join(", ")}), so a second person approves it`;
        return refused(`${by} has approved ${id} ${short(version)}: ${rule}`);
      }
      const entry: ApprovalGiven = {
        ...{ type: "approval_given", atMs, by, subject, id, version },
        ...{ rationale, backtest, weakened },
      };
      return { entry, id };
    },
  };
}

/** A person has read a policy as it is in force; once is enough. */
export function acknowledge({ values, by, atMs }: Acting, of: RoadmapSources): Planned | Refused {
  const { policy = "", version = "" } = values;
  const inForce = versionOf("policy", policy, of);
  if (inForce === null)
    return refused(`there is no policy ${policy}`, { policy: "is not in force" });
  if (inForce !== version) {
    const rule = `version ${inForce} of ${policy} is in force, not ${version}`;
    return refused(rule, { version: "is not in force" });
  }
  return {
    kind: "planned",
    decide: (roadmap) => {
      const isKnown = roadmap.policy_acknowledged.some(
        (each) => each.policy === policy && String(each.version) === version && each.by === by,
      );
      if (isKnown) return refused(`${by} has acknowledged ${policy} ${version} already`);
      const entry: PolicyAcknowledged = {
        ...{ type: "policy_acknowledged", atMs, by, policy, version: Number(version) },
      };
      return { entry, id: policy };
    },
  };
}

function versionOf(subject: Subject, id: string, of: RoadmapSources): string | null {
  if (subject === "control") return of.control(id)?.revision ?? null;
  const list = of.governance()?.[subject === "policy" ? "policies" : "objectives"] ?? [];
  const found = list.find((each) => each.id === id);
  return found === undefined ? null : String(found.version);
}

/** The digest of the last backtest, where the approval rests on it; null where it does not. */
async function backtestOf(
  answer: string | undefined,
  {
    subject,
    id,
    version,
  }: { readonly subject: Subject; readonly id: string; readonly version: string },
  of: RoadmapSources,
): Promise<string | null | Refused> {
  if (answer !== "yes") return null;
  const found = subject === "control" ? of.backtest(id) : null;
  if (found === null || found.result.revision !== version) {
    const rule = "there is no backtest of this revision; make one, or approve without";
    return refused(`${id}: ${rule}`, { backtest: rule });
  }
  return of.put(found);
}

function short(version: string): string {
  return version.length > 12 ? `revision ${version.slice(0, 12)}` : `version ${version}`;
}
