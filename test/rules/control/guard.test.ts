import { expect, test } from "vitest";
import { parseControls } from "../../../rules/index.ts";

const hostile: [name: string, text: string, code: string][] = [
  ["a megabyte", "x".repeat(1_048_576), "too-large"],
  ["a megabyte in two-byte letters", "é".repeat(200_000), "too-large"],
  [
    "a list of tables that takes its square to read",
    `a: [${Array.from({ length: 201 }, () => "{ raise: nonconformity }").join(", ")}]\n`,
    "too-large",
  ],
  ["an alias bomb", `a: &a [x]\n${"b: [*a, *a, *a, *a]\n".repeat(1000)}`, "anchor"],
  ["two hundred thousand brackets", "[".repeat(200_000), "too-large"],
  ["fifty thousand brackets", "[".repeat(50_000), "too-deep"],
  ["twenty thousand braces", "{a: ".repeat(20_000), "too-deep"],
  ["fifty thousand dashes", "- ".repeat(50_000), "too-deep"],
  [
    "a staircase",
    Array.from({ length: 700 }, (_, i) => `${" ".repeat(i)}a:`).join("\n"),
    "too-deep",
  ],
  ["a flood of small maps", `[${"{a: 1}, ".repeat(30_000)}]`, "too-large"],
  ["a flood of quotes", '"'.repeat(250_000), "too-large"],
  ["a directive", "%TAG ! tag:example.com,2026:\n---\nversion: 1\n", "directive"],
];

// What would break: a file that anyone with a pull request can write stalls every evaluation.
for (const [name, text, code] of hostile) {
  test(`${name} is refused at once: ${code}`, () => {
    const times: number[] = [];
    let codes: readonly string[] = [];
    for (let i = 0; i < 5; i++) {
      const start = process.cpuUsage();
      codes = parseControls(text, "f", () => "").findings.map((finding) => finding.code);
      const { user, system } = process.cpuUsage(start);
      times.push((user + system) / 1000);
    }
    expect(codes).toEqual([code]);
    // Processor time, the best of five: the machine may be busy, the parser may not. Taken, they would cost seconds.
    expect(Math.min(...times)).toBeLessThan(500);
  });
}

// Nothing about a long file of plain keys is suspicious until it has been counted.
test("a flood of plain keys is refused at the token that is too many", () => {
  const keys = Array.from({ length: 20_000 }, (_, i) => `k${i}: 1`).join("\n");
  const [found] = parseControls(keys, "f", () => "").findings;
  expect(found).toMatchObject({ code: "too-large", line: 5001 });
});

test("a staircase that is narrow, and no more than steep, is refused for its depth too", () => {
  const stairs = Array.from({ length: 100 }, (_, i) => `${" ".repeat(i)}a:`).join("\n");
  const found = parseControls(stairs, "f", () => "");
  expect(found.findings.map(({ code }) => code)).toContain("too-deep");
  expect(found.controls).toEqual([]);
});

test("findings are bounded: a file full of mistakes does not fill the memory", () => {
  const text = `version: 1\ncontrols:\n${"  - { x: 1 }\n".repeat(900)}`;
  expect(parseControls(text, "f", () => "").findings.length).toBe(100);
});

test("a document within the limits is read whole, 120 controls of it", () => {
  const item = (i: number): string =>
    `  - id: c${i}\n    requirement: r\n    measure: error_rate\n    window: 1h\n    limit: { max: 1% }\n`;
  const text = `version: 1\nowner: o\ncontrols:\n${Array.from({ length: 120 }, (_, i) => item(i)).join("")}`;
  expect(parseControls(text, "f", () => "").controls.length).toBe(120);
});

test("a requirement that is folded over lines is no depth, however long", () => {
  const long = "a requirement in plain words ".repeat(30).trim();
  const text = `version: 1
owner: team
controls:
  - id: c
    requirement: >-
      ${long}
    measure: error_rate
    window: 1h
    limit: { max: 1% }
`;
  const { controls, findings } = parseControls(text, "f", () => "");
  expect(findings).toEqual([]);
  expect(controls[0]?.requirement).toBe(long);
});
