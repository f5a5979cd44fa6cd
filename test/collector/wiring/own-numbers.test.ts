import { randomBytes } from "node:crypto";
import { cp, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Telemetry } from "@tiltmeter/sdk/wire/telemetry";
import { Journal } from "tiltmeter/journal/journal";
import { type Engine, openEngine } from "tiltmeter/store/engine/open";
import { createRead } from "tiltmeter/store/engine/read";
import { openStore, type Store } from "tiltmeter/store/store";
import { ownNumbers } from "tiltmeter/wiring/own-numbers";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { type HttpFront, startHttpFront } from "../store/http-front.ts";
import { prediction, profile, START_MS, telemetry } from "../store/telemetry.ts";
import { temporaryFolder } from "../store/temporary-folder.ts";

// Journals and stores that do not belong together from their beginning: a copy of a data folder put back, a
// fresh folder on an old store, two folders on one store.

let front: HttpFront;
let store: Store;
let engine: Engine;
let folder: string;
const user = { username: "default", password: "" };
const open: Journal[] = [];

beforeAll(async () => {
  front = await startHttpFront(await temporaryFolder());
  store = await openStore({ url: front.url, ...user });
  engine = await openEngine({ url: front.url, ...user });
});
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "tiltmeter-own-"));
});
afterEach(async () => {
  for (const journal of open.splice(0)) await journal.close();
  await rm(folder, { recursive: true, force: true });
});
afterAll(async () => {
  await engine.close();
  await store.close();
  await front.close();
});

async function started(name: string, log: string[] = []): Promise<Journal> {
  const journal = await Journal.open({ folder: join(folder, name), now: () => START_MS });
  open.push(journal);
  await ownNumbers({ journal, store, log: (line) => void log.push(line) });
  return journal;
}

const reply = new Uint8Array();

/** A prediction, and a profile, which has no id by which a second one would be known as the same. */
function records(system: string, name: string): readonly Telemetry[] {
  return [telemetry(prediction(name), { system }), telemetry(profile("income"), { system })];
}

function append(
  journal: Journal,
  system: string,
  name: string,
  batchId: Uint8Array = randomBytes(16),
) {
  return journal.append({ batchId, records: records(system, name), reply });
}

async function applyAll(journal: Journal): Promise<void> {
  for await (const batch of journal.batches(journal.appliedSeq)) {
    const uncertain = batch.seq <= journal.uncertainUpTo;
    await store.apply([batch], { journal: journal.id, uncertain });
    await journal.markApplied(batch.seq);
  }
}

/** How many predictions and profiles of a system are stored, how many ids, and of how many journals. */
async function stored(system: string): Promise<readonly unknown[]> {
  const [row = []] = await createRead(engine)(
    "test.stored",
    `SELECT count(), uniqExact(id), uniqExact(_journal), (SELECT count() FROM profiles_v1 WHERE system = {system:String})
     FROM predictions_v1 WHERE system = {system:String}`,
    { system },
  );
  return row;
}

/** What a copy has when it is taken: that much applied, and some waiting. */
async function copied(
  system: string,
): Promise<{ readonly first: Journal; readonly last: Uint8Array }> {
  const first = await started("data");
  for (const name of ["a", "b", "c"]) await append(first, system, name);
  await applyAll(first);
  const last = randomBytes(16);
  await append(first, system, "d", last);
  await append(first, system, "e");
  await cp(join(folder, "data"), join(folder, "copy"), { recursive: true });
  return { first, last };
}

test("a copy that is put back after more was stored gives no name away twice, and nothing is lost", async () => {
  const system = "put back";
  const { first, last } = await copied(system);
  for (const name of ["f", "g", "h"]) await append(first, system, name);
  await applyAll(first);
  const log: string[] = [];
  const second = await started("copy", log);
  expect(second.id).not.toBe(first.id);
  expect(log.join("\n")).toContain(`journal ${first.id} up to 8, and the journal ends at 5`);
  // What waited in the copy had been stored since: it is found under its own name.
  expect(await stored(system)).toEqual([8, 8, 1, 8]);
  // A sender that never got its answer is known, whatever the journal is called.
  expect(await append(second, system, "d", last)).toMatchObject({ duplicate: true });
  for (const name of ["x", "y", "z", "w"]) await append(second, system, name);
  await applyAll(second);
  expect(await stored(system)).toEqual([12, 12, 2, 12]);
  expect(second.recovery.gaps).toEqual([]);
});

test("the next start of a copy that was put back finds nothing to do", async () => {
  const system = "started again";
  const { first } = await copied(system);
  await append(first, system, "f");
  await applyAll(first);
  const second = await started("copy");
  const { id } = second;
  await append(second, system, "x");
  await second.close();
  const log: string[] = [];
  const third = await started("copy", log);
  expect([third.id, log]).toEqual([id, []]);
  await applyAll(third);
  expect(await stored(system)).toEqual([7, 7, 2, 7]);
  expect(third.recovery.gaps).toEqual([]);
});

test("a copy that is put back before more was stored goes on as it was", async () => {
  const system = "nothing since";
  const { first } = await copied(system);
  await applyAll(first);
  const second = await started("copy");
  expect(second.id).toBe(first.id);
  await append(second, system, "x");
  await applyAll(second);
  expect(await stored(system)).toEqual([6, 6, 1, 6]);
});

test("a copy is renewed whole although the store fails meanwhile, at any statement", async () => {
  const system = "fails meanwhile";
  const { first } = await copied(system);
  await append(first, system, "f");
  await applyAll(first);
  let asked = 0;
  let failing = 0;
  front.setFault(() => {
    asked += 1;
    return asked === failing ? { when: "after", how: "500" } : null;
  });
  for (failing = 1; ; failing += 1) {
    asked = 0;
    const failed = await started("copy").then(
      () => false,
      () => true,
    );
    for (const journal of open.splice(0)) await journal.close();
    if (!failed) break;
  }
  front.setFault(() => null);
  const second = await started("copy");
  expect(second.id).not.toBe(first.id);
  await append(second, system, "x");
  await applyAll(second);
  expect(await stored(system)).toEqual([7, 7, 2, 7]);
});

test("a fresh folder on an old store begins at the same numbers, and both are there", async () => {
  const system = "fresh";
  const first = await started("old");
  for (const name of ["a", "b", "c"]) await append(first, system, name);
  await applyAll(first);
  const second = await started("new");
  expect(second.id).not.toBe(first.id);
  // A record that the old one had is known by its id; what has none is another one.
  for (const name of ["c", "d"]) await append(second, system, name);
  await applyAll(second);
  expect(await stored(system)).toEqual([4, 4, 2, 5]);
});

test("two journals on one store, in any order and one of them after a failure, lose and double nothing", async () => {
  const system = "two";
  const [one, two] = [await started("one"), await started("two")];
  let failing = 3;
  front.setFault((sql) => {
    if (!sql.startsWith("INSERT") || failing === 0) return null;
    failing -= 1;
    return { when: failing === 1 ? "before" : "after", how: "reset" };
  });
  for (let round = 0; round < 4; round += 1) {
    await append(one, system, `one ${round}`);
    await append(two, system, `two ${round}`);
    await Promise.all([applyAll(one), applyAll(two)]);
  }
  front.setFault(() => null);
  expect(await stored(system)).toEqual([8, 8, 2, 8]);
});
