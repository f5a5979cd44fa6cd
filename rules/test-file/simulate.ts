import type { Control } from "../control/control.ts";
import { forTier } from "../control/for-tier.ts";
import { advance } from "../evaluation/advance.ts";
import { contextFor } from "../evaluation/context-for.ts";
import { families } from "../evaluation/families.ts";
import type { KeptState } from "../evaluation/state.ts";
import { weigh } from "../evaluation/weigh.ts";
import type { Labels } from "../evidence/labels.ts";
import type { EvidenceGroup } from "../evidence/request.ts";
import { metric } from "../metrics/catalogue.ts";
import type { Measurement } from "../metrics/measurement.ts";
import type { Metric } from "../metrics/metric.ts";
import type { Baseline } from "../profile/baseline.ts";
import {
  addDrawn,
  type Drawn,
  evidenceOf,
  featureStream,
  rateStream,
} from "./simulated-evidence.ts";
import type { Simulation } from "./test-file.ts";

/** What one run of a control on a stream in which nothing is wrong came to. */
export interface SimulatedRun {
  readonly windows: number;
  /** Verdicts that were a pass or a breach, of all. */
  readonly conclusive: number;
  readonly verdicts: number;
  /** Episodes that fired: every one is a false alarm. */
  readonly alarms: number;
  /** Those of the same control judged by its value alone, over the same stream. */
  readonly plainAlarms: number;
}

/**
 * Runs one control over one simulated stream, window by window, through the steps of the live
 * evaluator: measure, judge, weigh, advance. Only the store is left out: evidence is drawn as it
 * would be answered.
 *
 * Throws where the simulation draws nothing that the control measures, or the windows do not fit.
 */
export function simulateRun(of: {
  readonly simulation: Simulation;
  readonly control: Control;
  readonly baseline: Baseline;
  readonly run: number;
}): SimulatedRun {
  const { simulation, baseline } = of;
  const control = forTier(of.control, simulation.riskTier);
  const measure = measureOf(control, simulation);
  const perWindow = control.windowMs / control.everyMs;
  const parts = partsOf(control, measure, of);
  const sums = parts.map(() => [] as Drawn[]);
  const kin = kinOf(parts, measure, control);
  const judged = new Judged(control, baseline, kin);
  const plain = new Judged({ ...control, proof: { kind: "measured" } }, baseline, kin);
  const windows = Math.floor(simulation.lengthMs / control.everyMs);
  for (let i = 1; i <= windows; i++) {
    const toMs = i * control.everyMs;
    const at = { windowStartMs: toMs - control.windowMs, windowEndMs: toMs };
    const seen = parts.map(({ labels, next }, part): Seen => {
      const steps = sums[part] ?? [];
      steps.push(next());
      if (steps.length > perWindow) steps.shift();
      const drawn = steps.reduce(addDrawn);
      const evidence = evidenceOf(drawn, control.measure, baseline);
      return { drawn, group: { startMs: at.windowStartMs, labels, evidence } };
    });
    judged.step(seen, measure, at);
    plain.step(seen, measure, at);
  }
  const { conclusive, verdicts, alarms } = judged;
  return { windows, conclusive, verdicts, alarms, plainAlarms: plain.alarms };
}

function measureOf(control: Control, simulation: Simulation): Metric {
  const measure = metric(control.measure);
  if (measure === undefined) throw new Error(`${control.measure} is not in the catalogue`);
  const isDrawn =
    measure.evidence === "cells"
      ? simulation.features > 0
      : simulation.rates[control.measure] !== undefined;
  if (!isDrawn) {
    const add = measure.evidence === "cells" ? "features: 10" : `${control.measure}: 5%`;
    throw new Error(
      `control ${control.id} measures ${control.measure}, which the simulation does not draw; add ${add} to simulate, if it can be drawn`,
    );
  }
  const { everyMs, windowMs } = control;
  const fits = HOUR_MS % everyMs === 0 || everyMs % HOUR_MS === 0;
  if (!fits || windowMs % everyMs !== 0) {
    throw new Error(
      `control ${control.id} looks at ${windowMs} ms every ${everyMs} ms; a simulation takes windows of a whole number of every, and every that divides an hour or is made of hours`,
    );
  }
  return measure;
}

interface Part {
  readonly labels: Labels;
  readonly next: () => Drawn;
}

function partsOf(
  control: Control,
  measure: Metric,
  of: { readonly simulation: Simulation; readonly baseline: Baseline; readonly run: number },
): readonly Part[] {
  const { simulation, baseline, run } = of;
  const stream = { run, stepMs: control.everyMs };
  const labels = (feature: string): Labels => {
    const all: Readonly<Record<string, string>> = {
      system: simulation.system,
      model_version: simulation.modelVersion,
      feature,
    };
    return Object.fromEntries(control.by.map((name) => [name, all[name] ?? ""]));
  };
  if (measure.evidence === "cells") {
    return Object.keys(baseline.features).map((name) => ({
      labels: labels(name),
      next: featureStream(simulation, baseline, { ...stream, name }),
    }));
  }
  const rate = simulation.rates[control.measure];
  if (rate === undefined) return [];
  const next = rateStream(simulation, rate, { ...stream, name: control.measure });
  return [{ labels: labels(""), next }];
}

/** What is seen of one part in one window. */
interface Seen {
  readonly drawn: Drawn;
  readonly group: EvidenceGroup;
}

/** Which parts are compared with each other, or share one budget: the same in every window. */
function kinOf(
  parts: readonly Part[],
  measure: Metric,
  control: Control,
): readonly (readonly number[])[] {
  const evidence = { kind: "volume", predictions: 0, errors: 0 } as const;
  const groups = parts.map(({ labels }) => ({ startMs: 0, labels, evidence }));
  return families(groups, measure, control).map((family) =>
    family.map((member) => groups.findIndex(({ labels }) => labels === member.labels)),
  );
}

interface At {
  readonly windowStartMs: number;
  readonly windowEndMs: number;
}

/** The instances of one control, window by window. */
class Judged {
  readonly #control: Control;
  readonly #baseline: Baseline;
  readonly #kin: readonly (readonly number[])[];
  readonly #states = new Map<number, KeptState>();
  /** Of a rate the measurement depends on its counts alone, and the same few come again and again. */
  readonly #measured = new Map<number, readonly Measurement[]>();
  conclusive = 0;
  verdicts = 0;
  alarms = 0;

  constructor(control: Control, baseline: Baseline, kin: readonly (readonly number[])[]) {
    this.#control = control;
    this.#baseline = baseline;
    this.#kin = kin;
  }

  step(seen: readonly Seen[], measure: Metric, at: At): void {
    for (const members of this.#kin) {
      const family = members.flatMap((part) => seen[part] ?? []);
      const measurements = this.#measure(family, measure, at);
      for (const [i, part] of members.entries()) {
        const [each, measurement] = [family[i], measurements[i]];
        if (each === undefined || measurement === undefined) continue;
        this.#advance(part, each.group, measurement, members.length, at);
      }
    }
  }

  #measure(family: readonly Seen[], measure: Metric, at: At): readonly Measurement[] {
    const drawn = family[0]?.drawn;
    const key = drawn?.kind === "rate" ? drawn.trials * 2 ** 24 + drawn.successes : null;
    const known = key === null ? undefined : this.#measured.get(key);
    if (known !== undefined) return known;
    const { windowEndMs: toMs, windowStartMs: fromMs } = at;
    const context = contextFor(this.#control, family.length, this.#baseline, toMs, fromMs);
    const groups = family.map(({ group }) => group);
    const measurements = measure.measure(groups, context);
    if (key !== null) this.#measured.set(key, measurements);
    return measurements;
  }

  #advance(
    part: number,
    group: EvidenceGroup,
    measurement: Measurement,
    members: number,
    at: At,
  ): void {
    const before = this.#states.get(part) ?? OK;
    const weighed = weigh(before, {
      control: this.#control,
      measurement,
      evidence: group.evidence,
      feature: group.labels["feature"] ?? null,
      baseline: this.#baseline,
      members,
    });
    const { gathered: _, ...state } = before;
    const next = advance(state, weighed.verdict, at, this.#control, String);
    const { gathered } = weighed;
    this.#states.set(part, gathered === null ? next.state : { ...next.state, gathered });
    if (next.events.some(({ kind }) => kind === "fired")) this.alarms += 1;
    this.verdicts += 1;
    if (weighed.verdict.kind === "pass" || weighed.verdict.kind === "breach") this.conclusive += 1;
  }
}

const OK: KeptState = { phase: "ok" };
const HOUR_MS = 3_600_000;
