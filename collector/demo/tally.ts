import type { Label } from "./filter.ts";
import type { Phase } from "./schedule.ts";

/** What the replay itself counted, to be compared with what the collector says. */
export interface Tally {
  readonly count: (phase: Phase, answered: Label, truth: Label) => void;
  readonly predictions: () => number;
  /** One line a phase: `calm      964 mails, 98.9 % right`. */
  readonly lines: () => readonly string[];
}

export function createTally(): Tally {
  const phases: Record<Phase, { mails: number; right: number }> = {
    calm: { mails: 0, right: 0 },
    drifting: { mails: 0, right: 0 },
  };
  return {
    count: (phase, answered, truth) => {
      phases[phase].mails += 1;
      if (answered === truth) phases[phase].right += 1;
    },
    predictions: () => phases.calm.mails + phases.drifting.mails,
    lines: () =>
      Object.entries(phases).map(([phase, { mails, right }]) => {
        const share = mails === 0 ? "none" : `${((100 * right) / mails).toFixed(1)} % right`;
        return `${phase.padEnd(8)} ${String(mails).padStart(5)} mails, ${share}`;
      }),
  };
}
