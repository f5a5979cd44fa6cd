import { about } from "./about.ts";
import { csv } from "./csv.ts";
import { day, iso } from "./instant.ts";
import { type JudgedDay, type Material, VERDICT_KINDS } from "./material.ts";
import { type Member, reading, statement } from "./member.ts";
import { judged } from "./oscal/observations.ts";

/** `04-operation`: that the controls ran, day by day, also where nothing happened. */
export function operationMembers(of: Material): readonly Member[] {
  const totals = operationTotals(of);
  return [
    about(
      "04-operation",
      "Operation: what was scheduled, executed and missed, and every verdict",
      of,
      {
        holds: [
          "`schedule.csv`: for each control the windows that were due in the period, those that were judged, made up for, and missed",
          "`calendar.csv`: for each control, system and day (UTC) how many windows were judged and with which verdicts; passes too",
          "`matrix.csv`: verdicts of the period by control and system",
          "`maintenance.csv`: planned maintenance, in which detection goes on and nothing is raised",
        ],
        figures: [
          ["windows scheduled", totals.scheduled],
          ["windows executed", totals.executed],
          ["windows missed", totals.missed],
          ...VERDICT_KINDS.map((kind) => [`verdicts ${kind}`, totals.verdicts[kind]] as const),
        ],
        notCovered: [
          "`inconclusive` and `no_data` are not passes: too little was known in those windows.",
          "A control counts as scheduled from its first evaluation in the period on; before that nothing is claimed. Controls that are no longer in force have their verdicts in the calendar and no line in the schedule.",
          "Single evaluations are not listed here: the collector has each of them with its evidence.",
        ],
      },
    ),
    reading(
      "04-operation/schedule.csv",
      csv(
        [
          "control",
          "scheduled",
          "executed",
          "missed",
          "made_up_for",
          "evaluations",
          "conclusive",
          "last_conclusive",
        ],
        of.counts.map((each) => [
          each.control,
          each.scheduled,
          each.judged,
          each.scheduled - each.judged,
          each.backFilled,
          each.evaluations,
          each.conclusive,
          each.lastConclusiveMs === null ? null : iso(each.lastConclusiveMs),
        ]),
      ),
    ),
    reading(
      "04-operation/calendar.csv",
      csv(
        ["day", "control", "system", "windows", "made_up_for", ...VERDICT_KINDS],
        of.days.map((each) => [
          day(each.dayMs),
          each.control,
          each.system,
          each.windows,
          each.backFilled,
          ...VERDICT_KINDS.map((kind) => each.verdicts[kind]),
        ]),
      ),
    ),
    reading(
      "04-operation/matrix.csv",
      csv(
        ["control", "system", "windows", ...VERDICT_KINDS],
        judged(of.days).map((each) => [
          each.control,
          each.system,
          each.windows,
          ...VERDICT_KINDS.map((kind) => each.verdicts[kind]),
        ]),
      ),
    ),
    reading(
      "04-operation/maintenance.csv",
      csv(
        ["from", "to", "reason", "owner", "systems", "controls"],
        of.maintenance.map((each) => [
          iso(each.fromMs),
          iso(each.toMs),
          each.reason,
          each.owner,
          each.systems.join("; ") || "all",
          each.controls.join("; ") || "all",
        ]),
      ),
    ),
    statement("04-operation/totals.json", totals),
  ];
}

/** The sums over all controls and systems. */
export function operationTotals(of: Pick<Material, "counts" | "days">): {
  readonly scheduled: number;
  readonly executed: number;
  readonly missed: number;
  readonly verdicts: JudgedDay["verdicts"];
} {
  const scheduled = of.counts.reduce((sum, each) => sum + each.scheduled, 0);
  const executed = of.counts.reduce((sum, each) => sum + each.judged, 0);
  const verdicts = { pass: 0, breach: 0, inconclusive: 0, no_data: 0, error: 0 };
  for (const each of of.days) {
    for (const kind of VERDICT_KINDS) verdicts[kind] += each.verdicts[kind];
  }
  return { scheduled, executed, missed: scheduled - executed, verdicts };
}
