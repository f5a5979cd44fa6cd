import { expect, test } from "vitest";
import { group, measure } from "./family.ts";

test("overdue and unacknowledged concerns are counted, of those that are open", () => {
  const evidence = group({ kind: "concerns", open: 5, overdue: 3, unacknowledged: 1 });
  expect(measure("overdue_concerns", [evidence])).toEqual([
    {
      kind: "measured",
      value: 3,
      lower: null,
      upper: null,
      n: 5,
      detail: { open: 5, unacknowledged: 1 },
    },
  ]);
  expect(measure("unacknowledged_concerns", [evidence])).toMatchObject([{ value: 1, n: 5 }]);
});

test("no concern is none, not unknown: a system that had one and has none passes", () => {
  const evidence = group({ kind: "concerns", open: 0, overdue: 0, unacknowledged: 0 });
  expect(measure("overdue_concerns", [evidence])).toMatchObject([{ kind: "measured", value: 0 }]);
});
