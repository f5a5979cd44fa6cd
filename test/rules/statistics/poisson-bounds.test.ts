import { expect, test } from "vitest";
import { poissonBounds } from "../../../rules/statistics/poisson-bounds.ts";

// Half the chi-squared quantiles at 2k and 2k + 2 degrees of freedom, from printed tables (Garwood, 1936).
test.each([
  { events: 0, lower: 0, upper: 4.60517 },
  { events: 1, lower: 0.0100503, upper: 6.63835 },
  { events: 10, lower: 4.1302, upper: 20.1447 },
])(
  "of $events events the mean lies below $upper, each bound at 99 %",
  ({ events, lower, upper }) => {
    const bounds = poissonBounds({ events, confidence: 0.99 });
    expect(bounds.lower).toBeCloseTo(lower, 3);
    expect(bounds.upper).toBeCloseTo(upper, 3);
  },
);
