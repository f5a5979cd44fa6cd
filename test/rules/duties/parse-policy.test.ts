import { expect, test } from "vitest";
import { ZONES } from "../../../collector/zones.ts";
import { DEFAULT_POLICY, parsePolicy } from "../../../rules/index.ts";

const parse = (text: string, channels: readonly string[] | null = ["team", "board"]) =>
  parsePolicy(text, "policy.yaml", { zones: ZONES, channels });

const OFFICE = `
version: 1
calendars:
  office: { zone: Europe/Berlin, hours: { mon-fri: "09:00-17:00" }, holidays: [2026-12-25] }
`;

test("a policy says what differs from what is shipped", () => {
  const { policy, findings } = parse(`${OFFICE}
at_risk: 60%
clocks:
  high: { acknowledge: 4 working hours, contain: 3 working days, cause: 10d }
escalation:
  - { after: 0s, channels: team }
  - { after: 7d, channels: [team, board] }
`);
  expect(findings).toEqual([]);
  expect(policy?.clocks.critical).toEqual(DEFAULT_POLICY.clocks.critical);
  expect(policy?.clocks.high).toEqual({
    ...DEFAULT_POLICY.clocks.high,
    acknowledge: { kind: "working_time", ms: 4 * 3_600_000, calendar: "office" },
    contain: { kind: "working_days", days: 3, calendar: "office" },
  });
  expect([policy?.atRisk, policy?.statutoryAtRisk]).toEqual([0.6, 0.5]);
  expect(policy?.escalation).toEqual([
    { afterMs: 0, channels: ["team"] },
    { afterMs: 7 * 86_400_000, channels: ["team", "board"] },
  ]);
  expect(parse("version: 1").policy).toEqual(DEFAULT_POLICY);
});

test.each([
  ["clocks: { hihg: { contain: 1d } }", "unknown-key", "did you mean high?"],
  ["clocks: { high: { contian: 1d } }", "unknown-key", "did you mean contain?"],
  ["clocks: { high: { contain: soon } }", "bad-value", "write 24h, 3d"],
  ["clocks: { high: { contain: 2 working days } }", "no-calendar", "calendar: NAME"],
  [
    "clocks: { high: { contain: { working: 8h, calendar: offcie } } }",
    "no-calendar",
    "add it under",
  ],
  ["at_risk: 100%", "bad-value", "75%"],
  ["escalation: [{ after: 1d, channels: [borad] }]", "unknown-channel", "did you mean board?"],
  [
    "escalation: [{ after: 1d, channels: [team] }, { after: 1h, channels: [team] }]",
    "bad-value",
    "order",
  ],
  ["escalation: [{ channels: [team] }]", "missing-key", "add after"],
  [
    'calendars: { a: { zone: Europe/Berlni, hours: { mon: "09:00-17:00" } } }',
    "bad-value",
    "Berlin",
  ],
  ["calendars: { a: { zone: UTC } }", "missing-key", "add hours"],
  [
    'calendars: { a: { zone: UTC, hours: { mon: "09:00-09:01" } } }\nclocks: { low: { cause: 90 working hours } }',
    "bad-value",
    "write less",
  ],
])("%s is refused whole, with its place and what to write", (text, code, fix) => {
  const { policy, findings } = parse(`version: 1\n${text}\n`);
  expect(policy).toBeNull();
  expect(findings[0]).toMatchObject({ code, severity: "error", fix: expect.stringContaining(fix) });
  expect(findings[0]?.line).toBeGreaterThanOrEqual(2);
});

test("a clock that is due before the one that comes first is doubtful, not wrong", () => {
  const { policy, findings } = parse("version: 1\nclocks: { high: { contain: 20d } }\n");
  expect(policy).not.toBeNull();
  expect(findings).toMatchObject([{ severity: "warning", code: "clock-order", line: 2 }]);
});

test("one of several calendars has to be named", () => {
  const both = `${OFFICE}  plant: { zone: UTC, hours: { mon-sun: "06:00-22:00" } }\n`;
  expect(parse(`${both}clocks: { low: { contain: 2 working days } }`).findings[0]?.code).toBe(
    "no-calendar",
  );
  const { policy } = parse(
    `${both}clocks: { low: { contain: { working_days: 2, calendar: plant } } }`,
  );
  expect(policy?.clocks.low.contain).toEqual({
    kind: "working_days",
    days: 2,
    calendar: "plant",
  });
});
