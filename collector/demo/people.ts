import type { Label } from "./filter.ts";
import { chance } from "./hash.ts";

/** What people do about one mail, and when: decided by its id alone, so every run tells the same story. */
export interface Reaction {
  /** A reviewer looks at about half of the mails; null: nobody looked at this one. */
  readonly review: {
    /** Milliseconds after the filter's answer. */
    readonly afterMs: number;
    readonly by: string;
    readonly seconds: number;
  } | null;
  /** The truth becomes known for every mail but a few: its owner filed it. Null: it never does. */
  readonly outcome: { readonly afterMs: number } | null;
}

const REVIEWED_SHARE = 0.5;
/** Some mail is deleted unread. */
const NEVER_FILED_SHARE = 0.03;
/** Controls wait for outcomes as long: see `outcomes.wait` in `controls.yaml`. */
const OUTCOME_MS_MAX = 4000;

/** How people react to one mail. */
export function reactionTo(id: string): Reaction {
  const isReviewed = chance(`reviewed ${id}`) < REVIEWED_SHARE;
  const isFiled = chance(`filed ${id}`) >= NEVER_FILED_SHARE;
  return {
    review: isReviewed
      ? {
          afterMs: Math.round(500 + 1500 * chance(`review delay ${id}`)),
          by: `reviewer-${1 + Math.floor(3 * chance(`reviewer ${id}`))}`,
          seconds: Math.round(40 + 160 * chance(`review seconds ${id}`)) / 10,
        }
      : null,
    outcome: isFiled
      ? { afterMs: Math.round(500 + (OUTCOME_MS_MAX - 500) * chance(`outcome delay ${id}`)) }
      : null,
  };
}

/** A reviewer confirms what is right and relabels what is wrong. */
export function decide(answered: Label, truth: Label): "confirm" | "override" {
  return answered === truth ? "confirm" : "override";
}
