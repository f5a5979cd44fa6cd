import { moment } from "./instant.ts";
import type { Material } from "./material.ts";
import { type Member, reading } from "./member.ts";

/**
 * The page that stands first in each part: what is in it, the figures, and what it does not cover.
 * Markdown that reads as plain text.
 */
export function about(
  folder: string,
  title: string,
  of: Pick<Material, "period" | "ledger">,
  said: {
    readonly holds: readonly string[];
    /** Figures of this part, as `name: value`. */
    readonly figures?: readonly (readonly [string, string | number])[];
    /** At least one: a part that claims to cover everything is not believed. */
    readonly notCovered: readonly [string, ...string[]];
  },
): Member {
  const lines = [
    `# ${title}`,
    "",
    `Period: ${moment(of.period.fromMs)} to ${moment(of.period.toMs)}. As known at ledger size ${of.ledger.size}.`,
    "",
    "## What is here",
    "",
    ...said.holds.map((each) => `- ${each}`),
    ...(said.figures === undefined || said.figures.length === 0
      ? []
      : ["", "## Figures", "", ...said.figures.map(([name, value]) => `- ${name}: ${value}`)]),
    "",
    "## What is not covered",
    "",
    ...said.notCovered.map((each) => `- ${each}`),
    "",
  ];
  return reading(`${folder}/ABOUT.md`, lines.join("\n"));
}
