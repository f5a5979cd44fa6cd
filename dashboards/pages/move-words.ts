import type { NonconformityState } from "@tiltmeter/rules";
import { sentence } from "../formats/words.ts";

/** What a person is asked to do in a state, and what the button that leads there says. */
export interface StateWords {
  readonly next: string;
  readonly button: string;
}

const states: Readonly<Record<NonconformityState, StateWords>> = {
  raised: {
    next: "Take ownership, and assess whether a requirement was not fulfilled.",
    button: "Back to raised",
  },
  assessing: {
    next: "Decide whether this is a nonconformity, how grave it is, and who is affected.",
    button: "Start assessing",
  },
  containing: {
    next: "Stop the harm: correct it, and deal with its consequences.",
    button: "It is one: contain it",
  },
  analysing: {
    next: "Find the cause, and where else it could occur.",
    button: "Contained: find the cause",
  },
  acting: {
    next: "Carry out actions that remove the cause.",
    button: "Cause found: act on it",
  },
  verifying: {
    next: "Test that the actions worked, by a criterion fixed before.",
    button: "Done: verify the effect",
  },
  closing: {
    next: "Decide whether the management system itself must change.",
    button: "It worked: prepare to close",
  },
  closed: { next: "Nothing. The record is immutable.", button: "Close" },
  dismissed: { next: "Nothing. It was not a nonconformity.", button: "Dismiss" },
  observation: { next: "Nothing. It is kept as an observation.", button: "Keep as an observation" },
  accepted: {
    next: "Look again when the acceptance ends.",
    button: "Accept the risk until a date",
  },
  merged: { next: "Nothing. Another record carries it on.", button: "Merge into another" },
  void: { next: "Nothing. It was void.", button: "Declare void" },
};

export function stateWords(state: NonconformityState): StateWords {
  return states[state];
}

/** What helps a person to fill in a field; its label and choices are governance's own. */
const help: Readonly<Record<string, string>> = {
  owner: "Who answers for this record.",
  aware_at: "A time in UTC such as 2026-11-23T10:00Z.",
  correction: "What stopped it: a rollback, a switch to people, a fix.",
  consequences: "Decisions reviewed, people told, amends made.",
  method: "How the cause was found: five whys, a comparison, a test.",
  elsewhere: "Other systems, versions or suppliers looked at.",
  criterion: "What must be seen, fixed before the actions begin.",
  reviewer: "Not the owner of the actions, if the severity is high or critical.",
  until: "A date such as 2027-03-31.",
  merged_into: "A record such as NC-2026-0042.",
};

const oneLine: ReadonlySet<string> = new Set([
  "owner",
  "aware_at",
  "method",
  "action_owner",
  "reviewer",
  "reference",
  "until",
  "accepted_by",
  "merged_into",
  "second_person",
]);

/** How a field is asked for: its help, empty where it needs none, and whether one line will do. */
export function fieldHelp(name: string): { readonly text: string; readonly oneLine: boolean } {
  return { text: Object.hasOwn(help, name) ? (help[name] ?? "") : "", oneLine: oneLine.has(name) };
}

/** A field that was filled in, as a timeline names it. */
export function fieldName(name: string): string {
  return sentence(name.replaceAll(/[_-]/g, " "));
}
