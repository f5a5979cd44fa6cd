import { answeredMs, readCalibration } from "@tiltmeter/rules";
import type { CalibrationPlanned, CalibrationRecorded, StopDrillRecorded } from "./entries.ts";
import {
  type Acting,
  nextId,
  type Planned,
  type Refused,
  type RoadmapSources,
  refused,
} from "./plan.ts";

/** Plans an exercise before it is held: how many errors are shown is not decided afterwards. */
export function planCalibration(
  { values, by, atMs }: Acting,
  of: RoadmapSources,
): Planned | Refused {
  const { system = "", role = "", plan = "" } = values;
  const [items, errors] = [Number(values["items"]), Number(values["errors"])];
  const [fromMs, untilMs] = [
    answeredMs(values["from"] ?? "") ?? 0,
    answeredMs(values["until"] ?? "") ?? 0,
  ];
  if (of.system(system) === null) {
    return refused(`there is no system ${system}`, { system: "is not declared" });
  }
  if (errors < 1 || errors > items) {
    const rule = `is from 1 to the ${items} decisions that are shown`;
    return refused(`the number of errors ${rule}`, { errors: rule });
  }
  if (untilMs < fromMs) return refused("it ends before it begins", { until: "is before from" });
  return {
    kind: "planned",
    decide: ({ calibration_planned: before }) => {
      const id = nextId("CAL", atMs, before);
      const entry: CalibrationPlanned = {
        ...{ type: "calibration_planned", atMs, by, id, system, role, items, errors },
        ...{ fromMs, untilMs, plan },
      };
      return { entry, id };
    },
  };
}

/** Adds up the answers of an exercise by role. The answers of single people are not kept. */
export function recordCalibration(
  { values, by, atMs }: Acting,
  of: RoadmapSources,
): Planned | Refused {
  const { id = "", results: table = "" } = values;
  return {
    kind: "planned",
    decide: (roadmap) => {
      const plan = roadmap.calibration_planned.find((each) => each.id === id);
      if (plan === undefined)
        return refused(`there is no exercise ${id}`, { id: "does not exist" });
      if (roadmap.calibration_recorded.some((each) => each.id === id)) {
        return refused(`the results of ${id} are recorded already`);
      }
      const reviewers = of.governance()?.reviewers ?? [];
      const read = readCalibration(
        table,
        (reviewer) => reviewers.find((each) => each.id === reviewer)?.role ?? plan.role,
      );
      if (read.kind === "wrong") return refused(read.problem, { results: read.problem });
      const shown = read.results.map(({ reviewers: people, seeded }) => seeded / people);
      if (shown.some((seeded) => seeded > plan.errors)) {
        const rule = `the plan has ${plan.errors} errors a reviewer, and the table more`;
        return refused(rule, { results: rule });
      }
      const { results } = read;
      const entry: CalibrationRecorded = { type: "calibration_recorded", atMs, by, id, results };
      return { entry, id };
    },
  };
}

/** Records that people tried to stop a system, beside the reaction time that was declared then. */
export function recordDrill({ values, by, atMs }: Acting, of: RoadmapSources): Planned | Refused {
  const { system = "", role = "", notes = "" } = values;
  const outcome = values["outcome"] as StopDrillRecorded["outcome"]; // an option of the form
  const heldMs = answeredMs(values["held"] ?? "") ?? 0;
  const seconds = values["seconds"];
  const declared = of.system(system);
  if (declared === null) {
    return refused(`there is no system ${system}`, { system: "is not declared" });
  }
  if (heldMs > atMs) return refused("a drill that is yet to come is none", { held: "lies ahead" });
  if (outcome === "stopped" && seconds === undefined) {
    const rule = "says how long it took where it stopped";
    return refused(`a drill ${rule}`, { seconds: "is required where it stopped" });
  }
  const afterMs = outcome === "stopped" ? Number(seconds) * 1000 : null;
  return {
    kind: "planned",
    decide: ({ stop_drill_recorded: before }) => {
      const id = nextId("DRL", atMs, before);
      const entry: StopDrillRecorded = {
        ...{ type: "stop_drill_recorded", atMs, by, id, system, heldMs, role, outcome },
        ...{ afterMs, targetMs: declared.reactionMs, notes },
      };
      return { entry, id };
    },
  };
}
