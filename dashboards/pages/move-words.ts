import type { NextState, Nonconformity, NonconformityState } from "@tiltmeter/rules";
import { sentence } from "../formats/words.ts";

/** What a person is asked to do in a state, why, and what the button that leads there says. */
export interface StateWords {
  readonly next: string;
  /** What the work of this state is good for; empty where there is none. */
  readonly why: string;
  readonly button: string;
}

const states: Readonly<Record<NonconformityState, StateWords>> = {
  raised: {
    next: "Take ownership, and assess whether a requirement was not fulfilled.",
    why: "A record without somebody who answers for it is nobody's work.",
    button: "Back to raised",
  },
  assessing: {
    next: "Decide whether this is a nonconformity, how grave it is, and who is affected.",
    why: "What it is decides how fast the clocks run and who has to be told.",
    button: "Start assessing",
  },
  containing: {
    next: "Stop the harm: correct it, and deal with its consequences.",
    why: "Until it is contained it does harm; the cause can wait, the people affected cannot.",
    button: "It is one: contain it",
  },
  analysing: {
    next: "Find the cause, and where else it could occur.",
    why: "A correction mends this once. What is not understood comes back, here or elsewhere.",
    button: "Contained: find the cause",
  },
  acting: {
    next: "Carry out actions that remove the cause.",
    why: "Each action has somebody who does it, a day, and evidence that others can look up.",
    button: "Cause found: act on it",
  },
  verifying: {
    next: "Test that the actions worked, by a criterion fixed before.",
    why: "An action that nobody tested is a hope. Where a control can see it, telemetry decides.",
    button: "Done: verify the effect",
  },
  closing: {
    next: "Decide whether the management system itself must change.",
    why: "What one record taught may be true of others: policies, controls, training.",
    button: "It worked: prepare to close",
  },
  closed: { next: "Nothing. The record is immutable.", why: "", button: "Close" },
  dismissed: { next: "Nothing. It was not a nonconformity.", why: "", button: "Dismiss" },
  observation: {
    next: "Nothing. It is kept as an observation.",
    why: "",
    button: "Keep as an observation",
  },
  accepted: {
    next: "Look again when the acceptance ends.",
    why: "A risk is accepted for a time, not for ever; on that day the record is back at its cause.",
    button: "Accept the risk until a date",
  },
  merged: { next: "Nothing. Another record carries it on.", why: "", button: "Merge into another" },
  void: { next: "Nothing. It was void.", why: "", button: "Declare void" },
};

export function stateWords(state: NonconformityState): StateWords {
  return states[state];
}

/** What the button says that takes a record to a state: it depends on where the record comes from. */
export function moveButton(
  { state, proposedDismissal }: Pick<Nonconformity, "state" | "proposedDismissal">,
  { to, byTwo }: Pick<NextState, "to" | "byTwo">,
): string {
  if (to === "analysing" && (state === "verifying" || state === "closing")) {
    return "It did not work: back to the cause";
  }
  if (to === "analysing" && state === "accepted") return "Accept it no longer: find the cause";
  if (to === "assessing" && state === "observation") return "More than an observation: assess it";
  if (byTwo) return proposedDismissal === null ? "Propose to dismiss it" : "Confirm the dismissal";
  return states[to].button;
}

/** A field that was filled in, as a timeline names it. */
export function fieldName(name: string): string {
  return sentence(name.replaceAll(/[_-]/g, " "));
}
