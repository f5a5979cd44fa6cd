import type { Control } from "../control.ts";
import type { LintSystem } from "./remark.ts";
import { type Scale, scaleOf } from "./scale.ts";

/** What a control takes to evaluate. An estimate: how many features or segments there are is not in a file. */
export interface Cost {
  /** Instances that are measured in one window. */
  readonly cells: number;
  readonly windowsPerDay: number;
  /** Values measured a day: cells × windows. */
  readonly valuesPerDay: number;
  /** How often each record is looked at: window ÷ every. */
  readonly readings: number;
  readonly scale: Scale;
}

const DAY_MS = 86_400_000;

/** The cost of a control, for the systems of an inventory or, where none is known, for ten. */
export function costOf(control: Control, systems?: readonly LintSystem[]): Cost {
  const scale = scaleOf(control, systems);
  const cells = control.by.reduce((product, dimension) => {
    if (dimension === "system") return product * scale.systems;
    return (
      product * (dimension.startsWith("segment.") ? scale.segments : (sizes(scale)[dimension] ?? 1))
    );
  }, 1);
  const windowsPerDay = DAY_MS / control.everyMs;
  return {
    cells,
    windowsPerDay,
    valuesPerDay: cells * windowsPerDay,
    readings: control.windowMs / control.everyMs,
    scale,
  };
}

function sizes(scale: Scale): Readonly<Record<string, number>> {
  return {
    model_version: scale.versions,
    feature: scale.features,
    role: scale.roles,
    control: scale.controls,
  };
}

/** Said beside a cost, so that a reader can put in numbers of their own. */
export function scaleInWords({ by }: Control, { scale }: Cost): string {
  const { systems } = scale;
  const parts = [
    systems === 1 ? "1 system" : `${systems} systems`,
    ...(by.includes("model_version") ? [`${scale.versions} versions`] : []),
    ...(by.includes("feature") ? [`${scale.features} features`] : []),
    ...(by.includes("role") ? [`${scale.roles} roles`] : []),
    ...(by.includes("control") ? [`${scale.controls} controls`] : []),
    ...by.filter((name) => name.startsWith("segment.")).map(() => `${scale.segments} segments`),
  ];
  return parts.join(" × ");
}
