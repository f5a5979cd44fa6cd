import { randomUUID } from "node:crypto";
import { createApply } from "tiltmeter/store/apply/apply";
import type { Range } from "tiltmeter/store/apply/batch";
import { chunkOf } from "tiltmeter/store/apply/columns/chunk";
import { knownIdentities } from "tiltmeter/store/apply/columns/known-identities";
import { openEngine } from "tiltmeter/store/engine/open";
import { createRead, type Read } from "tiltmeter/store/engine/read";
import { migrate } from "tiltmeter/store/schema/migrate";
import { expect, test } from "vitest";
import { batches, prediction, telemetry } from "../../telemetry.ts";
import { temporaryFolder } from "../../temporary-folder.ts";

test("of new predictions nothing is asked once the filter has what is stored; what stands is found, of this store or before", async () => {
  const engine = await openEngine({ folder: await temporaryFolder() });
  try {
    await migrate(engine);
    const asked: string[] = [];
    const ask = createRead(engine);
    const read: Read = (name, ...of) => {
      asked.push(name);
      return ask(name, ...of);
    };
    const journal = randomUUID();
    const made = (from: number, count: number) =>
      batches(
        from + 1,
        Array.from({ length: count }, (_, i) => telemetry(prediction(`p${from + i}`))),
      );
    // Three thousand identities: of some the lowest byte is zero, of others the highest.
    await createApply(engine, read)(made(0, 3_000), { journal, uncertain: false });

    const known = knownIdentities(read, false, 1);
    const parts = async (from: number, count: number) => (await chunkOf(made(from, count))).parts;
    const range: Range = {
      ...{ journal: randomUUID(), low: 1, high: 1 },
      ...{ receivedFromMs: 0, receivedToMs: 0 },
    };
    expect(await known.among(await parts(0, 3_000), range)).toHaveProperty("size", 3_000);
    expect(asked.at(-1)).toBe("apply.standing.identities");
    known.note(await parts(9_000, 10), []);
    await expect
      .poll(
        async () => {
          asked.length = 0;
          await known.among(await parts(5_000, 50), range);
          return asked.length;
        },
        { timeout: 30_000 },
      )
      .toBe(0);
    expect(await known.among(await parts(0, 3_000), range)).toHaveProperty("size", 3_000);
    expect(await known.among(await parts(2_990, 20), range)).toHaveProperty("size", 10);
    // Noted, but nowhere in the store: the filter lets it be asked about, and the store knows better.
    expect(await known.among(await parts(9_000, 10), range)).toHaveProperty("size", 0);
    // What stands in the range that is applied again is no other's.
    expect(await known.among(await parts(0, 5), { ...range, journal })).toHaveProperty("size", 0);
  } finally {
    await engine.close();
  }
});

test("where others may write to the store, what is theirs is looked for each time", async () => {
  const engine = await openEngine({ folder: await temporaryFolder() });
  try {
    await migrate(engine);
    const read = createRead(engine);
    const [mine, theirs] = [randomUUID(), randomUUID()];
    const stored = (id: string) => batches(1, [telemetry(prediction(id))]);
    const known = knownIdentities(read, true, 1);
    const range = (journal: string): Range => ({
      ...{ journal, low: 1, high: 1 },
      ...{ receivedFromMs: 0, receivedToMs: 0 },
    });
    const standing = async (id: string, journal: string): Promise<number> =>
      (await known.among((await chunkOf(stored(id))).parts, range(journal))).size;
    known.note((await chunkOf(stored("mine"))).parts, []);
    expect(await standing("theirs", mine)).toBe(0);
    await createApply(engine, read)(stored("theirs"), { journal: theirs, uncertain: false });
    // However far the filter is filled by now.
    for (let i = 0; i < 5; i += 1) expect(await standing("theirs", mine)).toBe(1);
    expect(await standing("theirs", theirs)).toBe(0);
    expect(await standing("other", mine)).toBe(0);
  } finally {
    await engine.close();
  }
});
