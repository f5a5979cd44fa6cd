import { readFileSync } from "node:fs";
import fc from "fast-check";
import { expect, test } from "vitest";
import { dateOf, dayNumber, parsePrices } from "../../../rules/index.ts";
import { sha256 } from "../hash.ts";

const file = (...prices: readonly string[]): string =>
  `version: 1\nas_of: 2026-11-01\ncurrency: USD\nprices:\n${prices.map((each) => `  - { ${each} }\n`).join("")}`;
const ONE = "provider: openai, model: gpt-4o, input: 2.5, from: 2024-10-02, source: a page";
const codes = (text: string): readonly string[] =>
  parsePrices(text, "p.yaml", sha256).findings.map(({ code, line }) => `${line} ${code}`);

test("the shipped file can be used, and says where each price can be looked up", () => {
  const path = new URL("../../../rules/prices/hosted-models.yaml", import.meta.url);
  const text = readFileSync(path, "utf8");
  const { prices, findings } = parsePrices(text, "hosted-models.yaml", sha256);
  expect(findings).toEqual([]);
  expect(prices?.digest).toBe(sha256(text));
  for (const { source } of prices?.prices ?? []) expect(source).toMatch(/^https:/);
});

test("what is not said of a cache costs as other input, and no output is none", () => {
  const { prices } = parsePrices(file(ONE), "p.yaml", sha256);
  expect(prices?.prices[0]).toMatchObject({
    ...{ input: 2.5, cachedInput: 2.5, cacheWrite: 2.5, output: null },
    ...{ fromDay: dayNumber("2024-10-02"), toDay: null },
  });
});

test("a file with any mistake is not used, and each mistake has its place", () => {
  expect(codes(file(ONE, ONE))).toEqual(["6 overlap"]);
  expect(codes(file(`${ONE}, to: 2024-10-01`))).toEqual(["5 bad-value"]);
  expect(codes(file("provider: openai, model: x, from: 2024-10-02, source: a"))).toEqual([
    "5 missing-key",
  ]);
  expect(codes(file(`${ONE}, input_cost_per_token: 0.1`))).toEqual(["5 not-yet"]);
  expect(codes(file(ONE.replace("2.5", "-1")))).toEqual(["5 bad-value"]);
  expect(codes(file(ONE.replace("gpt-4o", '"gpt*4o"')))).toEqual(["5 bad-value"]);
  expect(codes(file().replace("USD", "EUR"))).toContain("3 bad-value");
  expect(parsePrices(file(ONE, ONE), "p.yaml", sha256).prices).toBeNull();
});

test("prices of one model may follow one another", () => {
  const later = ONE.replace("2.5", "2").replace("2024-10-02", "2025-01-01");
  expect(codes(file(`${ONE}, to: 2025-01-01`, later))).toEqual([]);
});

test("no text makes it throw", () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      expect(parsePrices(`${file(ONE)}${text}`, "p.yaml", sha256).findings).toBeDefined();
    }),
  );
});

test("a day is written as it is read", () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 40_000 }), (day) => {
      expect(dayNumber(dateOf(day))).toBe(day);
    }),
  );
});
