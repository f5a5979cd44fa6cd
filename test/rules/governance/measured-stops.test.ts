import { type DirectiveEvent, measuredStops } from "@tiltmeter/rules";
import { expect, test } from "vitest";

const at = (atMs: number, type: "system_suspended" | "suspension_effective" | "system_resumed") =>
  ({
    ...{ atMs, type, by: "ada", system: "s", records: [], reason: "" },
  }) as unknown as DirectiveEvent; // only these are read

test("a stop lasts from the suspension to the first sign of it, and one that is prolonged is one", () => {
  const history = [
    ...[at(10, "system_suspended"), at(12, "system_suspended"), at(17, "suspension_effective")],
    ...[at(19, "suspension_effective"), at(20, "system_resumed"), at(30, "system_suspended")],
    ...[at(31, "system_resumed"), at(33, "suspension_effective")],
  ];
  expect(measuredStops("s", history)).toEqual([
    { system: "s", sinceMs: 10, by: "ada", afterMs: 7 },
    // The sign came when it ran again: nobody can say that it stood still.
    { system: "s", sinceMs: 30, by: "ada", afterMs: null },
  ]);
});
