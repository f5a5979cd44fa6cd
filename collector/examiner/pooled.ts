import {
  type Control,
  contextFor,
  families,
  isOf,
  type Labels,
  type MeasuredPlan,
  type Measurement,
  metric,
  requestFor,
} from "@tiltmeter/rules";
import type { ExaminerOptions, Span } from "./sources.ts";

/**
 * Measures everything since the start at once, at the plan's confidence: what single windows show
 * each for itself is shown for all of the time together.
 */
export async function pooled(
  plan: MeasuredPlan,
  control: Control,
  of: Pick<ExaminerOptions, "store" | "baseline" | "baselines" | "positive"> & {
    readonly system: string;
    readonly span: Span;
  },
): Promise<readonly { readonly instance: Labels; readonly measurement: Measurement }[]> {
  const { system, span } = of;
  const measure = metric(control.measure);
  if (measure === undefined) throw new Error(`${control.measure} is not in the catalogue`);
  const correctFor = control.proof.kind === "measured" ? [] : control.proof.correctFor;
  const asked: Control = {
    ...control,
    appliesTo: { ...control.appliesTo, systems: system === "" ? [] : [system] },
    proof: { kind: "confidence", confidence: plan.confidence, correctFor },
  };
  const groups = await of.store.fetchEvidence(requestFor(asked, span, of.baselines()));
  const baseline = of.baseline(system);
  const positive = of.positive(system);
  return families(groups, measure, asked).flatMap((family) => {
    const context = contextFor(asked, family.length, baseline, span.toMs, span.fromMs);
    const measured = measure.measure(family, {
      ...context,
      positive: context.positive ?? positive,
    });
    return family.flatMap(({ labels }, i) => {
      const measurement = measured[i];
      const isPlanned = plan.instances.some((instance) => isOf(instance, labels));
      return measurement === undefined || !isPlanned ? [] : [{ instance: labels, measurement }];
    });
  });
}
