import fc from "fast-check";
import { expect, test } from "vitest";
import { NOTHING, type RecordClass, Recorder, type Taken } from "../../sdk/recorder.ts";
import type { Body } from "../../sdk/statement-queue.ts";
import type { GenAiCall } from "../../sdk/wire/genai-call.ts";
import { joinLogs } from "../../sdk/wire/otlp-logs.ts";
import { ProtobufWriter } from "../../sdk/wire/protobuf-writer.ts";
import { madeObservation } from "./made-observation.ts";
import { decodeRequest } from "./wire/otlp-proto.ts";

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
const observation = madeObservation;
const CALL: GenAiCall = {
  operation: "chat",
  requestModel: "m",
  modelSource: "provider",
  responseId: "r",
  conversationId: "",
  inputTokens: 1,
  cachedTokens: null,
  cacheWriteTokens: null,
  outputTokens: 2,
  reasoningTokens: null,
  finishReasons: ["stop"],
  tools: {},
  isRefused: null,
  isStreamed: false,
  firstChunk: null,
  source: { dialect: "tiltmeter", scope: "", scopeVersion: "", schemaUrl: "", seenBy: [] },
};
const refuse = (): undefined => undefined;
/** A prediction's memory without texts, as the queue counts it, so that budgets below can be in units of it. */
const UNIT = ((): number => {
  const recorder = recorderOf(10_000);
  recorder.predict(observation(), NO_TRACE, refuse);
  return recorder.bytes;
})();
const all = { recordsMax: Infinity, bytesMax: Infinity };

function recorderOf(bytesMax: number): Recorder {
  return new Recorder({ bytesMax, onFirstLoss: () => undefined });
}

function add(recorder: Recorder, of: RecordClass, bytes = UNIT): void {
  // Only the class matters to the queue; a change, with the class in its summary, is the smallest body.
  const body: Body = { kind: "change", timeMs: 1, change: of, summary: "", from: "", to: "" };
  if (of !== "prediction") recorder.add(of, bytes, NO_TRACE, body);
  else
    recorder.predict(
      observation({ id: "x".repeat(Math.max(1, (bytes - UNIT) / 2)) }),
      NO_TRACE,
      refuse,
    );
}

/** Class and number of each record, in the order in which they were taken. */
function records(taken: Taken): readonly (readonly [string, unknown])[] {
  const slices = taken.slices.map((slice) => slice.body);
  const decoded = decodeRequest(joinLogs(new ProtobufWriter(), {}, slices)).records;
  return decoded.map(({ eventName, attributes }) => [
    eventName === "aims.prediction" ? "prediction" : String(attributes["aims.change.kind"]),
    attributes["aims.seq"],
  ]);
}

test("predictions leave before outcomes, outcomes before people's decisions, the oldest of a class first", async () => {
  const recorder = recorderOf(4 * UNIT);
  for (const of of ["oversight", "outcome", "prediction", "prediction"] as const) add(recorder, of);
  add(recorder, "outcome");
  expect(recorder.dropped()).toEqual({ "prediction.queue_full": 1 });
  add(recorder, "oversight");
  expect(recorder.dropped()).toEqual({ "prediction.queue_full": 2 });
  // Nothing lighter is left: a prediction must not push a decision out.
  add(recorder, "prediction");
  expect(recorder.dropped()).toEqual({ "prediction.queue_full": 3 });
  for (let i = 0; i < 3; i += 1) add(recorder, "oversight");
  expect(recorder.dropped()).toEqual({
    "prediction.queue_full": 3,
    "outcome.queue_full": 2,
    "oversight.queue_full": 1,
  });
  expect(records(await recorder.take(all))).toEqual([
    ["oversight", 2],
    ["oversight", 3],
    ["oversight", 4],
    ["oversight", 5],
  ]);
});

test("content leaves before features, and features before the fact that a decision was made", async () => {
  const features = (i: number): Record<string, string | number> => ({
    temperature: i,
    input: "q".repeat(400),
    output: "a".repeat(400),
  });
  const whole = recorderOf(1_000_000);
  for (let i = 0; i < 8; i += 1) {
    whole.predict(
      observation({ id: `id-${i}`, features: features(i), call: CALL }),
      NO_TRACE,
      refuse,
    );
  }
  const roomy = whole.bytes;
  let shed = { content: 0, features: 0, predictions: 0 };
  for (let bytesMax = roomy; bytesMax > 2_000; bytesMax -= 500) {
    const recorder = recorderOf(bytesMax);
    for (let i = 0; i < 8; i += 1) {
      recorder.predict(
        observation({ id: `id-${i}`, features: features(i), call: CALL }),
        NO_TRACE,
        refuse,
      );
    }
    expect(recorder.bytes).toBeLessThanOrEqual(bytesMax);
    const dropped = recorder.dropped();
    const now = {
      content: dropped["content.queue_full"] ?? 0,
      features: dropped["features.queue_full"] ?? 0,
      predictions: dropped["prediction.queue_full"] ?? 0,
    };
    if (now.features > 0) expect(now.content).toBe(8);
    if (now.predictions > 0) expect(now.features).toBe(8);
    shed = now;
    const { slices } = await recorder.take(all);
    const bodies = slices.map((slice) => slice.body);
    const kept = decodeRequest(joinLogs(new ProtobufWriter(), {}, bodies)).records;
    expect(kept).toHaveLength(8 - now.predictions);
    kept.forEach(({ attributes }, index) => {
      const i = index + now.predictions;
      expect(attributes["aims.prediction.id"]).toBe(`id-${i}`);
      const expected = {
        ...(i < now.features ? {} : { temperature: i }),
        ...(i < now.content ? {} : { input: "q".repeat(400), output: "a".repeat(400) }),
      };
      expect({ ...(attributes["aims.prediction.features"] as object | undefined) }).toEqual(
        expected,
      );
    });
  }
  // The budgets above went through every stage.
  expect(shed).toEqual({ content: 8, features: 8, predictions: expect.any(Number) });
  expect(shed.predictions).toBeGreaterThan(0);
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
        bytes: fc.oneof(
          fc.nat(2 * UNIT).map((bytes) => UNIT + 2 * bytes),
          fc.constant(2_000_000),
        ),
      }),
    },
    fc.record({ kind: fc.constant("take" as const), records: fc.integer({ min: 1, max: 5 }) }),
    fc.record({ kind: fc.constant("fly" as const), bytes: fc.nat(2 * UNIT) }),
  ),
  { maxLength: 200 },
);

test("whatever happens, every number issued is taken, waiting or counted as lost, within the budget", async () => {
  await fc.assert(
    fc.asyncProperty(acts, async (sequence) => {
      const recorder = recorderOf(10 * UNIT);
      const kept: Record<string, unknown[]> = Object.fromEntries(CLASSES.map((of) => [of, []]));
      const keep = (taken: Taken): void => {
        for (const [of, seq] of records(taken)) kept[of]?.push(seq);
      };
      for (const act of sequence) {
        if (act.kind === "add") add(recorder, act.of, act.bytes);
        else if (act.kind === "fly") recorder.inFlight = { records: 1, bytes: act.bytes };
        else {
          recorder.inFlight = NOTHING;
          keep(await recorder.take({ recordsMax: act.records, bytesMax: 10 * UNIT }));
        }
        if (act.kind !== "fly") expect(recorder.bytes).toBeLessThanOrEqual(12 * UNIT);
      }
      keep(await recorder.take(all));
      expect(recorder.length).toBe(0);
      for (const of of CLASSES) {
        const seqs = kept[of] ?? [];
        expect(seqs.length + lostOf(recorder, of)).toBe(recorder.lastSeq()[of]);
        // In order, none twice.
        expect(seqs).toEqual([...new Set(seqs)].sort((a, b) => Number(a) - Number(b)));
      }
    }),
    { numRuns: 300 },
  );
});

function lostOf(recorder: Recorder, of: RecordClass): number {
  return Object.entries(recorder.dropped())
    .filter(([name]) => name.startsWith(`${of}.`))
    .reduce((sum, [, lost]) => sum + lost, 0);
}

test("the heartbeat names the last number and the losses of each class that spoke", () => {
  const recorder = recorderOf(1.5 * UNIT);
  add(recorder, "prediction");
  add(recorder, "prediction");
  recorder.count("hook.features", 3);
  expect(recorder.heartbeat(7)).toEqual({
    kind: "heartbeat",
    timeMs: 7,
    lastSeq: { prediction: 2 },
    dropped: { "prediction.queue_full": 1, "hook.features": 3 },
    queueDepth: 1,
  });
});

test("taking ends also where predictions come between its slices", async () => {
  const recorder = recorderOf(10_000_000);
  for (let i = 0; i < 2_000; i += 1) add(recorder, "prediction");
  let slices = 0;
  const taken = await recorder.take(all, () => {
    slices += 1;
    if (slices <= 3) add(recorder, "prediction");
  });
  expect(taken.records).toBe(2_003);
  expect(recorder.length).toBe(0);
});
