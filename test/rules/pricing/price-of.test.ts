import { expect, test } from "vitest";
import { dayNumber, priceOf } from "../../../rules/index.ts";
import { price, priceList } from "./prices.ts";

const DAY = dayNumber("2026-11-01") ?? 0;
const list = priceList([
  price({ model: "gpt-4o", input: 1 }),
  price({ model: "gpt-4o-2024-05-13", input: 2 }),
  price({ model: "gpt-*", input: 3 }),
  price({ model: "gpt-4o-mini*", input: 4 }),
  price({ provider: "ours", model: "gpt-4o", input: 5 }),
  price({ model: "old", input: 6, toDay: DAY }),
  price({ model: "old", input: 7, fromDay: DAY }),
]);
const inputOf = (model: string, of: { day?: number; provider?: string } = {}): number | null =>
  priceOf(list, { provider: "theirs", day: DAY, model, ...of })?.input ?? null;

test("a name comes before itself without a date, that before the longest beginning", () => {
  expect(inputOf("gpt-4o")).toBe(1);
  expect(inputOf("gpt-4o-2024-05-13")).toBe(2);
  expect(inputOf("gpt-4o-2024-08-06")).toBe(1);
  expect(inputOf("gpt-4o-20240806")).toBe(1);
  expect(inputOf("gpt-4o@20240806")).toBe(1);
  expect(inputOf("gpt-4o-latest")).toBe(1);
  expect(inputOf("gpt-4o-audio")).toBe(3);
  expect(inputOf("gpt-4o-mini-2024-07-18")).toBe(4);
});

test("a price is its provider's, and of its days", () => {
  expect(inputOf("gpt-4o", { provider: "ours" })).toBe(5);
  expect(inputOf("gpt-4o", { provider: "nobody" })).toBeNull();
  expect(inputOf("old", { day: DAY - 1 })).toBe(6);
  expect(inputOf("old", { day: DAY })).toBe(7);
});

test("an unknown model has no price, and no model has none whatever the list says", () => {
  expect(inputOf("claude")).toBeNull();
  expect(
    priceOf(priceList([price({ model: "*" })]), { provider: "theirs", model: "", day: DAY }),
  ).toBeNull();
});
