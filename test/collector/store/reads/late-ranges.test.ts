import { randomUUID } from "node:crypto";
import type { LateQuery, LateRange } from "tiltmeter/store/reads/late-ranges";
import { openStore, type Store } from "tiltmeter/store/store";
import { afterAll, beforeAll, expect, test } from "vitest";
import {
  batches,
  outcome,
  oversight,
  prediction,
  START_MS,
  score,
  telemetry,
} from "../telemetry.ts";
import { temporaryFolder } from "../temporary-folder.ts";

let store: Store;
const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** Records received at one instant. */
async function receive(
  seq: number,
  receivedMs: number,
  records: readonly ReturnType<typeof telemetry>[],
) {
  const received = batches(seq, records).map((batch) => ({ ...batch, receivedMs }));
  await store.apply(received, { journal, uncertain: false });
}
const journal = randomUUID();

beforeAll(async () => {
  store = await openStore({ folder: await temporaryFolder() });
  const at = (id: string, timeMs: number, system: string) =>
    telemetry(prediction(id, { timeMs }), { system });
  await receive(1, START_MS, [at("1", START_MS - 100, "a"), at("2", START_MS - 3 * DAY, "a")]);
  await receive(2, START_MS + HOUR, [
    // Two in one minute, one in the next; two in one hour of a day long past; another system.
    at("3", START_MS + 1, "a"),
    at("4", START_MS + 59_999.5, "a"),
    at("5", START_MS + 60_000, "a"),
    at("6", START_MS - 3 * DAY + 5, "a"),
    at("7", START_MS - 3 * DAY + HOUR - 1, "a"),
    at("8", START_MS + 30_000, "b"),
    telemetry(outcome("1"), { system: "a" }),
    telemetry(outcome("2"), { system: "b" }), // about nothing that b has
    telemetry(score("2"), { system: "a" }),
    telemetry(oversight("1", { timeMs: START_MS + 7 }), { system: "a" }),
  ]);
});

afterAll(() => store.close());

const query: LateQuery = {
  kinds: ["prediction", "outcome", "score", "review", "profile"],
  sinceMs: START_MS + 1,
  upToMs: START_MS + HOUR + 1,
  fromMs: START_MS - 400 * DAY,
  beforeMs: START_MS + HOUR,
};

test("what was received of late is told by the event time that it is about", async () => {
  const range = (of: LateRange["of"], system: string, from: number, to: number): LateRange => ({
    ...{ of, system },
    fromMs: START_MS + from,
    toMs: START_MS + to,
  });
  expect(await store.lateRanges(query)).toEqual([
    range("prediction", "a", -3 * DAY + 5, -3 * DAY + HOUR - 1),
    range("prediction", "a", 1, 59_999.5),
    range("prediction", "a", 60_000, 60_000),
    range("prediction", "b", 30_000, 30_000),
    range("outcome", "a", -100, -100),
    range("score", "a", -3 * DAY, -3 * DAY),
    range("review", "a", 7, 7),
  ]);
});

test("looked up in parts, what was received says the same", async () => {
  expect(await store.lateRanges({ ...query, atOnce: 0.3 })).toEqual(await store.lateRanges(query));
});

test("receipt and event time are half open, and only the kinds that were asked for are told", async () => {
  const asked = async (of: Partial<LateQuery>) =>
    (await store.lateRanges({ ...query, kinds: ["prediction"], ...of })).length;
  expect(await asked({})).toBe(4);
  expect(await asked({ sinceMs: START_MS + HOUR })).toBe(4);
  expect(await asked({ sinceMs: START_MS + HOUR + 1 })).toBe(0);
  expect(await asked({ upToMs: START_MS + HOUR })).toBe(0);
  expect(await asked({ sinceMs: START_MS })).toBe(5);
  expect(await asked({ fromMs: START_MS })).toBe(3);
  expect(await asked({ beforeMs: START_MS + 60_000 })).toBe(3);
  expect(await asked({ kinds: [] })).toBe(0);
});
