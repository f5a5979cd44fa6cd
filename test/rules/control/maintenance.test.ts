import fc from "fast-check";
import { expect, test } from "vitest";
import { formatInstant, maintenanceOf, parseControls, parseInstant } from "../../../rules/index.ts";
import { sha256 } from "../hash.ts";

const entry = {
  name: "move",
  systems: ["credit"],
  owner: "ops",
  reason: "the data centre moves",
  from: "2026-12-24T20:00:00Z",
  until: "2026-12-25T21:00+01:00",
};

function parse(maintenance: unknown, limit = "{ max: 1% }"): ReturnType<typeof parseControls> {
  const text = `version: 1
owner: o
controls:
  - { id: c, requirement: r, measure: { good: status = ok }, window: 1h, limit: ${limit} }
maintenance: ${JSON.stringify(maintenance)}
`;
  return parseControls(text, "f.yaml", sha256);
}

test("maintenance covers what it names, from its beginning and not at its end", () => {
  const { maintenance, controls, findings } = parse([entry]);
  expect(findings).toEqual([]);
  const [control] = controls;
  if (control === undefined) throw new Error("no control");
  const [fromMs, untilMs] = [Date.UTC(2026, 11, 24, 20), Date.UTC(2026, 11, 25, 20)];
  expect(maintenance).toEqual([
    {
      ...{ name: "move", systems: ["credit"], controls: [], owner: "ops" },
      reason: entry.reason,
      fromMs,
      untilMs,
    },
  ]);
  const at = (endMs: number, system = "credit"): string | undefined =>
    maintenanceOf(maintenance, { control, system, endMs })?.name;
  expect([at(fromMs - 1), at(fromMs), at(untilMs - 1), at(untilMs)]).toEqual([
    undefined,
    "move",
    "move",
    undefined,
  ]);
  expect(at(fromMs, "spam")).toBeUndefined();
});

test("the id of an objective names each of its alarms", () => {
  const text = `version: 1
owner: o
controls:
  - id: slo
    requirement: r
    measure: { good: status = ok }
    limit: { objective: 99%, over: 30d, burn: [{ spend: 2%, in: 1h, confirm: 5m }, { spend: 10%, in: 3d, confirm: 6h }] }
maintenance: ${JSON.stringify([{ ...entry, controls: "slo" }])}
`;
  const { maintenance, controls } = parseControls(text, "f", sha256);
  const endMs = Date.UTC(2026, 11, 25);
  expect(
    controls.map(
      (control) => maintenanceOf(maintenance, { control, system: "credit", endMs })?.name,
    ),
  ).toEqual(["move", "move"]);
});

test.each([
  ["an end before the beginning", { until: "2026-12-24T19:59:59Z" }, "bad-value"],
  ["an end at the beginning", { until: entry.from }, "bad-value"],
  ["a month and more", { until: "2027-01-24T00:00:00Z" }, "too-long"],
  ["an instant without a zone", { from: "2026-12-24T20:00:00" }, "bad-value"],
  ["a day that does not exist", { from: "2026-02-30T20:00:00Z" }, "bad-value"],
  ["nobody who answers for it", { owner: "" }, "bad-value"],
  ["no reason", { reason: undefined }, "missing-key"],
  ["an unknown key", { system: "credit" }, "unknown-key"],
])("%s is refused", (_, change, code) => {
  const { maintenance, findings } = parse([{ ...entry, ...change }]);
  expect(findings.map((finding) => finding.code)).toEqual([code]);
  expect(maintenance).toEqual([]);
});

test("a name stands for one entry, and everything at once is doubtful", () => {
  expect(parse([entry, entry]).findings.map(({ code }) => code)).toEqual(["duplicate-id"]);
  const { systems: _, ...whole } = entry;
  expect(parse([whole]).findings).toMatchObject([
    { code: "whole-maintenance", severity: "warning" },
  ]);
});

test("an instant that is written is read back, in any zone", () => {
  const ms = fc.integer({ min: 0, max: 253_402_300_799_999 });
  fc.assert(
    fc.property(ms, fc.integer({ min: -840, max: 840 }), (instant, offset) => {
      expect(parseInstant(formatInstant(instant))).toBe(instant);
      const local = instant + offset * 60_000;
      fc.pre(local >= 0 && local <= 253_402_300_799_999);
      const size = Math.abs(offset);
      const two = (value: number): string => String(Math.floor(value)).padStart(2, "0");
      const zone = `${offset < 0 ? "-" : "+"}${two(size / 60)}:${two(size % 60)}`;
      expect(parseInstant(formatInstant(local).replace("Z", zone))).toBe(instant);
    }),
  );
});
