import { randomUUID } from "node:crypto";
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { Arena } from "tiltmeter/columns/arena";
import { columnsOf } from "tiltmeter/columns/columns-of";
import { packColumns, unpackColumns } from "tiltmeter/columns/pack-columns";
import type { PredictionColumns } from "tiltmeter/columns/prediction-columns";
import { workHere } from "tiltmeter/store/apply/columns/block-work";
import type { Part } from "tiltmeter/store/apply/columns/part";
import { threadedWork } from "tiltmeter/store/apply/columns/threaded-work";
import { afterAll, expect, test } from "vitest";
import { prediction, START_MS, telemetry } from "../../telemetry.ts";
import { BUILT_THREAD } from "./built-thread.ts";

const journal = randomUUID();
const threaded = threadedWork(BUILT_THREAD, 0);

afterAll(() => threaded.close());

function columns(from: number, count: number): PredictionColumns {
  return columnsOf(
    Array.from({ length: count }, (_, place) => ({
      place,
      telemetry: telemetry(prediction(`p${from + place}`)),
    })),
  );
}

/** As they come from the journal: in the memory that the chunk lies in. */
function journaled(of: PredictionColumns, memory: Arena): PredictionColumns {
  const packed = packColumns(of);
  const bytes = memory.bytes(packed.length);
  bytes.set(packed);
  return unpackColumns(bytes);
}

async function made(work: typeof workHere, memory: Arena, isWhole: boolean) {
  const all = [journaled(columns(0, 40), memory), columns(40, 3)];
  const names = await work.names(all, memory);
  const parts = all.flatMap((own, i): Part[] => {
    const rows = Uint32Array.from({ length: own.rows }, (_, row) => row);
    const [name] = names.slice(i, i + 1);
    if (name === undefined) return [];
    return [
      {
        ...{ seq: i + 1, receivedMs: START_MS, columns: own, names: name },
        rows: isWhole ? rows : rows.filter((row) => row % 2 === 0),
      },
    ];
  });
  const blocks = await work.blocks(parts, journal, memory);
  // What is handed out next must be none of theirs.
  memory.bytes(1_000_000).fill(0xa5);
  return {
    identities: names.map(({ identities }) => [...identities]),
    digests: names.map(({ digests }) => Buffer.from(digests).toString("hex")),
    predictions: Buffer.concat(blocks.predictions).toString("hex"),
    features: Buffer.concat(blocks.features).toString("hex"),
    featuresRows: blocks.featuresRows,
  };
}

test.each([true, false])(
  "a thread makes the same names and blocks, of all rows or some: %s",
  async (isWhole) => {
    const memory = new Arena();
    const here = await made(workHere, new Arena(), isWhole);
    expect(here.featuresRows).toBeGreaterThan(0);
    for (let round = 0; round < 3; round += 1) {
      expect(await made(threaded, memory, isWhole)).toEqual(here);
      memory.reset();
    }
  },
);

test("what cannot be made is refused in the words of who tried, and the thread goes on", async () => {
  const memory = new Arena();
  // Here it would be taken as it is: this shows also that the thread did the rest.
  const damaged = { ...columns(0, 1), packed: new Uint8Array(64) };
  await expect(threaded.names([damaged], memory)).rejects.toThrow(
    "columns must be of version 1, got 0",
  );
  expect(await threaded.names([columns(0, 1)], memory)).toEqual(
    await workHere.names([columns(0, 1)], new Arena()),
  );
});

test("where a thread ends before it answers, or there is none, the work is done here", async () => {
  const folder = mkdtempSync(join(tmpdir(), "tiltmeter-thread-"));
  const ends = pathToFileURL(join(folder, "ends.mjs"));
  writeFileSync(
    ends,
    'import { parentPort } from "node:worker_threads"; parentPort.on("message", () => process.exit(1));',
  );
  const own = columns(0, 5);
  const here = await workHere.names([own], new Arena());
  for (const file of [ends, pathToFileURL(join(folder, "none.mjs"))]) {
    const work = threadedWork(file, 0);
    expect(await work.names([own], new Arena())).toEqual(here);
    expect(await work.names([own], new Arena())).toEqual(here);
    await work.close();
  }
});
