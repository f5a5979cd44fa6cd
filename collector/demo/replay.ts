import type { Monitor } from "@tiltmeter/sdk";
import { featuresOf } from "./features.ts";
import { type Answer, classify, type SpamFilter } from "./filter.ts";
import { decide, reactionTo } from "./people.ts";
import type { Step } from "./schedule.ts";
import type { Letter } from "./split.ts";

/** Looks for due steps so often: a tenth of a second is nothing in windows of twenty. */
const LOOK_MS = 100;
/** Filling in the past gives other work its turn after so many steps. */
const STEPS_A_TURN = 200;

/**
 * Plays the steps on the clock: mail goes through the watched filter, people review and file it.
 *
 * Each record carries its own scheduled time, so the past is past. Ends when every step is played, or
 * soon after `isStopped` says so.
 */
export async function replay(of: {
  readonly steps: readonly Step[];
  readonly filter: SpamFilter;
  readonly monitor: Monitor;
  /** The instant that step times count from, Unix milliseconds. */
  readonly startMs: number;
  readonly now: () => number;
  readonly wait: (ms: number) => Promise<void>;
  readonly isStopped: () => boolean;
  readonly onMail: (step: Step, answer: Answer) => void;
}): Promise<void> {
  const { steps, filter, monitor, startMs } = of;
  let timeMs = startMs;
  const answers = new Map<string, Answer>();

  // The three lines that a user of the product writes around a model of their own.
  const ask = monitor.watch((letter: Letter) => classify(filter, letter.mail), {
    id: (letter) => letter.id,
    time: () => timeMs,
    features: (letter) => featuresOf(letter.mail),
    segment: (letter) => ({ form: featuresOf(letter.mail)["html"] === "yes" ? "html" : "plain" }),
    output: (answer) => ({ label: answer.label, score: answer.score }),
  });

  const play = (step: Step): void => {
    const { act, letter } = step;
    timeMs = startMs + step.atMs;
    if (act === "mail") {
      const answer = ask(letter);
      answers.set(letter.id, answer);
      of.onMail(step, answer);
      return;
    }
    if (act === "outcome") {
      monitor.outcome(letter.id, { label: letter.label, source: "filed_by_owner", time: timeMs });
      return;
    }
    const { review } = reactionTo(letter.id);
    const answer = answers.get(letter.id);
    if (review === null || answer === undefined) return;
    const action = decide(answer.label, letter.label);
    monitor.review(letter.id, {
      action,
      from: answer.label,
      to: letter.label,
      by: review.by,
      role: "postmaster",
      reason: action === "override" ? "relabelled" : "agreed",
      reviewSeconds: review.seconds,
      time: timeMs,
    });
  };

  for (let next = 0; next < steps.length && !of.isStopped(); ) {
    const dueMs = of.now() - startMs;
    for (let played = 0; played < STEPS_A_TURN; played += 1) {
      const step = steps[next];
      if (step === undefined || step.atMs > dueMs) break;
      play(step);
      next += 1;
    }
    const upcoming = steps[next];
    await of.wait(upcoming !== undefined && upcoming.atMs <= dueMs ? 0 : LOOK_MS);
  }
}
