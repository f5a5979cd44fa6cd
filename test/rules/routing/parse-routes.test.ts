import { parseRoutes } from "@tiltmeter/rules";
import { ZONES } from "tiltmeter/zones";
import { expect, test } from "vitest";

const CHANNELS = ["compliance-mail", "pager", "chat"];

const parse = (text: string, channels: readonly string[] | null = CHANNELS) =>
  parseRoutes(text, "routes.yaml", { channels, perRecord: ["pager"], zones: ZONES });

/** `LINE:COLUMN: code: message: fix` of each finding. */
const told = (text: string, channels?: readonly string[] | null): readonly string[] =>
  parse(text, channels).findings.map(
    ({ line, column, code, message, fix }) => `${line}:${column}: ${code}: ${message}: ${fix}`,
  );

const USUAL = ["raised", "raised_again", "reopened", "due", "closed"];

const FILE = `version: 1
compliance: { channels: [compliance-mail] }
routes:
  - id: on-call
    when: { severity: [high, critical], owner: team-credit, system: credit, control: [input-drift], raise: candidate }
    channels: [pager, chat]
  - id: everything-else
    channels: chat
`;

test("a file says who is told of what", () => {
  expect(parse(FILE)).toEqual({
    findings: [],
    routes: {
      compliance: ["compliance-mail"],
      complianceManner: { events: USUAL },
      routes: [
        {
          id: "on-call",
          when: {
            severities: ["high", "critical"],
            owners: ["team-credit"],
            systems: ["credit"],
            controls: ["input-drift"],
            raises: ["candidate"],
          },
          channels: ["pager", "chat"],
          events: USUAL,
        },
        {
          id: "everything-else",
          when: { severities: [], owners: [], systems: [], controls: [], raises: [] },
          channels: ["chat"],
          events: USUAL,
        },
      ],
    },
  });
});

test("without the compliance route no file is in force", () => {
  expect(told("version: 1\nroutes: [{ id: a, channels: [pager] }]\n")).toEqual([
    "1:1: missing-key: compliance is required: every raise reaches it, so that none is lost to a route that is missing: add compliance",
  ]);
  expect(told("version: 1\ncompliance: { channels: [] }\n").join("\n")).toMatch(
    /2:25: bad-value: channels names at least one channel/,
  );
  expect(parse("version: 1\ncompliance: {}\n").routes).toBeNull();
});

test("a channel that does not exist is an error where it stands, with the one that was meant", () => {
  expect(told(FILE.replace("[pager, chat]", "[pager, chatt]"))).toEqual([
    "6:23: unknown-channel: there is no channel chatt: did you mean chat?; or add it under channels in the configuration",
  ]);
  expect(told(FILE, [])).toContain(
    "2:26: unknown-channel: there is no channel compliance-mail: none is configured; or add it under channels in the configuration",
  );
  // Where nobody knows which channels there are, none is called unknown.
  expect(told(FILE, null)).toEqual([]);
});

test("a severity that no route asks for is told: only compliance would hear of it", () => {
  const gap = FILE.slice(0, FILE.indexOf("  - id: everything"));
  expect(told(gap)).toEqual([
    "4:3: no-route: no route asks for severity low, medium: only compliance is told: add a route, unless that is meant",
  ]);
  expect(parse(gap).routes).not.toBeNull();
});

test.each([
  [
    FILE.replace("severity:", "severty:"),
    /5:13: unknown-key: when has no key severty: did you mean severity\?/,
  ],
  [
    FILE.replace("high,", "higgh,"),
    /5:24: bad-value: severity cannot be higgh: did you mean high\?/,
  ],
  [
    FILE.replace("raise: candidate", "raise: observation"),
    /bad-value: raise cannot be observation/,
  ],
  [FILE.replace("everything-else", "on-call"), /7:5: duplicate-id: route on-call stands twice/],
  [`${FILE}quiet_hours: { from: 22h }\n`, /9:14: bad-value: quiet_hours is a list of at most 50/],
  [
    FILE.replace("id: on-call", "id: on-call\n    escalate: 1h"),
    /5:15: bad-value: escalate is a list of at most 10 steps/,
  ],
  [FILE.replace("version: 1\n", ""), /missing-key: version is required/],
  [FILE.replace("channels: chat\n", "channels: &c chat\n"), /anchor/],
  [`${FILE}routes: []\n`, /duplicate-key/],
  ["[]", /a routes file is a table/],
  ["routes: [", /syntax/],
  [
    `version: 1\ncompliance: { channels: [chat] }\nroutes:\n${"  - { id: a, channels: [chat] }\n".repeat(201)}`,
    /at most 200 routes/,
  ],
  [
    `version: 1\ncompliance: { channels: [chat] }\nroutes: [${"{ id: a, channels: [chat] }, ".repeat(201)}]`,
    /too-large: a list in brackets has at most 200 tables/,
  ],
  [
    FILE.replace(
      "owner: team-credit",
      `owner: [${Array.from({ length: 900 }, (_, i) => `the-team-number-${i}-of-a-great-many-teams-in-all`)}]`,
    ),
    /too-large/,
  ],
])("what is wrong is told with its place, and no part of it is in force (%#)", (text, message) => {
  expect(told(text).join("\n")).toMatch(message);
  expect(parse(text).routes).toBeNull();
});
