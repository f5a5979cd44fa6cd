import { type Approval, type ApprovalStanding, approvalOf } from "./approval.ts";
import type { Governance, Objective, Policy, PolicyStatement } from "./governance.ts";

/** A control as the chain names it. */
export interface ChainControl {
  readonly id: string;
  readonly title: string;
  readonly requirement: string;
  readonly status: string;
  readonly owner: string;
  readonly revision: string;
  /** Its approved limit, in words. */
  readonly limit: string;
  /** What this revision demands less than the one that was approved before it. */
  readonly weakened: readonly string[];
}

/** One control with what leads to it. */
export interface ChainLink extends ChainControl {
  readonly policies: readonly string[];
  readonly objectives: readonly string[];
  readonly risks: readonly string[];
  readonly approval: ApprovalStanding;
}

/** From what people want to what is measured: policies, their statements and objectives, controls, limits. */
export interface Traceability {
  readonly policies: readonly {
    readonly policy: Policy;
    readonly approval: ApprovalStanding;
    readonly objectives: readonly {
      readonly objective: Objective;
      readonly approval: ApprovalStanding;
    }[];
    /** Statements that no control measures. */
    readonly unmeasured: readonly PolicyStatement[];
    readonly reviewOverdue: boolean;
  }[];
  /** Objectives that serve no policy. */
  readonly looseObjectives: readonly {
    readonly objective: Objective;
    readonly approval: ApprovalStanding;
  }[];
  readonly controls: readonly ChainLink[];
  /** Controls in force that no policy leads to. */
  readonly withoutPolicy: readonly string[];
  /** Named by the file and not in force any more. */
  readonly missing: readonly string[];
}

/** Puts the chain together. `today` is a day such as `2026-11-27`. */
export function traceability(of: {
  readonly governance: Governance;
  readonly controls: readonly ChainControl[];
  readonly approvals: readonly Approval[];
  readonly today: string;
}): Traceability {
  const { governance, controls, approvals, today } = of;
  const standing = (
    subject: "policy" | "objective",
    id: string,
    version: number,
  ): ApprovalStanding => approvalOf({ subject, id, version: String(version) }, approvals, []);
  const withApproval = (objective: Objective): Traceability["looseObjectives"][number] => ({
    objective,
    approval: standing("objective", objective.id, objective.version),
  });
  const known = new Set(governance.policies.map(({ id }) => id));
  const links = controls.map((control): ChainLink => {
    const policies = governance.policies.filter((policy) =>
      leadsTo(policy, control.id, governance),
    );
    const names = ({ id }: { readonly id: string }): string => id;
    return {
      ...control,
      policies: policies.map(names),
      objectives: governance.objectives.filter((each) => each.control === control.id).map(names),
      risks: governance.risks.filter((each) => each.controls.includes(control.id)).map(names),
      approval: approvalOf(
        { subject: "control", id: control.id, version: control.revision },
        approvals,
        control.weakened,
      ),
    };
  });
  const inForce = new Set(controls.map(({ id }) => id));
  return {
    policies: governance.policies.map((policy) => ({
      policy,
      approval: standing("policy", policy.id, policy.version),
      objectives: governance.objectives
        .filter((objective) => objective.policy === policy.id)
        .map(withApproval),
      unmeasured: policy.statements.filter(
        (statement) => !statement.controls.some((id) => inForce.has(id)),
      ),
      reviewOverdue: policy.reviewBy !== null && policy.reviewBy < today,
    })),
    looseObjectives: governance.objectives
      .filter(({ policy }) => policy === null || !known.has(policy))
      .map(withApproval),
    controls: links,
    withoutPolicy: links
      .filter(({ policies, status }) => policies.length === 0 && status !== "retired")
      .map(({ id }) => id),
    missing: [...new Set(namedControls(governance))].filter((id) => !inForce.has(id)).sort(),
  };
}

function leadsTo(policy: Policy, control: string, governance: Governance): boolean {
  return (
    policy.controls.includes(control) ||
    policy.statements.some(({ controls }) => controls.includes(control)) ||
    governance.objectives.some((each) => each.policy === policy.id && each.control === control)
  );
}

function namedControls(of: Governance): readonly string[] {
  return [
    ...of.policies.flatMap(({ controls, statements }) => [
      ...controls,
      ...statements.flatMap((statement) => statement.controls),
    ]),
    ...of.objectives.map(({ control }) => control),
    ...of.risks.flatMap(({ controls }) => controls),
    ...of.suppliers.flatMap(({ terms }) => terms),
  ];
}
