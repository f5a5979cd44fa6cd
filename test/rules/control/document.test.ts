// Hostile files as a whole, from the bytes to the words in them; `guard.test.ts` has what they cost.
import { expect, test } from "vitest";
import { parseControls, printControl } from "../../../rules/index.ts";
import { sha256 } from "../hash.ts";

const BYTES = 256 * 1024;
const HEAD = "version: 1\nowner: o\ncontrols:\n";

/** As much of it as a file may have. */
function full(unit: string, before = ""): string {
  return before + unit.repeat(Math.floor((BYTES - before.length) / unit.length));
}

/** A file of one control; `more` overrides and adds keys. */
function control(more: Readonly<Record<string, string>>): string {
  const keys: Record<string, string> = {
    id: "c",
    requirement: "r",
    measure: "error_rate",
    window: "1h",
    limit: "{ max: 1% }",
    ...more,
  };
  const entries = Object.entries(keys).map(([key, value]) => `${key}: ${value}`);
  return `${HEAD}  - { ${entries.join(", ")} }\n`;
}

const long = "1".repeat(200_000);
const many = (count: number, of: (i: number) => string): string =>
  Array.from({ length: count }, (_, i) => of(i)).join(", ");

const hostile: readonly (readonly [name: string, text: string, code: string])[] = [
  // Floods of everything that YAML gives a meaning.
  ...[
    "[",
    "{",
    "{a: ",
    "- ",
    "? ",
    '"',
    "'",
    ":",
    ",",
    "#",
    "|\n",
    ">\n ",
    "%\n",
    "\n",
    "\r\n",
  ].map((unit) => [`a flood of ${JSON.stringify(unit)}`, full(unit), "too-large"] as const),
  ["a flood of tabs", full("\t"), "too-deep"],
  ["a flood of spaces", full(" "), "too-deep"],
  ["a flood of NUL", full("\0"), "bad-value"],
  ["a flood of carriage returns", full("\r"), "bad-value"],
  ["a flood of keys", full("a: 1\n"), "too-large"],
  ["a flood of documents", full("---\n"), "too-large"],
  ["a flood of anchors", full("&a "), "too-large"],
  ["a flood of aliases", full("*a "), "too-large"],
  ["a flood of tags", full("!a "), "too-large"],
  ["a flood of merge keys", full("<<: {}\n"), "too-large"],
  ["one word that never ends", full("a"), "bad-value"],
  ["an emoji that never ends", full("😀"), "too-large"],
  ["a string that never ends", full("x\n  ", 'a: "'), "too-large"],
  ["a list that never ends", full("a,", "["), "too-large"],
  [
    "a few anchors that double",
    `a: &a [x,x]\n${many(30, (i) => `b${i}: &b${i} [*a,*a]\n`)}`,
    "anchor",
  ],
  [
    "more controls than a file has",
    `${HEAD}${`  - { id: c, measure: error_rate }\n`.repeat(5000)}`,
    "too-large",
  ],
  // Patterns that backtrack where one is careless.
  ["a window of digits", control({ window: long }), "bad-value"],
  ["a percentage of digits", control({ limit: `{ max: "${long}%" }` }), "bad-value"],
  [
    "a frequency of digits",
    control({ proof: `{ false_alarms: "${long} per year" }` }),
    "bad-value",
  ],
  [
    "a good answer of conjunctions",
    control({ measure: `{ good: "${" and ".repeat(20_000)}" }` }),
    "bad-value",
  ],
  ["a latency of digits", control({ measure: `{ good: "latency <= ${long}s" }` }), "bad-value"],
  [
    "a segment without an end",
    control({ by: `[system, "segment.${"a".repeat(200_000)} "]` }),
    "bad-value",
  ],
  ["an id without an end", control({ id: "a".repeat(200_000) }), "bad-value"],
  [
    "an instant of digits",
    `${control({})}maintenance: [{ name: n, systems: s, owner: o, reason: r, from: "${long}", until: "${long.slice(0, 1000)}" }]`,
    "bad-value",
  ],
  [
    "clauses of many numbers",
    control({ clauses: `{ iso: [${many(999, (i) => `"${"9.".repeat(90)}${i}"`)}] }` }),
    "bad-value",
  ],
  ["a key without an end", `${HEAD}  - { ${"a".repeat(200_000)}: 1 }\n`, "missing-key"],
  // Words that are compared with every known one.
  [
    "a thousand unknown dimensions",
    control({ by: `[${many(999, (i) => `sistem${i}`)}]` }),
    "bad-value",
  ],
  ["a measure without an end", control({ measure: "a".repeat(200_000) }), "bad-value"],
  [
    "systems by the thousand",
    control({ applies_to: `{ system: [${many(5000, (i) => `s${i}`)}] }` }),
    "too-large",
  ],
  [
    "burn rates by the hundred",
    control({
      measure: "{ good: status = ok }",
      limit: `{ objective: 99%, over: 30d, burn: [${many(150, () => "{ spend: 2%, in: 1h, confirm: 5m }")}] }`,
    }),
    "bad-value",
  ],
  // Text that another language would run.
  ["SQL for an id", control({ id: `"c'; DROP TABLE predictions; --"` }), "bad-value"],
  ["SQL for a measure", control({ measure: `"count(*) FROM x; DROP TABLE y"` }), "bad-value"],
  ["SQL for a segment", control({ by: `[system, "segment.x') OR 1=1 --"]` }), "bad-value"],
  ["SQL for a key", control({ sql: "SELECT 1" }), "not-yet"],
  // Keys that JavaScript gives a meaning.
  ["a prototype for a control", control({ ["__proto__ "]: "{ status: retired }" }), "unknown-key"],
  ["a prototype for clauses", control({ clauses: "{ __proto__: [a] }" }), "bad-value"],
  [
    "a prototype for a limit",
    control({ limit: "{ max: 1%, __proto__: { max: 99% } }" }),
    "unknown-key",
  ],
  [
    "a prototype for words",
    control({ measure: "silence", tell_apart: "{ __proto__: x }" }),
    "unknown-key",
  ],
  [
    "a constructor",
    control({ constructor: "1", toString: "2", hasOwnProperty: "3" }),
    "unknown-key",
  ],
];

// What would break: a file that anyone with a pull request can write stalls or bends every evaluation.
test.each(hostile)("%s is refused", (_, text, code) => {
  expect(new TextEncoder().encode(text).length).toBeLessThanOrEqual(2 * BYTES);
  const { findings } = parseControls(text, "f.yaml", sha256);
  const errors = findings.filter(({ severity }) => severity === "error");
  expect(errors.map((each) => each.code)).toContain(code);
  for (const { message, fix } of errors) {
    expect(message.length).toBeLessThan(600);
    expect(fix.length).toBeGreaterThan(0);
    expect(fix.length).toBeLessThan(3000);
  }
});

test("what looks like code in free text is text, and comes back as it was", () => {
  const title = `'); DROP TABLE predictions; -- <script>alert(1)</script> \${x} {{y}}`;
  const text = `${HEAD}  - id: c
    title: ${JSON.stringify(title)}
    requirement: r
    measure: error_rate
    window: 1h
    limit: { max: 1% }
    applies_to: { system: [${JSON.stringify(title)}, __proto__, constructor] }
`;
  const [control] = parseControls(text, "f", sha256).controls;
  if (control === undefined) throw new Error("no control");
  expect(control).toMatchObject({ title });
  const [again] = parseControls(printControl(control), "f", sha256).controls;
  expect(again?.appliesTo.systems).toEqual(control.appliesTo.systems);
  expect(again?.revision).toBe(control.revision);
});

test("nothing that a file says reaches the objects of everybody", () => {
  for (const [, text] of hostile) parseControls(text, "f", sha256);
  expect(Object.keys(Object.prototype)).toEqual([]);
  expect(({} as Record<string, unknown>)["status"]).toBeUndefined();
});
