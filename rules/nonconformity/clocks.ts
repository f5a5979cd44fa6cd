import type { Severity } from "../control/control.ts";
import type { NonconformityState } from "./nonconformity.ts";

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** How long each part of the work may take, milliseconds from the raise. Policy, not law. */
export interface Clocks {
  readonly acknowledge: number;
  readonly contain: number;
  readonly cause: number;
  readonly actions: number;
  /** From the end of `actions` on. */
  readonly effectiveness: number;
}

/** Defaults in calendar time; working days are written with the weekend that may lie between. */
export const CLOCKS: Readonly<Record<Severity, Clocks>> = {
  critical: clocks({ acknowledge: HOUR_MS, contain: 1, cause: 5, actions: 15, effectiveness: 30 }),
  high: clocks({ acknowledge: DAY_MS, contain: 3, cause: 10, actions: 30, effectiveness: 30 }),
  medium: clocks({
    acknowledge: 4 * DAY_MS,
    contain: 10,
    cause: 30,
    actions: 60,
    effectiveness: 60,
  }),
  low: clocks({ acknowledge: 7 * DAY_MS, contain: 30, cause: 60, actions: 90, effectiveness: 90 }),
};

function clocks(of: {
  readonly acknowledge: number;
  /** Days, as all that follow. */
  readonly contain: number;
  readonly cause: number;
  readonly actions: number;
  readonly effectiveness: number;
}): Clocks {
  return {
    acknowledge: of.acknowledge,
    contain: of.contain * DAY_MS,
    cause: of.cause * DAY_MS,
    actions: of.actions * DAY_MS,
    effectiveness: of.effectiveness * DAY_MS,
  };
}

/** How long after its raise a record has to have left a state; null: no clock runs in it. */
export function dueAfterMs(state: NonconformityState, severity: Severity): number | null {
  const of = CLOCKS[severity];
  switch (state) {
    case "raised":
      return of.acknowledge;
    case "assessing":
    case "containing":
      return of.contain;
    case "analysing":
      return of.cause;
    case "acting":
      return of.actions;
    case "verifying":
    case "closing":
      return of.actions + of.effectiveness;
    case "observation":
    case "accepted":
    case "closed":
    case "dismissed":
    case "merged":
    case "void":
      return null;
  }
}

/** A time within which somebody outside has to be told of a serious incident. */
export interface ReportingClock {
  readonly id: string;
  readonly title: string;
  readonly withinMs: number;
  /** Whom it binds where nothing more is known of the incident; the others need what nobody has said yet. */
  readonly isGeneral: boolean;
  readonly source: string;
}

/** Statutory clocks, from awareness, in calendar days. Their application is for lawyers to say. */
export const REPORTING_CLOCKS: readonly ReportingClock[] = [
  {
    id: "eu-ai-act-73-2",
    title: "serious incident of a high-risk system",
    withinMs: 15 * DAY_MS,
    isGeneral: true,
    source: "Regulation (EU) 2024/1689, Art. 73(2)",
  },
  {
    id: "eu-ai-act-73-4",
    title: "death of a person",
    withinMs: 10 * DAY_MS,
    isGeneral: false,
    source: "Regulation (EU) 2024/1689, Art. 73(4)",
  },
  {
    id: "eu-ai-act-73-3",
    title: "widespread infringement, or critical infrastructure disrupted",
    withinMs: 2 * DAY_MS,
    isGeneral: false,
    source: "Regulation (EU) 2024/1689, Art. 73(3)",
  },
];

/** The shortest clock that runs where nothing more is known than that an incident may be serious. */
export const SHORTEST_REPORT_MS: number = Math.min(
  ...REPORTING_CLOCKS.filter(({ isGeneral }) => isGeneral).map(({ withinMs }) => withinMs),
);
