import { parseRoutes } from "@tiltmeter/rules";
import { ZONES } from "tiltmeter/zones";
import { expect, test } from "vitest";

/** `LINE:COLUMN: message` of each finding; the keys of the route begin on line 6, quiet hours on line 8. */
function told(keys: string, more = ""): readonly string[] {
  const text = `version: 1
compliance: { channels: [mail] }
routes:
  - id: a
    channels: chat
    ${keys}
${more}`;
  const terms = { channels: ["mail", "chat", "pager"], perRecord: ["pager"], zones: ZONES };
  const { routes, findings } = parseRoutes(text, "routes.yaml", terms);
  expect(routes === null).toBe(findings.some(({ severity }) => severity === "error"));
  return findings.map(({ line, column, message }) => `${line}:${column}: ${message}`);
}

test.each([
  ["group_by: [colour]", "6:16: group_by cannot be colour"],
  ["group_wait: 1m", "6:17: group_wait says how long a group waits, and there is no group_by"],
  ["group_by: []\n    group_wait: 2h", "7:17: group_wait is at most 60m, not 2h"],
  ["group_by: []\n    group_interval: 48h", "7:21: group_interval is at most 1440m, not 48h"],
  ["group_by: []\n    critical_wait: 10m", "7:20: critical_wait is at most 5m, not 10m"],
  ["group_by: []\n    group_wait: soon", "7:17: group_wait is a duration, not soon"],
  [
    "escalate: [{ after: 10s, channels: chat }]",
    "6:25: after is a duration of at least 60s, not 10s",
  ],
  ["escalate: [{ after: 10m, channels: chatt }]", "6:40: there is no channel chatt"],
  ["escalate: [{ channels: chat }]", "6:16: after is required: how long after the raise, e.g. 24h"],
  [
    "escalate: [{ after: 2h, channels: chat }, { after: 1h, channels: mail }]",
    "6:47: a step of the escalation comes no sooner than the one before it",
  ],
  ["repeat: 10m", "6:13: repeat is a duration of at least 3600s, not 10m"],
  ["digest: { days: mon }", '6:13: at is required: at which local time, e.g. "08:00"'],
  ['digest: { at: "8:00" }', "6:19: at is a time of the day, not 8:00"],
  ['digest: { at: "08:00", days: someday }', "6:34: days are days of the week, not someday"],
  [
    'digest: { at: "08:00", zone: Mars/Olympus }',
    "6:34: zone cannot be Mars/Olympus, which is no IANA time zone",
  ],
  [
    'digest: { at: "08:00" }\n    repeat: 24h',
    "7:13: a route with a digest tells of no event by itself, so it has no repeat",
  ],
  ['digest: { at: "08:00", every: day }', "6:28: digest has no key every"],
  ["when: { tier: enormous }", "6:19: tier cannot be enormous"],
  ["when: { event: [raised, risen] }", "6:29: event cannot be risen"],
])("what is wrong in how a route tells is told with its place: %s", (keys, finding) => {
  expect(told(keys)).toEqual([finding]);
});

test("a digest has no place in a channel that keeps one thing a record", () => {
  const digest = '  - id: b\n    channels: pager\n    digest: { at: "08:00" }\n';
  expect(told("repeat: 24h", digest)).toEqual([
    "8:15: channel pager keeps one thing a record and has no place for a digest",
  ]);
});

const QUIET =
  'id: q, owner: ann, reason: sleep, until: 2026-12-31, channels: [chat], during: { zone: UTC, hours: { mon-sun: ["00:00-07:00"] } }';

test.each([
  ["owner: ann, ", "", "8:5: owner is required: somebody answers for what is told late"],
  ["reason: sleep, ", "", "8:5: reason is required: whoever waits for a message may read it"],
  ["until: 2026-12-31, ", "", "8:5: until is required: quiet hours end, and their end is told"],
  ["2026-12-31", "someday", "8:48: until cannot be someday, which is no date"],
  ["[chat]", "[chatt]", "8:71: there is no channel chatt"],
  ["UTC", "Mars/Olympus", "8:94: zone cannot be Mars/Olympus, which is no IANA time zone"],
  [
    "00:00-07:00",
    "07:00-00:00",
    "8:117: mon-sun cannot be 07:00-00:00, which are no hours of one day",
  ],
  ["id: q", "id: q, hold: everything", "8:20: hold cannot be everything"],
  ["id: q", "id: q, silence: yes", "8:14: quiet hours has no key silence"],
])("what is wrong in quiet hours is told with its place: %s → %s", (right, wrong, finding) => {
  expect(told("repeat: 24h", `quiet_hours:\n  - { ${QUIET} }\n`)).toEqual([]);
  const quiet = `quiet_hours:\n  - { ${QUIET.replace(right, wrong)} }\n`;
  expect(told("repeat: 24h", quiet)).toEqual([finding]);
});
