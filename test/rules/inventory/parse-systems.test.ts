import fc from "fast-check";
import { expect, test } from "vitest";
import { BARE_DECLARATION, parseSystems } from "../../../rules/index.ts";

const zones = {
  has: (zone: string): boolean => zone === "UTC" || zone === "Europe/Berlin",
  names: (): readonly string[] => ["Europe/Berlin", "UTC"],
};

function parse(lines: readonly string[]) {
  const text = `version: 1\nsystems:\n  - id: credit\n    ${lines.join("\n    ")}\n`;
  const { systems, findings } = parseSystems(text, "systems.yaml", { zones });
  return {
    systems,
    findings: findings.map(
      ({ line, column, message, fix }) => `${line}:${column} ${message}; ${fix}`,
    ),
  };
}

test("a system with an id alone is live and says nothing else", () => {
  expect(parse([]).systems).toEqual([{ id: "credit", ...BARE_DECLARATION }]);
});

test("everything that a declaration can say is read", () => {
  const { systems, findings } = parse([
    "status: planned",
    "owner: team-credit",
    "deputy: team-risk",
    "purpose: Proposes credit limits",
    "risk_tier: high",
    "oversight_role: credit officer",
    "environment: production",
    "positive_label: approve",
    "suppliers: [openai]",
    "approved_models: [gpt-5, scorecard]",
    'approved_versions: [v7, "9.10"]',
    "approved_tools: [search]",
    "reviewers: [mara, { name: jo, until: 2027-03-31 }]",
    "calendar:",
    "  zone: Europe/Berlin",
    '  hours: { mon-tue: ["08:00-12:00", "13:00-24:00"] }',
    "  holidays: [2026-12-26, 2026-12-25]",
    "assessment: { date: 2026-05-01, every: 365d }",
    "reaction_time: 15m",
    "silent_after: 2h",
  ]);
  expect(findings).toEqual([]);
  const spans = [
    { fromMinute: 480, toMinute: 720 },
    { fromMinute: 780, toMinute: 1440 },
  ];
  expect(systems).toEqual([
    {
      id: "credit",
      status: "planned",
      owner: "team-credit",
      deputy: "team-risk",
      purpose: "Proposes credit limits",
      riskTier: "high",
      oversightRole: "credit officer",
      environment: "production",
      positiveLabel: "approve",
      suppliers: ["openai"],
      approvedModels: ["gpt-5", "scorecard"],
      approvedVersions: ["v7", "9.10"],
      approvedTools: ["search"],
      reviewers: [
        { name: "mara", until: null },
        { name: "jo", until: "2027-03-31" },
      ],
      calendar: {
        zone: "Europe/Berlin",
        hours: [0, 1].flatMap((day) => spans.map((span) => ({ day, ...span }))),
        holidays: ["2026-12-25", "2026-12-26"],
      },
      assessment: { date: "2026-05-01", everyMs: 365 * 86_400_000 },
      reactionMs: 900_000,
      silentAfterMs: 7_200_000,
    },
  ]);
});

test.each([
  ["onwer: a", "4:5 a system has no key onwer; did you mean owner?"],
  ["risk_tier: hihg", "4:16 risk_tier cannot be hihg; did you mean high?"],
  ["status: alive", "4:13 status cannot be alive; did you mean live?"],
  [
    "assessment: { date: 2026-02-30, every: 1d }",
    "4:25 date cannot be 2026-02-30, which is no date; write one",
  ],
  ["assessment: { date: 2026-02-03 }", "4:17 every is required"],
  ["reaction_time: soon", "4:20 reaction_time is a duration"],
  [
    'calendar: { zone: Europe/Berln, hours: { mon: "08:00-18:00" } }',
    "4:23 zone cannot be Europe/Berln, which is no IANA time zone; did you mean Europe/Berlin?",
  ],
  ['calendar: { hours: { mon: "22:00-06:00" } }', "4:31 mon cannot be"],
  ['calendar: { hours: { mon: "08:00-24:30" } }', "4:31 mon cannot be"],
  ['calendar: { hours: { mno: "08:00-18:00" } }', "4:26 hours has no day mno; did you mean mon?"],
  ['calendar: { hours: { mon: ["08:00-12:00", "11:00-13:00"] } }', "4:24 the hours of mon overlap"],
  ["calendar: {}", "4:15 hours is required"],
  ["reviewers: [{ until: 2026-01-01 }]", "4:17 name is required"],
  ["owner: &a x", "4:12 YAML anchors are not allowed"],
  ["owner: a\n    owner: b", "5:5 owner stands twice"],
  ["owner: [a]", "4:12 owner is a text"],
  ['owner: "\\ud800"', "3:5 credit holds half a character"],
])("%s is refused at its place, with what to write", (line, expected) => {
  const { systems, findings } = parse([line]);
  expect(systems).toEqual([]);
  expect(findings[0]).toContain(expected);
});

test("an inventory is refused whole, and says version 1", () => {
  const twice = "version: 1\nsystems: [{ id: a }, { id: b }, { id: a }]\n";
  expect(parseSystems(twice, "s.yaml", { zones })).toMatchObject({
    systems: [],
    findings: [{ line: 2, column: 33, code: "duplicate-id" }],
  });
  const without = parseSystems("systems: [{ id: a }]\n", "s.yaml", { zones });
  expect(without.findings[0]?.message).toContain("version: 1");
  const list = parseSystems("version: 1\nsystems: { id: a }\n", "s.yaml", { zones });
  expect(list.findings[0]?.message).toContain("systems is a list");
  const long = `version: 1\nsystems: [{ id: a, suppliers: [${Array.from({ length: 30 }, () => "x".repeat(1000)).join(", ")}] }]`;
  expect(parseSystems(long, "s.yaml", { zones }).findings[0]?.code).toBe("too-large");
});

test("a key without a value says nothing", () => {
  expect(parse(["owner:", "calendar:"]).systems).toEqual([{ id: "credit", ...BARE_DECLARATION }]);
});

test("within another file only its list is read", () => {
  const text = "listen: { port: 1 }\nsystems: [{ id: a, ower: b }]\n";
  const { findings } = parseSystems(text, "tiltmeter.yaml", { zones, within: true });
  expect(findings).toMatchObject([{ line: 2, column: 20, code: "unknown-key" }]);
});

test("no text whatever makes the parser throw", () => {
  const piece = fc.constantFrom(
    "systems:",
    " - id: a",
    "{",
    "]",
    "calendar: {hours: {mon: ",
    "\n",
    "x",
  );
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.array(piece).map((parts) => parts.join("")),
      ),
      (text) => {
        const { findings } = parseSystems(`version: 1\n${text}`, "s.yaml", { zones });
        expect(Array.isArray(findings)).toBe(true);
      },
    ),
  );
});

test("a bomb is refused within a moment", () => {
  const bombs = [
    `systems: ${"[".repeat(100_000)}`,
    `a: &a [x, x]\n${Array.from({ length: 50 }, (_, i) => `b${i}: [*a, *a]`).join("\n")}`,
    `version: 1\nsystems:\n${" - id: a\n".repeat(40_000)}`,
    "x".repeat(300_000),
  ];
  for (const text of bombs) {
    const startedMs = performance.now();
    expect(parseSystems(text, "s.yaml", { zones }).findings.length).toBeGreaterThan(0);
    // Unfolded, the second one alone would take longer than the universe has.
    expect(performance.now() - startedMs).toBeLessThan(10_000);
  }
});
