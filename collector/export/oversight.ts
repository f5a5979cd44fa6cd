import type { Measurement } from "@tiltmeter/rules";
import { about } from "./about.ts";
import { type Cell, csv } from "./csv.ts";
import { entriesOf, entryLog } from "./entry-log.ts";
import { iso } from "./instant.ts";
import type { Material } from "./material.ts";
import { type Member, reading, statement } from "./member.ts";

/** `06-oversight`: what people did with what systems said. */
export function oversightMembers(of: Material): readonly Member[] {
  const measured = of.oversight.flatMap(({ system, measures }) =>
    measures.metrics.flatMap(({ metric, unit, points }) =>
      points.map(({ by, measurement }) => ({ system, metric, unit, by, measurement })),
    ),
  );
  return [
    about("06-oversight", "Oversight: what people did with what systems said", of, {
      holds: [
        "`oversight.csv`: overrides, reviews and their times by system, with bounds and sample",
        "`suspensions.csv`: systems that were suspended and ran again, and who decided that",
        "`exercises.csv`: calibration exercises, stop drills and acknowledgements as the ledger has them",
        "`authorisation.json`: who may review, whose competence holds, who answers for which system, and what is missing",
        "`diverted.csv`: calls that a suspension kept from the model",
      ],
      figures: [
        [
          "systems with decisions of people",
          new Set(measured.filter(isMeasured).map(({ system }) => system)).size,
        ],
        ["decisions on suspensions", entriesOf(SUSPENSIONS, of).length],
        ["exercises and drills", entriesOf(EXERCISES, of).length],
      ],
      notCovered: [
        "Whether a person thought before they agreed. A rate of overrides that is very low or very high is a sign, not a proof.",
        "Decisions that people took outside systems that send them.",
        "Single persons: figures are by system. Names stand in no file of this part.",
      ],
    }),
    reading(
      "06-oversight/oversight.csv",
      csv(
        ["system", "metric", "unit", "group", "value", "lower", "upper", "sample", "why_not"],
        measured.map(({ system, metric, unit, by, measurement }) => [
          system,
          metric,
          unit,
          Object.entries(by)
            .map(([name, value]) => `${name}=${value}`)
            .join("; "),
          ...values(measurement),
        ]),
      ),
    ),
    statement("06-oversight/authorisation.json", of.roadmap.oversight),
    entryLog("06-oversight/suspensions.csv", SUSPENSIONS, of),
    entryLog("06-oversight/exercises.csv", EXERCISES, of),
    reading(
      "06-oversight/diverted.csv",
      csv(
        ["system", "calls", "first", "last"],
        of.diverted.map(({ system, of: { calls, firstMs, lastMs } }) => [
          system,
          calls,
          firstMs === null ? null : iso(firstMs),
          lastMs === null ? null : iso(lastMs),
        ]),
      ),
    ),
  ];
}

function values(of: Measurement): readonly Cell[] {
  switch (of.kind) {
    case "measured":
      return [of.value, of.lower, of.upper, of.n, null];
    case "insufficient":
      return [null, null, null, of.n, of.reason];
    case "no_data":
      return [null, null, null, null, of.reason];
  }
}

function isMeasured({ measurement }: { readonly measurement: Measurement }): boolean {
  return measurement.kind === "measured";
}

const SUSPENSIONS = [
  "suspension_proposed",
  "suspension_refused",
  "system_suspended",
  "suspension_effective",
  "system_resumed",
];
const EXERCISES = [
  "calibration_planned",
  "calibration_recorded",
  "stop_drill_recorded",
  "policy_acknowledged",
];
