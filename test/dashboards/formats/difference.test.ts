import { expect, test } from "vitest";
import { difference } from "../../../dashboards/formats/difference.ts";

test("rates differ by points, everything else by shares, and nothing is no difference", () => {
  const said = (...of: Parameters<typeof difference>): string =>
    difference(...of).replace(/\s/g, " ");
  expect(said("percent", 0.943, 0.951)).toBe("0.80 points less");
  expect(said("percent", 0.2, 0.1)).toBe("10.0 points more");
  expect(said("percent", 0.5, 0.50001)).toBe("the same");
  expect(said("count", 112, 100)).toBe("12.0 % more");
  expect(said("seconds", 0.01, 0.02)).toBe("50.0 % less");
  expect(said("count", 7, 0)).toBe("more than none");
  expect(said("plain", 0, 0)).toBe("the same");
});
