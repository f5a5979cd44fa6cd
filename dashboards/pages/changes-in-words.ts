import type { Step } from "@tiltmeter/rules";
import { listed } from "../formats/words.ts";
import { stepTitle } from "./timeline.tsx";

/** `: moved to assessing by mara and comment by jon`; empty where nothing is known of it. */
export function changesInWords(steps: readonly Step[]): string {
  if (steps.length === 0) return "";
  const each = steps.map((step) => {
    const title = stepTitle(step);
    return `${title.charAt(0).toLowerCase()}${title.slice(1)} by ${step.by}`;
  });
  return `: ${listed(each)}`;
}
