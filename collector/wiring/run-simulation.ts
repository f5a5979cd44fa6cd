import { createHash } from "node:crypto";
import { setImmediate } from "node:timers/promises";
import {
  type Control,
  type ControlTest,
  type Expectation,
  poissonBounds,
  type SimulatedRun,
  type Simulation,
  simulateRun,
  simulationBaseline,
} from "@tiltmeter/rules";
import type { Checked } from "../replay/check-expectations.ts";
import { boundInWords, holds } from "../replay/wanted.ts";

/** What all runs of one control came to. */
export interface SimulatedControl extends SimulatedRun {
  readonly control: string;
  readonly runs: number;
  readonly years: number;
  /** False alarms a year, and the exact bounds of their expectation, each one-sided at 99 %. */
  readonly perYear: number;
  readonly lower: number;
  readonly upper: number;
  readonly plainPerYear: number;
}

const YEAR_MS = 365 * 86_400_000;
const CONFIDENCE = 0.99;

/** Runs one control over all the streams of a simulation. Throws where it does not measure what is drawn. */
export async function simulateControl(
  simulation: Simulation,
  control: Control,
  onProgress: (share: number) => void = () => undefined,
): Promise<SimulatedControl> {
  const baseline = simulationBaseline(simulation, sha256);
  let sum: SimulatedRun = { windows: 0, conclusive: 0, verdicts: 0, alarms: 0, plainAlarms: 0 };
  for (let run = 0; run < simulation.runs; run++) {
    const each = simulateRun({ simulation, control, baseline, run });
    sum = {
      windows: sum.windows + each.windows,
      conclusive: sum.conclusive + each.conclusive,
      verdicts: sum.verdicts + each.verdicts,
      alarms: sum.alarms + each.alarms,
      plainAlarms: sum.plainAlarms + each.plainAlarms,
    };
    onProgress((run + 1) / simulation.runs);
    await setImmediate();
  }
  const years = (simulation.runs * simulation.lengthMs) / YEAR_MS;
  const bounds = poissonBounds({ events: sum.alarms, confidence: CONFIDENCE });
  return {
    ...sum,
    control: control.id,
    runs: simulation.runs,
    years,
    perYear: sum.alarms / years,
    lower: bounds.lower / years,
    upper: bounds.upper / years,
    plainPerYear: sum.plainAlarms / years,
  };
}

/** Runs a test of the kind with `simulate`: each expectation is of one control's false alarms. */
export async function runSimulation(
  test: ControlTest,
  controls: readonly Control[],
  onProgress: (share: number) => void = () => undefined,
): Promise<readonly Checked[]> {
  const { simulation, expectations } = asked(test);
  const known = new Map<string, SimulatedControl>();
  const checked: Checked[] = [];
  for (const [i, expectation] of expectations.entries()) {
    const control = controls.find(({ id }) => id === expectation.control);
    if (control === undefined) {
      const ids = controls.map(({ id }) => id).join(", ");
      const detail = [`no control ${expectation.control} in the control files; known: ${ids}`];
      checked.push(result(expectation, detail));
      continue;
    }
    const share = (part: number): void => onProgress((i + part) / expectations.length);
    const found = known.get(control.id) ?? (await simulateControl(simulation, control, share));
    known.set(control.id, found);
    checked.push(result(expectation, shortfall(expectation, found), inWords(found)));
  }
  return checked;
}

type FalseAlarms = Extract<Expectation, { kind: "false_alarms" }>;

function asked(test: ControlTest): {
  readonly simulation: Simulation;
  readonly expectations: readonly FalseAlarms[];
} {
  const expectations = test.expect.flatMap((each) => (each.kind === "false_alarms" ? [each] : []));
  if (test.simulate === null || expectations.length < test.expect.length) {
    throw new Error(
      `a simulation is asked for false_alarms_per_year alone, e.g. { control: ID, false_alarms_per_year: "<= 1" }`,
    );
  }
  return { simulation: test.simulate, expectations };
}

/** The bound has to keep what is expected, not the mean alone: few runs prove little. */
function shortfall({ perYear: wanted }: FalseAlarms, found: SimulatedControl): readonly string[] {
  const isUpper = wanted.sign === "<" || wanted.sign === "<=";
  const isLower = wanted.sign === ">" || wanted.sign === ">=";
  const bound = isUpper ? found.upper : isLower ? found.lower : found.perYear;
  if (holds(wanted, bound)) return [];
  if (!holds(wanted, found.perYear)) {
    return [
      `expected ${boundInWords(wanted)} false alarms a year, found ${found.perYear.toFixed(3)}`,
    ];
  }
  const least = Math.ceil(4.7 / Math.max(wanted.than, 0.001));
  return [
    `${found.perYear.toFixed(3)} false alarms a year keep ${boundInWords(wanted)}, and their bound ${bound.toFixed(3)} does not: take more runs (at least ${least} years)`,
  ];
}

function inWords(of: SimulatedControl): readonly string[] {
  const { control, alarms, years, upper, plainAlarms, plainPerYear } = of;
  const share = ((100 * of.conclusive) / Math.max(1, of.verdicts)).toFixed(1);
  return [
    `${control}: ${alarms} false alarm${alarms === 1 ? "" : "s"} in ${years.toFixed(0)} years, at most ${upper.toFixed(3)} a year (99 %); ${share} % of ${of.verdicts} verdicts conclusive`,
    `the same limit by the value alone: ${plainAlarms} (${plainPerYear.toFixed(2)} a year)`,
  ];
}

function result(
  { line, text }: Expectation,
  detail: readonly string[],
  notes: readonly string[] = [],
): Checked {
  return { line, text, isMet: detail.length === 0, detail, notes };
}

function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}
