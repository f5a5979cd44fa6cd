import type { ReviewDecision } from "@tiltmeter/rules";

const words: Readonly<Record<ReviewDecision, string>> = {
  upheld: "upheld",
  corrected: "corrected",
  person_informed: "person informed",
  no_remedy: "no remedy possible",
};

/** What was decided on re-review, as people say it; anything else as it stands. */
export function decisionWords(decision: string): string {
  return Object.entries(words).find(([name]) => name === decision)?.[1] ?? decision;
}
