import type { Verdict } from "@tiltmeter/rules";
import fc from "fast-check";
import type { EvaluationRow } from "tiltmeter/store/reads/evaluation-row";
import { openStore } from "tiltmeter/store/store";
import { expect, test } from "vitest";
import { temporaryFolder } from "../temporary-folder.ts";

const text = fc.string({ unit: "grapheme", maxLength: 20 });
/** What the format and SQL give a meaning, and empty. */
const strange = fc.oneof(
  text,
  fc.constantFrom("", "\t", "a\nb", "\\N", "'\\'", '"', "\0", "null", "a\r\n", "\u2028"),
);
const bound = fc.option(fc.double({ noNaN: true, noDefaultInfinity: true }));
const measured = fc.record({
  kind: fc.constant("measured" as const),
  value: fc.double({ noNaN: true, noDefaultInfinity: true }),
  lower: bound,
  upper: bound,
  n: fc.nat(),
  detail: fc.dictionary(
    strange.filter((key) => key !== "__proto__"),
    fc.oneof(strange, fc.integer()),
  ),
});
const verdict: fc.Arbitrary<Verdict> = fc.oneof(
  fc.record({
    kind: fc.constant("pass" as const),
    measured,
    recovered: fc.boolean(),
    warned: fc.boolean(),
  }),
  fc.record({ kind: fc.constant("breach" as const), measured, bound: strange }),
  fc.record({
    kind: fc.constant("inconclusive" as const),
    reason: strange,
    measured: fc.option(measured),
  }),
  fc.record({ kind: fc.constantFrom("no_data" as const, "error" as const), reason: strange }),
);
const state: fc.Arbitrary<EvaluationRow["state"]> = fc.oneof(
  fc.constant({ phase: "ok" as const }),
  fc.record({
    phase: fc.constant("firing" as const),
    episode: strange,
    firstBreachMs: fc.nat(),
    firedMs: fc.nat(),
  }),
);
const row: fc.Arbitrary<EvaluationRow> = fc.record({
  control: strange,
  revision: strange,
  instance: fc.dictionary(
    strange.filter((key) => key !== "__proto__"),
    strange,
    { maxKeys: 3 },
  ),
  instanceKey: strange,
  windowStartMs: fc.integer({ min: -1e12, max: 4e12 }),
  windowEndMs: fc.integer({ min: 1, max: 4e12 }),
  evaluatedMs: fc.nat(),
  dataRevision: fc.constant(1),
  watermarkMs: fc.option(fc.integer({ min: 1, max: 4e12 })),
  restatedUpToMs: fc.option(fc.integer({ min: 1, max: 4e12 })),
  isBackfilled: fc.boolean(),
  muted: fc.option(strange.filter((name) => name !== "")),
  engine: strange,
  question: strange,
  firstSeenMs: fc.option(fc.integer({ min: 1, max: 4e12 })),
  absentWindows: fc.nat(),
  verdict,
  state,
  rowsRead: fc.nat(),
  durationMs: fc.double({ min: 0, max: 1e6, noNaN: true }),
});

/** What a pass is made of beyond its figures is not kept. */
function kept(of: EvaluationRow): EvaluationRow {
  if (of.verdict.kind !== "pass") return of;
  return { ...of, verdict: { ...of.verdict, measured: { ...of.verdict.measured, detail: {} } } };
}

test("whatever a row holds is read back as it was written, but for the detail of a pass", async () => {
  const store = await openStore({ folder: await temporaryFolder() });
  let run = 0;
  try {
    await fc.assert(
      fc.asyncProperty(fc.array(row, { minLength: 1, maxLength: 30 }), async (drawn) => {
        run += 1;
        // A control's name of its own, so that no row stands for another.
        const rows = drawn.map((each, i) => ({ ...each, control: `${run} ${i} ${each.control}` }));
        await store.appendEvaluations(rows);
        const found = new Map(
          (await store.lastEvaluations()).map((each) => [each.control, each] as const),
        );
        for (const each of rows) {
          // To JSON −0 is 0, as it always was.
          expect(found.get(each.control)).toEqual(JSON.parse(JSON.stringify(kept(each))));
        }
      }),
      { numRuns: 20 },
    );
  } finally {
    await store.close();
  }
});
