import fc from "fast-check";
import { expect, test } from "vitest";
import { type Body, NOTHING, type RecordClass, Recorder } from "../../sdk/recorder.ts";

const CLASSES: readonly RecordClass[] = [
  "prediction",
  "profile",
  "score",
  "outcome",
  "oversight",
  "concern",
  "change",
];
const NO_TRACE = { traceId: "", spanId: "" };
const body = (of: RecordClass): Body =>
  // Only the class matters to the queue; a change is the smallest body.
  ({ kind: "change", timeMs: 0, change: of, summary: "", from: "", to: "" });
const recorderOf = (bytesMax: number): Recorder =>
  new Recorder({ bytesMax, onFirstLoss: () => undefined });
const all = { recordsMax: Infinity, bytesMax: Infinity };

test("predictions leave before outcomes, outcomes before people's decisions, the oldest of a class first", () => {
  const recorder = recorderOf(400);
  for (const of of ["oversight", "outcome", "prediction", "prediction"] as const) {
    recorder.add(of, 100, NO_TRACE, body(of));
  }
  recorder.add("outcome", 100, NO_TRACE, body("outcome"));
  expect(recorder.dropped()).toEqual({ "prediction.queue_full": 1 });
  recorder.add("oversight", 100, NO_TRACE, body("oversight"));
  expect(recorder.dropped()).toEqual({ "prediction.queue_full": 2 });
  // Nothing lighter is left: a prediction must not push a decision out.
  recorder.add("prediction", 100, NO_TRACE, body("prediction"));
  expect(recorder.dropped()).toEqual({ "prediction.queue_full": 3 });
  recorder.add("oversight", 100, NO_TRACE, body("oversight"));
  recorder.add("oversight", 100, NO_TRACE, body("oversight"));
  recorder.add("oversight", 100, NO_TRACE, body("oversight"));
  expect(recorder.dropped()).toEqual({
    "prediction.queue_full": 3,
    "outcome.queue_full": 2,
    "oversight.queue_full": 1,
  });
  expect(recorder.take(all).entries.map(({ class: of, seq }) => [of, seq])).toEqual([
    ["oversight", 2],
    ["oversight", 3],
    ["oversight", 4],
    ["oversight", 5],
  ]);
});

type Act =
  | { readonly kind: "add"; readonly of: RecordClass; readonly bytes: number }
  | { readonly kind: "take"; readonly records: number }
  | { readonly kind: "fly"; readonly bytes: number };

const acts: fc.Arbitrary<Act[]> = fc.array(
  fc.oneof(
    {
      weight: 6,
      arbitrary: fc.record({
        kind: fc.constant("add" as const),
        of: fc.constantFrom(...CLASSES),
        bytes: fc.oneof(fc.nat(300), fc.constant(2_000_000)),
      }),
    },
    fc.record({ kind: fc.constant("take" as const), records: fc.integer({ min: 1, max: 5 }) }),
    fc.record({ kind: fc.constant("fly" as const), bytes: fc.nat(400) }),
  ),
  { maxLength: 200 },
);

test("whatever happens, every number issued is taken, waiting or counted as lost, within the budget", () => {
  fc.assert(
    fc.property(acts, (sequence) => {
      const recorder = recorderOf(1_000);
      const taken: Record<RecordClass, number[]> = {
        prediction: [],
        profile: [],
        score: [],
        outcome: [],
        oversight: [],
        concern: [],
        change: [],
      };
      for (const act of sequence) {
        if (act.kind === "add") recorder.add(act.of, act.bytes, NO_TRACE, body(act.of));
        else if (act.kind === "fly") recorder.inFlight = { records: 1, bytes: act.bytes };
        else {
          recorder.inFlight = NOTHING;
          for (const entry of recorder.take({ recordsMax: act.records, bytesMax: 500 }).entries) {
            taken[entry.class].push(entry.seq);
          }
        }
        if (act.kind !== "fly") expect(recorder.bytes).toBeLessThanOrEqual(1_400);
      }
      const waiting = recorder.take(all).entries;
      for (const of of CLASSES) {
        const lost = lostOf(recorder, of);
        const left = waiting.filter((entry) => entry.class === of).map((entry) => entry.seq);
        const kept = [...taken[of], ...left];
        expect(kept.length + lost).toBe(recorder.lastSeq()[of]);
        // In order, none twice.
        expect(kept).toEqual([...new Set(kept)].sort((a, b) => a - b));
      }
    }),
    { numRuns: 500 },
  );
});

function lostOf(recorder: Recorder, of: RecordClass): number {
  return Object.entries(recorder.dropped())
    .filter(([name]) => name.startsWith(`${of}.`))
    .reduce((sum, [, records]) => sum + records, 0);
}

test("the heartbeat names the last number and the losses of each class that spoke", () => {
  const recorder = recorderOf(150);
  recorder.add("prediction", 100, NO_TRACE, body("prediction"));
  recorder.add("prediction", 100, NO_TRACE, body("prediction"));
  recorder.count("hook.features", 3);
  expect(recorder.heartbeat(7)).toEqual({
    kind: "heartbeat",
    timeMs: 7,
    lastSeq: { prediction: 2 },
    dropped: { "prediction.queue_full": 1, "hook.features": 3 },
    queueDepth: 1,
  });
});
