/** What helps a person to fill in a field; its label and choices are governance's own. */
const help: Readonly<Record<string, string>> = {
  owner: "Who answers for it.",
  aware_at: "A time in UTC such as 2026-11-23T10:00Z.",
  found_at: "A time in UTC such as 2026-11-23T10:00Z; empty: now.",
  correction:
    "What stopped it: a rollback, a switch to people, a fix. What removes the cause comes later.",
  consequences: "Decisions reviewed, people told, amends made.",
  cause: "Why it could happen, not who did it.",
  method: "How the cause was found: five whys, a comparison, a test.",
  elsewhere: "Other systems, versions or suppliers looked at.",
  criterion: "What must be seen. It is fixed here, before the actions begin, and stays.",
  merged_into: "A record such as NC-2026-0042.",
  result_evidence: "Where somebody else can see it.",
  evidence: "Where somebody else can see it: a report, a release, a protocol.",
  change: "A commit, a release, a ticket.",
  requirement: "In your own words: a clause, a policy, a promise.",
  reported_by: "Empty: whoever told of it stays anonymous.",
  seen: "A report, a protocol, a ticket.",
  cites: "Framework and clauses, such as iso42001: 10.2, A.6.2.6; iso9001: 10.2.",
  uncites: "As above, what does not apply after all.",
};

/** Empty where a field needs none. */
export function fieldHelp(name: string): string {
  return Object.hasOwn(help, name) ? (help[name] ?? "") : "";
}
