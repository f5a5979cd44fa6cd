import type { Reviews } from "../evidence/reviews.ts";

/** Decisions about the model's answer: escalations, abstentions and stops decide nothing about it. */
export interface Decided {
  readonly confirmed: number;
  readonly overridden: number;
  readonly decided: number;
}

export function decidedOf({ actions }: Reviews): Decided {
  const [confirmed, overridden] = [countOf(actions, "confirm"), countOf(actions, "override")];
  return { confirmed, overridden, decided: confirmed + overridden };
}

function countOf(actions: Reviews["actions"], action: string): number {
  return Object.hasOwn(actions, action) ? (actions[action] ?? 0) : 0;
}
