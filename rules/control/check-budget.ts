import { windowsPerFalseAlarm } from "../statistics/sequential/false-alarm-budget.ts";
import type { Limit } from "./control.ts";
import type { Draft } from "./draft.ts";
import type { Report } from "./finding.ts";
import { measureRules } from "./measures.ts";
import { durationText } from "./quantity.ts";

/** Of every ten windows one false: less certain than anybody means who asks for a proof. */
const WINDOWS_MIN = 10;

/** What a control with a false-alarm budget must keep to, for its evidence adds up from window to window. */
export function checkBudget(control: Draft, at: (key: string) => number, report: Report): void {
  const { proof, windowMs, everyMs, for: lasting } = control;
  if (proof.kind !== "budget") return;
  const windows = windowsPerFalseAlarm({ ...proof, everyMs });
  if (everyMs !== windowMs) {
    report.error(
      at("every"),
      "budget-windows",
      "false_alarms needs windows that neither overlap nor leave gaps",
      `write every: ${durationText(windowMs)}, as long as window`,
    );
  } else if (windows < WINDOWS_MIN) {
    report.error(
      at("proof"),
      "loose-budget",
      `one false alarm in ${Number(windows.toPrecision(3))} windows proves nothing`,
      `allow at most one in ${WINDOWS_MIN}, or make the window shorter`,
    );
  }
  const limits = [control.limit, control.recover.limit, ...(control.warn ? [control.warn] : [])];
  const edge = limits.flatMap(bounds).find((bound) => isEdge(bound, control.measure));
  if (edge !== undefined) {
    report.error(
      at("limit"),
      "budget-limit",
      measureRules(control.measure).budget === "rate"
        ? `false_alarms needs limits between 0% and 100%, both left out, not ${edge * 100}%: a single event would prove a breach of 0%, and none one of 100%`
        : `false_alarms needs a limit above 0, not ${edge}: chance alone is more`,
      "set a limit that chance alone does not reach, or write proof: { confidence: 95% }",
    );
  }
  if ("windows" in lasting ? lasting.windows > 1 : lasting.ms > everyMs) {
    report.warning(
      at("for"),
      "for-with-budget",
      "false_alarms gathers evidence over windows already: for only delays the alarm",
      "remove for",
    );
  }
}

function bounds({ min, max }: Limit): readonly number[] {
  return [min, max].filter((bound) => bound !== undefined);
}

function isEdge(bound: number, measure: string): boolean {
  return bound <= 0 || (measureRules(measure).budget === "rate" && bound >= 1);
}
