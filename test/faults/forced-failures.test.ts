import { type Engine, openEngine } from "tiltmeter/store/engine/open";
import { createRead, type Read } from "tiltmeter/store/engine/read";
import { afterAll, beforeAll, expect, test } from "vitest";
import { seeded } from "../collector/log/seeded.ts";
import { temporaryFolder } from "../collector/store/temporary-folder.ts";
import { SEED } from "../seed.ts";
import { sizeOf, tellFigures } from "./figures.ts";

// The embedded engine hands what a failed query had written to whoever asks next. Every question here has a canary of its
// own, three of ten are made to fail with rows already written, and every answer is compared whole.

const QUERIES = sizeOf("TILTMETER_FORCED_FAILURES", 10_000);
/** More than there are sessions, so that questions wait in line behind failures. */
const AT_ONCE = 12;

let engine: Engine;
let read: Read;
beforeAll(async () => {
  engine = await openEngine({ folder: await temporaryFolder() });
  await engine.outside.command({ query: "CREATE DATABASE tiltmeter ENGINE = Atomic" });
  read = createRead(engine);
});
afterAll(() => engine.close());

/** Asks with the client itself, as inserts and the schema do. */
async function ask(query: string, settings = {}, signal?: AbortSignal): Promise<unknown[]> {
  const result = await engine.client.query({
    query,
    format: "JSONCompactEachRow",
    clickhouse_settings: settings,
    ...(signal === undefined ? {} : { abort_signal: signal }),
  });
  return result.json();
}

const BLOCKS = { max_block_size: "10", max_threads: 1 };

/** Ways to fail after rows were written; each rejects. */
const FAILURES: readonly ((canary: string) => Promise<unknown>)[] = [
  (canary) => ask(`SELECT number, '${canary}', throwIf(number = 40) FROM numbers(100)`, BLOCKS),
  (canary) =>
    ask(`SELECT number, '${canary}' FROM numbers(100)`, { ...BLOCKS, max_result_rows: "30" }),
  (canary) =>
    read("test.failing", `SELECT number, '${canary}', intDiv(1, 40 - number) FROM numbers(100)`),
  (canary) =>
    ask(`SELECT '${canary}', arrayJoin(range(toUInt64(number * 100000))) FROM numbers(100)`, {
      ...BLOCKS,
      max_memory_usage: "1000000",
    }),
  (canary) => ask(`SELECT '${canary}' FROM absent`),
  async (canary) => {
    const stop = new AbortController();
    const answer = ask(
      `SELECT '${canary}', sum(number) FROM numbers(100000000000) GROUP BY number % 7`,
      {},
      stop.signal,
    );
    setImmediate(() => stop.abort());
    return answer;
  },
];

/** Questions that have an answer, and the answer. */
const ANSWERS: readonly ((canary: string) => Promise<[unknown, unknown]>)[] = [
  async (canary) => [
    await read("test.canary", "SELECT {canary:String}, number FROM numbers(3)", { canary }),
    [0, 1, 2].map((number) => [canary, number]),
  ],
  async (canary) => [await ask(`SELECT '${canary}'`), [[canary]]],
  async (canary) => [await ask(`SELECT '${canary}' FROM numbers(0)`), []],
];

test(`${QUERIES} questions, three of ten forced to fail: no answer holds a row of another (seed ${SEED})`, {
  timeout: 120_000 + QUERIES * 20,
}, async () => {
  const random = seeded(SEED);
  let asked = 0;
  let failed = 0;
  const sender = async (): Promise<void> => {
    while (asked < QUERIES) {
      asked += 1;
      const canary = `canary ${SEED} ${asked}`;
      const pick = random();
      const kind = Math.floor(random() * 1e9);
      if (pick < 0.3) {
        failed += 1;
        const failure = FAILURES[kind % FAILURES.length];
        await expect(failure?.(canary), `failure ${kind % FAILURES.length}`).rejects.toThrow();
      } else {
        const [found, wanted] = (await ANSWERS[kind % ANSWERS.length]?.(canary)) ?? [];
        expect(found).toEqual(wanted);
      }
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, sender));
  tellFigures({ questions: asked, "forced to fail": failed });
  expect(failed / asked).toBeGreaterThan(0.25);
});
