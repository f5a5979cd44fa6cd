import {
  advance,
  type Baseline,
  type Control,
  contextFor,
  type EvidenceGroup,
  families,
  type KeptState,
  metric,
  type Verdict,
  weigh,
} from "../../../rules/index.ts";

/** One window of one instance after another, as an evaluator judges them. */
export interface Weighed {
  readonly state: KeptState;
  readonly verdict: Verdict;
}

/** Judges one group a window; between windows the state is JSON, as a store keeps it. */
export function weighAll(of: {
  readonly control: Control;
  readonly baseline: Baseline | null;
  readonly windows: readonly EvidenceGroup[];
  readonly from?: KeptState;
  readonly members?: number;
}): readonly Weighed[] {
  const { control, baseline, members = 1 } = of;
  const measure = metric(control.measure);
  if (measure === undefined) throw new Error(control.measure);
  let state: KeptState = of.from ?? { phase: "ok" };
  return of.windows.map((group, hour) => {
    const [family = []] = families([group], measure, control);
    const toMs = (hour + 1) * control.everyMs;
    const [measurement] = measure.measure(family, contextFor(control, members, baseline, toMs));
    if (measurement === undefined) throw new Error("not measured");
    const weighed = weigh(state, {
      control,
      measurement,
      evidence: group.evidence,
      feature: group.labels["feature"] ?? null,
      baseline,
      members,
    });
    const at = { windowStartMs: toMs - control.windowMs, windowEndMs: toMs };
    const next = advance(state, weighed.verdict, at, control, String);
    const kept = weighed.gathered === null ? {} : { gathered: weighed.gathered };
    state = JSON.parse(JSON.stringify({ ...next.state, ...kept })) as KeptState; // what was printed
    return { state, verdict: weighed.verdict };
  });
}
