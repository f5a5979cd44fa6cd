import type { NonconformityState } from "@tiltmeter/rules";

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

/** How one field is asked for. */
export interface FieldWords {
  readonly label: string;
  readonly help: string;
  readonly kind: "line" | "lines" | "choice";
  readonly choices: readonly string[];
}

const line = (label: string, help = ""): FieldWords => ({ label, help, kind: "line", choices: [] });
const lines = (label: string, help = ""): FieldWords => ({
  label,
  help,
  kind: "lines",
  choices: [],
});
const choice = (label: string, choices: readonly string[], help = ""): FieldWords => ({
  label,
  help,
  kind: "choice",
  choices,
});

const fields: Readonly<Record<string, FieldWords>> = {
  owner: line("Owner", "Who answers for this record."),
  assessment: lines("Is a requirement not fulfilled, and why?"),
  severity: choice("Severity", ["low", "medium", "high", "critical"]),
  affected: lines("Who is affected, and how many?"),
  serious_incident: choice("Serious incident?", ["no", "suspected", "yes"]),
  aware_at: line("When you became aware", "A time in UTC such as 2026-11-23T10:00Z."),
  correction: lines("Correction", "What stopped it: a rollback, a switch to people, a fix."),
  consequences: lines("Consequences dealt with", "Decisions reviewed, people told, amends made."),
  cause: lines("Cause"),
  method: line("Method", "How the cause was found: five whys, a comparison, a test."),
  elsewhere: lines("Could it occur elsewhere?", "Other systems, versions or suppliers looked at."),
  actions: lines("Actions", "Each with its owner, its due date and the evidence that it was done."),
  action_owner: line("Owner of the actions"),
  criterion: lines("Criterion", "What had to be seen, fixed before the actions."),
  result: choice("Result", ["effective", "not effective", "not demonstrated"]),
  reviewer: line("Reviewer", "Not the owner of the actions, if the severity is high."),
  system_change: lines("Does the management system change?"),
  reference: line("Reference"),
  until: line("Until", "A date such as 2027-03-31."),
  merged_into: line("Merged into", "A record such as NC-2026-0042."),
};

/** The words of a field; one that has none here is asked for by its name. */
export function fieldWords(name: string): FieldWords {
  const known = Object.hasOwn(fields, name) ? fields[name] : undefined;
  return (
    known ?? lines(name.replaceAll(/[_-]/g, " ").replace(/^./, (first) => first.toUpperCase()))
  );
}
