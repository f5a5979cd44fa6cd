import { DEFAULT_POLICY, type DutyPolicy, explainRoutes, parseRoutes } from "@tiltmeter/rules";
import { ZONES, zoneOffsets } from "tiltmeter/zones";
import { expect, test } from "vitest";

const CHANNELS = ["mail", "pager", "jira", "board"];
const AT = Date.UTC(2026, 10, 23, 12);
const RECORD = {
  ...({ severity: "high", owner: null, system: "credit", control: null } as const),
  ...({ raises: "nonconformity" } as const),
};

const { routes } = parseRoutes(
  `version: 1
compliance: { channels: mail, group_by: [system], group_wait: 2m }
routes:
  - id: all
    channels: [pager, jira]
    group_by: []
    group_wait: 5m
  - id: late
    channels: board
    when: { event: escalated }
quiet_hours:
  - id: nights
    owner: ann
    reason: sleep
    until: 2026-12-31
    channels: [mail]
    during: { zone: UTC, hours: { mon-sun: ["10:00-14:00"] } }
    when: { severity: low }
`,
  "routes.yaml",
  { channels: CHANNELS, perRecord: ["pager", "jira"], zones: ZONES },
);

const told = (more: { perRecord?: readonly string[]; policy?: DutyPolicy }): readonly string[] =>
  routes === null
    ? []
    : explainRoutes(
        routes,
        { record: RECORD, event: "raised", atMs: AT, ...more },
        zoneOffsets,
      ).map(
        ({ channel, route, what, atMs, because }) =>
          `${(atMs - AT) / 60_000} ${channel}: ${what} by ${route}, ${because}`,
      );

test("channels that keep a thing for each record wait for no group, as they are told", () => {
  const mail = "2 mail: message by compliance, waits 120s for others of the same system";
  expect(told({ perRecord: ["pager", "jira"] })).toEqual([
    "0 pager: message by all, at once",
    "0 jira: message by all, at once",
    mail,
  ]);
  const grouped = "message by all, waits 300s for others of everything of the route";
  expect(told({})).toEqual([mail, `5 pager: ${grouped}`, `5 jira: ${grouped}`]);
});

test("whom the policy tells once nobody has taken a record on is told, with who asks for escalations", () => {
  const policy = {
    ...DEFAULT_POLICY,
    escalation: [
      { afterMs: 0, channels: ["pager"] },
      { afterMs: 3_600_000, channels: ["board"] },
    ],
  };
  const day = 24 * 60; // what something high may wait for an owner
  const because = "where the clock acknowledge is breached";
  expect(told({ perRecord: ["pager", "jira"], policy }).slice(3)).toEqual([
    `${day} pager: escalation by the policy, step 1, ${because}`,
    `${day} board: escalation by the policy, step 1, ${because}`,
    `${day + 60} board: escalation by the policy, step 2, ${because}`,
  ]);
});
