import { reactionTo } from "./people.ts";
import type { Letter, Split } from "./split.ts";

/** `calm`: mail like the training mail. `drifting`: the later collection. */
export type Phase = "calm" | "drifting";

/** One thing that happens in the replay. */
export interface Step {
  /** Milliseconds from the start of the replay; negative: past, to be filled in at once. */
  readonly atMs: number;
  readonly act: "mail" | "review" | "outcome";
  readonly letter: Letter;
  readonly phase: Phase;
}

/** Filled in at the start, so that the first windows are judged at once and charts have a before. */
const PAST_MS = 60_000;
/** Goes on calmly so long while one can look around; then the later mail begins. */
const CALM_MS = 20_000;
/** 3,046 later mails in three minutes: 17 a second, some 250 in a window of 15 s. */
const DRIFTING_MS = 180_000;

/**
 * The whole replay in the order in which it happens.
 *
 * The held-out mail spreads evenly over the past minute and the first 20 s; then comes the later
 * mail, evenly over three minutes, in the order of its reception. So the map from the corpus' dates to the clock is monotone:
 * no mail overtakes an earlier one. It is not linear: the corpus has whole months without a mail and hundreds on one
 * day, and a linear map would give windows of nothing. `speed` divides what is to come; the past is a minute at any speed.
 */
export function schedule(split: Pick<Split, "heldOut" | "later">, speed: number): readonly Step[] {
  const calmMs = CALM_MS / speed;
  // As many mails a millisecond in the past as in the calm to come.
  const past = Math.round((split.heldOut.length * PAST_MS) / (PAST_MS + calmMs));
  return [
    ...spread(split.heldOut.slice(0, past), "calm", -PAST_MS, 0),
    ...spread(split.heldOut.slice(past), "calm", 0, calmMs),
    ...spread(split.later, "drifting", calmMs, calmMs + DRIFTING_MS / speed),
  ].sort((a, b) => a.atMs - b.atMs);
}

function spread(
  letters: readonly Letter[],
  phase: Phase,
  fromMs: number,
  toMs: number,
): readonly Step[] {
  return letters.flatMap((letter, i): readonly Step[] => {
    const atMs = Math.round(fromMs + ((toMs - fromMs) * i) / letters.length);
    const { review, outcome } = reactionTo(letter.id);
    return [
      { atMs, act: "mail", letter, phase },
      ...(review === null
        ? []
        : [{ atMs: atMs + review.afterMs, act: "review", letter, phase } as const]),
      ...(outcome === null
        ? []
        : [{ atMs: atMs + outcome.afterMs, act: "outcome", letter, phase } as const]),
    ];
  });
}
