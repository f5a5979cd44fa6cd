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
