import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { sheets } from "./style-tokens.ts";

// One visual language: colours and sizes are tokens, every token is used, and no rule is of nothing.

const root = fileURLToPath(new URL("../../", import.meta.url));
const sources = execFileSync(
  "git",
  ["ls-files", "--cached", "--others", "--exclude-standard", "dashboards", "collector/http"],
  { cwd: root },
)
  .toString()
  .split("\n")
  .filter((file) => /\.tsx?$/.test(file))
  .map((file) => ({ file, text: readFileSync(root + file, "utf8") }));
const written = sources.map(({ text }) => text).join("\n");
const others = sheets.filter(({ file }) => file !== "tokens.css");

/** Declarations of properties, as `file: property: value`. */
function declarations(
  properties: RegExp,
): readonly { readonly value: string; readonly said: string }[] {
  return others.flatMap(({ file, text }) =>
    [...text.matchAll(/(?<=[{;]\s*)([a-z-]+)\s*:\s*([^;{}]+)(?=[;}])/g)].flatMap(
      ([, name = "", value = ""]) =>
        properties.test(name) ? [{ value, said: `${file}: ${name}: ${value}` }] : [],
    ),
  );
}

test("no colour is written outside tokens.css", () => {
  const raw = /#[0-9a-f]{3,8}\b|\b(?:rgba?|hsla?|oklch|oklab|lab|lch|light-dark)\(/i;
  const named = /(?<![\w-])(?:black|white|red|green|blue|gray|grey|orange|yellow|purple)(?![\w-])/;
  const found = declarations(/./).filter(({ value }) => raw.test(value) || named.test(value));
  expect(found.map(({ said }) => said)).toEqual([]);
});

test("letters, distances and corners are of the scale", () => {
  const scaled =
    /^(?:font-size|font-weight|letter-spacing|border-radius|(?:row-|column-)?gap|padding(?:-[a-z]+)*|margin(?:-[a-z]+)*)$/;
  // Hairs of one pixel, whole shares and what the browser decides are no sizes.
  const rest =
    /\bcalc\(|var\(--[\w-]+\)|(?<![\w.-])-?(?:0|1px|100%|1|2)(?![\w.%])|\bauto\b|\binherit\b|[\s()*+-]/g;
  const found = declarations(scaled).filter(({ value }) => value.replace(rest, "") !== "");
  const allowed = new Set([
    // A dialog hangs at an eighth of the screen, whatever its letters.
    "find.css: margin: 12dvh auto auto",
    "print.css: margin: 18mm 16mm",
    // A moment ago is nothing on paper.
    "print.css: font-size: 0",
  ]);
  expect(found.map(({ said }) => said).filter((said) => !allowed.has(said))).toEqual([]);
});

test("no page styles an element by itself", () => {
  const styled = sources.filter(
    ({ file, text }) =>
      file.endsWith(".tsx") && /\sstyle=|<style\b|\s(?:fill|stroke)="#/.test(text),
  );
  expect(styled.map(({ file }) => file)).toEqual([]);
});

test("every token that is used is there, and every one that is there is used", () => {
  const all = sheets.map(({ text }) => text).join("\n");
  const made = new Set([...all.matchAll(/(--[\w-]+)\s*:/g)].map(([, name]) => name));
  const used = new Set([...all.matchAll(/var\((--[\w-]+)/g)].map(([, name]) => name));
  expect({
    missing: [...used].filter((name) => !made.has(name)),
    dead: [...made].filter((name) => !used.has(name)),
  }).toEqual({ missing: [], dead: [] });
});

test("every class that is styled is on a page", () => {
  const classes = new Set(
    others.flatMap(({ text }) =>
      [...text.matchAll(/\.(-?[a-z_][\w-]*)(?=[^{}]*\{)/gi)].map(([, name]) => name ?? ""),
    ),
  );
  // uPlot's own, and names that are put together: `tone-${standing}` makes `tone-level`.
  const isMade = (name: string): boolean =>
    /^u(?:plot|-)/.test(name) ||
    [...name.matchAll(/[-_]/g)].some(({ index }) =>
      written.includes(`${name.slice(0, index + 1)}\${`),
    );
  const dead = [...classes].filter(
    (name) => !isMade(name) && !new RegExp(`(?<![\\w-])${name}(?![\\w-])`).test(written),
  );
  expect(dead).toEqual([]);
});
