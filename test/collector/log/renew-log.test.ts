import { Journal } from "tiltmeter/journal/journal";
import { expect, test } from "vitest";
import { outcome, START_MS, telemetry } from "../store/telemetry.ts";
import { seeded } from "./seeded.ts";
import { SimulatedFileSystem } from "./simulated-file-system.ts";

// A journal takes another id in a few steps; whatever a crash leaves between them is a journal with the old id or
// the new one, in which no number comes twice and no batch is forgotten.

const FOLDER = "/journal";
const BATCHES = 5;
const batchId = (n: number): Uint8Array => Buffer.alloc(16, n);
const records = (n: number) => [telemetry(outcome(`batch ${n}`))];
const reply = new Uint8Array();

function open(fileSystem: SimulatedFileSystem): Promise<Journal> {
  const now = (): number => START_MS;
  return Journal.open({ folder: FOLDER, fileSystem, now, segmentBytesMax: 400 });
}

test.each([1, 2, 3, 4, 5, 6, 7, 8])(
  "after a crash at any step a journal has one of two ids, goes on behind its last number and knows its batches (%d)",
  async (seed) => {
    const random = seeded(seed);
    const disk = new SimulatedFileSystem(random);
    const journal = await open(disk);
    for (let n = 1; n <= BATCHES; n += 1) {
      await journal.append({ batchId: batchId(n), records: records(n), reply });
    }
    await journal.markApplied(BATCHES);
    const { id: former } = journal;
    const crashes: SimulatedFileSystem[] = [];
    disk.onOperation = () => {
      for (let i = 0; i < 3; i += 1) crashes.push(disk.powerCut(random));
      crashes.push(disk.killed(random));
    };
    await journal.renew();
    disk.onOperation = () => {};
    const { id } = journal;
    expect(id).not.toBe(former);
    await journal.close();

    expect(crashes.length).toBeGreaterThan(20);
    const ids = new Set<string>();
    for (const crash of [...crashes, disk]) {
      const left = await open(crash);
      ids.add(left.id);
      expect(left.recovery.gaps).toEqual([]);
      expect([left.lastSeq, left.appliedSeq]).toEqual([BATCHES, BATCHES]);
      const again = { batchId: batchId(2), records: records(2), reply };
      expect(await left.append(again)).toMatchObject({ seq: 2, duplicate: true });
      const next = { batchId: batchId(99), records: records(99), reply };
      const receipt = await left.append(next);
      expect(receipt.duplicate).toBe(false);
      expect(receipt.seq).toBeGreaterThan(BATCHES);
      await left.close();
    }
    expect([...ids].filter((each) => each !== former && each !== id)).toEqual([]);
  },
);

test("a journal with batches that wait keeps its id", async () => {
  const journal = await open(new SimulatedFileSystem(seeded(1)));
  await journal.append({ batchId: batchId(1), records: records(1), reply });
  await expect(journal.renew()).rejects.toThrow("once all of it is applied, 1 batches wait");
  await journal.close();
});
