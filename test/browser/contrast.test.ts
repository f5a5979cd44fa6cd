import { expect, test } from "vitest";
import { colour, linear } from "./style-tokens.ts";

// WCAG 2.2, 1.4.3 and 1.4.11, computed over the colour tokens in both themes.

const grounds = ["paper", "surface", "sunken"];
const standings = ["level", "pending", "firing", "recovering", "mute", "error"];

/** Every pair of text and ground that occurs on a page. */
const texts: readonly (readonly [string, string])[] = [
  ...grounds.flatMap((ground) => [
    ["ink", ground] as const,
    ["ink-soft", ground] as const,
    ["accent", ground] as const,
    ...standings.map((standing) => [standing, ground] as const),
  ]),
  ["on-accent", "accent"],
  ...standings.map((standing) => [standing, `${standing}-ground`] as const),
  ...["pending", "error", "level"].flatMap((ground) => [
    ["ink", `${ground}-ground`] as const,
    ["ink-soft", `${ground}-ground`] as const,
    ["accent", `${ground}-ground`] as const,
  ]),
];

/** Drawn things that carry meaning, and the edges of controls: 3 : 1 against what they lie on. */
const drawn: readonly (readonly [string, string])[] = [
  ...["line-strong", "data", "data-bars", "current", "change"].flatMap((mark) => [
    [mark, "paper"] as const,
    [mark, "surface"] as const,
  ]),
  ["heat-dot", "heat-3"],
  ["heat-dot", "heat-4"],
  ["heat-dot-last", "heat-5"],
];

for (const theme of ["light", "dark"] as const) {
  test(`text keeps a contrast of 4.5 : 1 in the ${theme} theme`, () => {
    expect(below(texts, 4.5, theme)).toEqual([]);
  });

  test(`marks and edges keep a contrast of 3 : 1 in the ${theme} theme`, () => {
    expect(below(drawn, 3, theme)).toEqual([]);
  });

  test(`shades of drift follow each other in lightness in the ${theme} theme`, () => {
    const shades = [0, 1, 2, 3, 4, 5].map((shade) => luminance(colour(`heat-${shade}`, theme)));
    const ordered = [...shades].sort((a, b) => (theme === "light" ? b - a : a - b));
    expect(shades).toEqual(ordered);
  });
}

function below(
  pairs: readonly (readonly [string, string])[],
  least: number,
  theme: "light" | "dark",
): readonly string[] {
  return pairs.flatMap(([over, under]) => {
    const [a, b] = [luminance(colour(over, theme)), luminance(colour(under, theme))];
    const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    return ratio < least ? [`${over} on ${under}: ${ratio.toFixed(2)}`] : [];
  });
}

/** Relative luminance of sRGB, WCAG 2.2. */
function luminance(hex: string): number {
  const [red, green, blue] = linear(hex);
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
