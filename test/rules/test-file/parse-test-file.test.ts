import { parseTests } from "@tiltmeter/rules";
import { expect, test } from "vitest";

const file = (test: string): string => `controls: [a.yaml]\ntests:\n${test}`;
const GIVEN = "    given: { series: { system: credit }, decisions: 10x2 }\n";
const EXPECT = "    expect: [{ at: 1h, control: a, state: ok }]\n";

function messages(text: string): readonly string[] {
  return parseTests(text, "t.yaml").findings.map(
    ({ line, column, code, message, fix }) => `${line}:${column} ${code} ${message}; ${fix}`,
  );
}

test("a slip is told with its place and what was meant", () => {
  const told = messages(
    file(
      "  - name: a\n    given:\n      series: { system: credit }\n      override_rat: 0.1x3\n    expect: [{ at: 1h, control: a, stat: ok }]\n",
    ),
  );
  expect(told).toEqual([
    "6:7 unknown-key a given series has no key override_rat; did you mean override_rate?",
    expect.stringMatching(/^7:\d+ missing-key a state or a verdict is required/),
    expect.stringMatching(
      /^7:\d+ unknown-key an expectation has no key stat; did you mean state\?/,
    ),
  ]);
});

test("series of different lengths are refused: what the missing steps are must be written", () => {
  const [told] = messages(
    file(
      `  - name: a\n    given: { series: { system: credit }, decisions: 10x5, error_rate: 0.1x3 }\n${EXPECT}`,
    ),
  );
  expect(told).toMatch(/uneven error_rate has 3 steps, and the longest series here 5; add _x2/);
});

test("a share beyond 1 and a negative count are refused", () => {
  const told = messages(
    file(
      `  - name: a\n    given: { series: { system: credit }, decisions: -1x2, error_rate: 2x2 }\n${EXPECT}`,
    ),
  );
  expect(told).toEqual([
    expect.stringMatching(/decisions cannot be below 0/),
    expect.stringMatching(/error_rate is a share between 0 and 1/),
  ]);
});

test("same_as names an earlier test, or the nearest name is suggested", () => {
  const good = `  - name: one\n${GIVEN}${EXPECT}`;
  const parsed = parseTests(
    file(
      `${good}  - name: two\n    given: { same_as: one }\n    expect: { same_as: one, tolerance: 30m }\n`,
    ),
    "t.yaml",
  );
  expect(parsed.findings).toEqual([]);
  expect(parsed.file?.tests[1]).toMatchObject({ toleranceMs: 1_800_000, given: [{ steps: 2 }] });
  expect(messages(file(`${good}  - name: two\n    given: { same_as: on }\n${EXPECT}`))).toEqual([
    expect.stringMatching(/unknown-test no earlier test is named on; did you mean one\?/),
  ]);
});

test("a file with one error has no tests: none is left out in silence", () => {
  const parsed = parseTests(file(`  - name: one\n${GIVEN}${EXPECT}  - name: two\n${EXPECT}`), "t");
  expect(parsed.file).toBeNull();
  expect(parsed.findings).toHaveLength(1);
});

test("what would not fit into memory is refused before it is made, all series together", () => {
  const big = (given: string): readonly string[] =>
    messages(file(`  - name: a\n    given: { series: { system: credit }, ${given} }\n${EXPECT}`));
  for (const given of [
    "decisions: 999999999999x2",
    "decisions: 1x9, heartbeat: 500000x9",
    "decisions: 1x9, late_batch: { at: 1d, from: 0h, to: 1h, decisions: 100000 }",
  ]) {
    expect(big(given), given).toEqual([
      expect.stringMatching(/too-large the series make \d+ records/),
    ]);
  }
  expect(big("decisions: 1x30000")).toEqual([expect.stringMatching(/a series has at most 20000/)]);
  const started = performance.now();
  expect(big(`decisions: ${"1x20000 ".repeat(10_000)}`)).toHaveLength(1);
  // Series that are made take the memory first, and minutes.
  expect(performance.now() - started).toBeLessThan(10_000);
});
