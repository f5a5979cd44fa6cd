import fc from "fast-check";
import { openStore, type Store } from "tiltmeter/store/store";
import { afterAll, beforeAll, expect, test } from "vitest";
import { batches, outcome, oversight, prediction, START_MS, telemetry } from "../telemetry.ts";
import { temporaryFolder } from "../temporary-folder.ts";

let store: Store;
const JOURNAL = "00000000-0000-4000-8000-000000000001";
let applied = 0;
let ids = 0;

beforeAll(async () => {
  store = await openStore({ folder: await temporaryFolder() });
});

afterAll(() => store.close());

/** A record of some system, numbered by its producer or not: in order, late, twice or of a producer begun anew. */
const records = fc.array(
  fc.record({
    system: fc.constantFrom("a", "b", "c"),
    producer: fc.constantFrom("one", "two"),
    seq: fc.nat(6),
    version: fc.constantFrom("1", "2"),
    kind: fc.constantFrom("prediction", "outcome", "oversight", "heartbeat"),
    environment: fc.constantFrom("production", "staging"),
    segment: fc.constantFrom({}, { race: "x" }, { age: "y" }),
  }),
  { minLength: 1, maxLength: 8 },
);

// What was counted once and what came since must be what a count of every row says, or a page shows what is not so.
test("what is counted on from where it was left is what counting everything says", async () => {
  await fc.assert(
    fc.asyncProperty(records, async (some) => {
      const told = some.map(({ system, producer, seq, version, kind, environment, segment }) => {
        ids += 1;
        const id = String(ids);
        const timeMs = START_MS + ids;
        const statement =
          kind === "prediction"
            ? prediction(id, {
                timeMs,
                segment,
                model: { name: "m", version, supplier: "", digest: "" },
              })
            : kind === "outcome"
              ? outcome(id)
              : kind === "oversight"
                ? oversight(id)
                : {
                    kind: "heartbeat" as const,
                    timeMs,
                    lastSeq: { prediction: seq + 2 },
                    dropped: { "prediction.queue_full": seq },
                    queueDepth: 0,
                  };
        return telemetry(statement, { system, seq, origin: { producer, environment } });
      });
      await store.apply(batches(applied + 1, told), { journal: JOURNAL, uncertain: false });
      applied += 1;
      const at = { journal: JOURNAL, seq: applied };
      expect(await store.systems(at)).toEqual(await store.systems());
      const completenessOf = await store.completenessOfAll(at);
      for (const system of ["a", "b", "c", "never seen"]) {
        expect(completenessOf(system)).toEqual(await store.completeness(system));
      }
    }),
    { numRuns: 8 },
  );
});

test("a batch that is not applied in full is not counted yet", async () => {
  const before = await store.systems({ journal: JOURNAL, seq: applied });
  const behind = { journal: JOURNAL, seq: applied };
  await store.apply(batches(applied + 1, [telemetry(prediction("later"), { system: "later" })]), {
    journal: JOURNAL,
    uncertain: false,
  });
  expect(await store.systems(behind)).toEqual(before);
  applied += 1;
  const ids = (await store.systems({ journal: JOURNAL, seq: applied })).map(({ id }) => id);
  expect(ids).toContain("later");
});
