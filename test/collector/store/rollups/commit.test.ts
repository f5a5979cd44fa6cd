import { randomUUID } from "node:crypto";
import fc from "fast-check";
import { openStore, type Store } from "tiltmeter/store/store";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { type Fault, type HttpFront, startHttpFront } from "../http-front.ts";
import { temporaryFolder } from "../temporary-folder.ts";
import { batchesOf, expectSame, rollAll, worldOf } from "./world-questions.ts";

// A roll that is cut off anywhere, by a transport that fails before or after a statement has run.

const SEED = 20_261_126;
let front: HttpFront;

beforeAll(async () => {
  front = await startHttpFront(await temporaryFolder());
});
afterEach(() => front.setFault(() => null));
afterAll(() => front.close());

async function opened(): Promise<Store> {
  return openStore({ url: front.url, username: "default", password: "" });
}

/** A process that knows nothing but what the store holds. */
async function expectSameAfterwards(of: ReturnType<typeof worldOf>): Promise<void> {
  const store = await opened();
  try {
    await expectSame(store, of);
  } finally {
    await store.close();
  }
}

test("a roll that is cut off anywhere changes no answer, before and after the next opening", async () => {
  const fault = fc.constantFrom<Fault>(
    null,
    { when: "before", how: "500" },
    { when: "after", how: "500" },
    { when: "after", how: "reset" },
  );
  let name = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(fault, { minLength: 3, maxLength: 12 }), async (faults) => {
      name += 1;
      const of = worldOf(`cut off ${name}`, SEED + name);
      const store = await opened();
      await store.apply(batchesOf(of.records, 25), { journal: randomUUID(), uncertain: false });
      const pending = [...faults];
      front.setFault((sql) =>
        /INSERT INTO (rolls|minutes|decisions|cells)_v1/.test(sql) ? (pending.pop() ?? null) : null,
      );
      for (let isDone = false; !isDone; ) {
        const room = 300;
        const rolling = store.roll({ baselines: of.baselines, rowsMax: room });
        isDone = await rolling.then(
          ({ behind }) => behind === 0,
          () => false,
        );
      }
      expect(pending.length).toBeLessThan(faults.length);
      await expectSame(store, of);
      await store.close();
      await expectSameAfterwards(of);
    }),
    { numRuns: 3, seed: SEED, endOnFailure: true },
  );
});

test("two collectors that roll one store do not count anything twice, nor lose a truth between them", async () => {
  const of = worldOf("two at once", SEED);
  const [one, other] = [await opened(), await opened()];
  const batches = batchesOf(of.records, 25);
  const middle = batches.length >> 1;
  await one.apply(batches.slice(0, middle), { journal: randomUUID(), uncertain: false });
  await other.apply(batches.slice(middle), { journal: randomUUID(), uncertain: false });
  await Promise.all([rollAll(one, of), rollAll(other, of)]);
  await expectSame(one, of);
  await expectSame(other, of);
  await one.close();
  await other.close();
  await expectSameAfterwards(of);
});

test("a baseline whose rolls always fail holds nobody up, and is tried less and less", async () => {
  const of = worldOf("one is bad", SEED + 9);
  const bad = of.baselines[0]?.digest;
  const store = await opened();
  await store.apply(batchesOf(of.records, 5), { journal: randomUUID(), uncertain: false });
  const tried: (string | null)[] = [];
  front.setFault((sql, parameters) => {
    if (!sql.includes("INSERT INTO cells_v1")) return null;
    const digest = parameters.get("param_baseline");
    tried.push(digest);
    return digest === bad ? { when: "before", how: "500" } : null;
  });
  const failures: unknown[] = [];
  for (let i = 0; i < 40; i++) {
    await store
      .roll({ baselines: of.baselines, rowsMax: 1_000_000 })
      .catch((error) => failures.push(error));
  }
  expect(new Set(tried).size).toBe(of.baselines.length);
  expect(of.baselines.length).toBeGreaterThan(1);
  // In turns 1, 2, 4, 8, 16 and 32.
  expect(tried.filter((digest) => digest === bad)).toHaveLength(6);
  expect(failures).toHaveLength(6);

  front.setFault(() => null);
  for (let i = 0; i < 64; i++) await store.roll({ baselines: of.baselines, rowsMax: 1_000_000 });
  expect(await store.roll({ baselines: of.baselines, rowsMax: 1_000_000 })).toEqual({
    rolled: 0,
    behind: 0,
  });
  await expectSame(store, of);
  await store.close();
});
