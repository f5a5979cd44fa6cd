import type { Control } from "@tiltmeter/rules";
import type { Judged } from "./judge-instances.ts";

/** A sample that was too small, and the control as it holds for the risk tier of its system. */
export interface Lacking {
  readonly n: number;
  readonly terms: Control;
}

/** Of a window in which no instance had enough, the one that came nearest; null where one had. */
export function lackingSample(judged: readonly Judged[]): Lacking | null {
  let nearest: Lacking | null = null;
  for (const { measurement, terms } of judged) {
    if (measurement.kind !== "insufficient") return null;
    const { n } = measurement;
    const isNearer = nearest === null || terms.minSample - n < nearest.terms.minSample - nearest.n;
    if (isNearer) nearest = { n, terms };
  }
  return nearest;
}
