import { expect, test } from "vitest";
import { unbroken } from "../../../dashboards/formats/words.ts";

test("a number keeps its unit, and nothing else changes", () => {
  expect(unbroken("it was 91.1 % (sample 213) in 15 s")).toBe(
    "it was 91.1\u00a0% (sample 213) in 15\u00a0s",
  );
  expect(unbroken("2 samples, 3 hens")).toBe("2 samples, 3 hens");
});
