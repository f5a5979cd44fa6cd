import {
  type Arriving,
  collectEvidence,
  type EvidenceKind,
  parseTests,
  testRecords,
} from "@tiltmeter/rules";
import fc from "fast-check";
import { expect, test } from "vitest";

const HOUR = 3_600_000;

function recordsOf(given: string, more = ""): { records: readonly Arriving[]; startMs: number } {
  const text = `controls: [a]\ntests:\n  - name: a\n    given:\n      series: { system: credit }\n      every: 1h\n${given
    .split("; ")
    .map((line) => `      ${line}\n`)
    .join("")}${more}    expect: [{ at: 1h, control: a, state: ok }]\n`;
  const { file, findings } = parseTests(text, "t.yaml");
  const [parsed] = file?.tests ?? [];
  if (parsed === undefined) throw new Error(JSON.stringify(findings));
  return { records: testRecords(parsed), startMs: parsed.startMs };
}

function evidence(
  of: ReturnType<typeof recordsOf>,
  kind: EvidenceKind,
  [from, to]: readonly [number, number],
): unknown {
  const request = {
    kind,
    by: ["system"],
    withinMs: HOUR,
    fromMs: of.startMs + from * HOUR,
    toMs: of.startMs + to * HOUR,
  } as const;
  return collectEvidence(
    request,
    of.records.map(({ record }) => record),
  )[0]?.evidence;
}

test("what is given is what a store counts, step by step", () => {
  const given = recordsOf(
    "decisions: 200x2 0x1 40x1; error_rate: 0.05x2 _x1 0.5x1; override_rate: 0.1x2 _x2; review_seconds: 30x4",
  );
  expect(evidence(given, "volume", [0, 1])).toMatchObject({ predictions: 200, errors: 10 });
  expect(evidence(given, "volume", [2, 3])).toBeUndefined();
  expect(evidence(given, "volume", [3, 4])).toMatchObject({ predictions: 40, errors: 20 });
  expect(evidence(given, "reviews", [1, 2])).toMatchObject({
    actions: { override: 20, confirm: 180 },
  });
});

test("shares of few things are right in total: the running total is rounded", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 30 }),
      fc.integer({ min: 1, max: 40 }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      (n, steps, raw) => {
        const rate = Number(raw.toFixed(4));
        const given = recordsOf(`decisions: ${n}x${steps}; error_rate: ${rate}x${steps}`);
        const found = evidence(given, "volume", [0, steps]) as { errors: number }; // as asked for
        expect(Math.abs(found.errors - rate * n * steps)).toBeLessThanOrEqual(0.501);
      },
    ),
    { numRuns: 50 },
  );
});

test("truths are as accurate as was said, and known after their delay", () => {
  const given = recordsOf("decisions: 100x2; accuracy: 0.9x2; label_delay: 5h");
  const outcomes = given.records.filter(({ record }) => record.statement.kind === "outcome");
  expect(outcomes).toHaveLength(200);
  expect(Math.min(...outcomes.map(({ atMs }) => atMs))).toBe(given.startMs + 5 * HOUR);
  expect(evidence(given, "decisions", [0, 1])).toMatchObject({
    pairs: { yes: { yes: expect.any(Number) } },
  });
  const { pairs } = evidence(given, "decisions", [0, 2]) as {
    pairs: Record<string, Record<string, number>>;
  };
  expect((pairs["yes"]?.["yes"] ?? 0) + (pairs["no"]?.["no"] ?? 0)).toBe(180);
});

test("a gap loses what happened in it; a late batch and a restart only delay it", () => {
  const disturbed = (disturb: string): readonly Arriving[] =>
    recordsOf("decisions: 10x6", `    disturb: [${disturb}]\n`).records;
  const { records, startMs } = recordsOf("decisions: 10x6");
  expect(records).toHaveLength(60);
  expect(disturbed("{ at: 2h, gap: 2h }")).toHaveLength(40);
  const late = disturbed("{ at: 2h, late_batch: 2h }");
  expect(late).toHaveLength(60);
  expect(late.filter(({ atMs }) => atMs === startMs + 4 * HOUR)).toHaveLength(21);
  const down = disturbed("{ at: 2h, restart: collector, down_for: 1h }");
  expect(down.filter(({ atMs }) => atMs === startMs + 3 * HOUR)).toHaveLength(11);
});

test("checks fail as often as was said, of those that were looked at; concerns stay open until resolved", () => {
  const given = recordsOf(
    "decisions: 100x2; check.pii: 0.1x2; checked.pii: 0.5x2; concerns: 1x2; acknowledged_after: 30m; resolved_after: 90m",
  );
  expect(evidence(given, "checks", [0, 1])).toMatchObject({
    predictions: 100,
    checks: { pii: { checked: 50, failed: 5 } },
  });
  expect(evidence(given, "concerns", [0, 1])).toMatchObject({ open: 1 });
  expect(evidence(given, "concerns", [0, 3])).toMatchObject({ open: 0 });
});
