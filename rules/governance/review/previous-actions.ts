import { countFigure, type ReviewSection, reviewTable } from "./review-pack.ts";

/** A decision of an earlier review, which became an action. */
export interface ReviewAction {
  readonly id: string;
  readonly review: string;
  readonly input: string;
  readonly decision: string;
  readonly owner: string;
  readonly decidedMs: number;
  readonly dueMs: number;
  /** Null: it is open. */
  readonly done: { readonly atMs: number; readonly by: string; readonly evidence: string } | null;
}

/** Input a: what has become of what was decided before. */
export function previousActions(of: {
  readonly actions: readonly ReviewAction[];
  readonly nowMs: number;
  readonly dayOf: (ms: number) => string;
}): ReviewSection {
  const { actions, nowMs, dayOf } = of;
  const open = actions.filter(({ done }) => done === null);
  const overdue = open.filter(({ dueMs }) => dueMs < nowMs);
  const query = "/api/v1/management-reviews";
  const days = (ms: number): string => `${Math.floor(ms / 86_400_000)} days`;
  return {
    input: "a",
    title: "Status of actions from previous reviews",
    figures: [
      countFigure({
        ...{ label: "Open", value: open.length, query },
        how: "decisions of earlier reviews that nobody has reported done",
      }),
      countFigure({
        ...{ label: "Overdue", value: overdue.length, query },
        how: "open ones whose day has passed",
      }),
      countFigure({
        ...{ label: "Done", value: actions.length - open.length, query },
        how: "decisions reported done, with where it can be seen",
      }),
    ],
    tables: [
      reviewTable(
        "Actions",
        ["Action", "Decision", "Owner", "Due", "Standing"],
        [...actions]
          .sort((a, b) => Number(a.done !== null) - Number(b.done !== null) || a.dueMs - b.dueMs)
          .map((action) => [
            action.id,
            action.decision,
            action.owner,
            dayOf(action.dueMs),
            standing(action, nowMs, days, dayOf),
          ]),
      ),
    ],
    notCovered: "Whether an action had the effect that was meant is for management to judge.",
  };
}

function standing(
  { done, dueMs, decidedMs }: ReviewAction,
  nowMs: number,
  days: (ms: number) => string,
  dayOf: (ms: number) => string,
): string {
  if (done !== null) return `done on ${dayOf(done.atMs)}: ${done.evidence}`;
  const age = `open for ${days(nowMs - decidedMs)}`;
  return dueMs < nowMs ? `${age}, overdue by ${days(nowMs - dueMs)}` : age;
}
