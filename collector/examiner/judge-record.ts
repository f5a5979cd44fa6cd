import {
  type EffectivenessFacts,
  type EffectivenessJudgement,
  judgeEffectiveness,
  judgementOf,
  MACHINE,
  type MeasuredPlan,
  type Nonconformity,
  planOf,
  reopen,
} from "@tiltmeter/rules";
import { effectivenessFacts } from "./effectiveness-facts.ts";
import type { ExaminerEntry, ExaminerOptions } from "./sources.ts";

/** A plan as it stands, whether or not it says anything new. */
export type Standing = Omit<EffectivenessJudgement, "evidence">;

/**
 * Judges the actions of one record that is being verified, and records what is new: another result,
 * or another reason. A refuted record goes back to its analysis in the same append, so that no
 * restart finds one without the other.
 *
 * Null where there is nothing to judge. Rejects where the evidence cannot be read or kept.
 */
export async function judgeRecord(
  record: Nonconformity,
  of: ExaminerOptions,
  nowMs: number,
): Promise<Standing | null> {
  const plan = planOf(record, record.cycle);
  if (!isUnderTest(record) || plan?.kind !== "measured") return null;
  const facts = await effectivenessFacts(record, plan, of, nowMs);
  const standing = judgeEffectiveness(plan, facts);
  if (!isNews(standing, judgementOf(record, record.cycle))) return standing;
  const evidence = await of.content.put(evidenceOf(record, plan, facts, standing));
  const judgement = { ...standing, evidence };
  await of.ledger.transact(({ nonconformities }) => {
    const now = nonconformities.get(record.id);
    // Somebody moved it on meanwhile: what was judged is of the past.
    const isSame =
      now !== undefined &&
      isUnderTest(now) &&
      now.cycle === record.cycle &&
      isNews(standing, judgementOf(now, now.cycle));
    return { entries: isSame ? entriesFor(now, judgement, nowMs) : [], result: undefined };
  });
  return standing;
}

/** What is closing has been demonstrated; until it is closed, telemetry may still refute it. */
export function isUnderTest({ state }: Pick<Nonconformity, "state">): boolean {
  return state === "verifying" || state === "closing";
}

function entriesFor(
  record: Nonconformity,
  judgement: EffectivenessJudgement,
  atMs: number,
): readonly ExaminerEntry[] {
  const { id } = record;
  const judged = { type: "effectiveness_judged", atMs, by: MACHINE, id, judgement } as const;
  if (judgement.result !== "refuted") return [judged];
  const text = judgement.reasons.map((reason) => reason.text).join("; ");
  const moved = reopen(record, { text: text.slice(0, TEXT_MAX), atMs });
  return moved === null ? [judged] : [judged, { ...moved, id }];
}

/**
 * Counts go up all the time and are no news; a result or a reason is. What was demonstrated stays so
 * unless it is refuted: that traffic ceased afterwards unmakes nothing.
 */
function isNews(standing: Standing, before: EffectivenessJudgement | null): boolean {
  if (before === null) return true;
  if (before.result === "demonstrated") return standing.result === "refuted";
  const codes = ({ reasons }: Standing): string =>
    [...new Set(reasons.map(({ code }) => code))].sort().join(" ");
  return before.result !== standing.result || codes(before) !== codes(standing);
}

/** What the judgement rests on: the plan, every window that was looked at, and the bound over all of them. */
function evidenceOf(
  record: Nonconformity,
  plan: MeasuredPlan,
  facts: EffectivenessFacts,
  standing: Standing,
): unknown {
  const { evaluations, ...others } = facts;
  return {
    kind: "effectiveness",
    record: record.id,
    plan,
    judgement: standing,
    facts: {
      ...others,
      evaluations: evaluations.slice(0, EVALUATIONS_KEPT).map(({ verdict, ...row }) => ({
        ...row,
        verdict: "measured" in verdict ? { ...verdict, measured: bare(verdict.measured) } : verdict,
      })),
      evaluationsRead: evaluations.length,
    },
  };
}

/** Without the detail, which the evaluation rows have. */
function bare<T extends { readonly detail: unknown }>(measured: T | null): unknown {
  if (measured === null) return null;
  const { detail: _, ...rest } = measured;
  return rest;
}

const TEXT_MAX = 2_000;
const EVALUATIONS_KEPT = 5_000;
