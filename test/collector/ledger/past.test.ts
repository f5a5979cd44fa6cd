import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { fold } from "tiltmeter/ledger/fold";
import { foldCode } from "tiltmeter/ledger/fold-code";
import { Ledger } from "tiltmeter/ledger/ledger";
import { createPast } from "tiltmeter/ledger/past";
import { openSnapshots, type Snapshots } from "tiltmeter/ledger/snapshots";
import { EMPTY_STATE, type GovernanceState } from "tiltmeter/ledger/state";
import { expect, test } from "vitest";
import { histories } from "./entries.ts";

const now = (): number => Date.UTC(2026, 10, 27);

async function inFolder<T>(run: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), "tiltmeter-past-"));
  try {
    return await run(folder);
  } finally {
    await rm(folder, { recursive: true });
  }
}

async function opened<T>(
  folder: string,
  use: (ledger: Ledger, snapshots: Snapshots) => Promise<T>,
  code = "code",
): Promise<T> {
  const snapshots = await openSnapshots({ folder: join(folder, "snapshots"), code });
  const ledger = await Ledger.open({
    folder: join(folder, "ledger"),
    now,
    beginning: snapshots.newest,
  });
  try {
    return await use(ledger, snapshots);
  } finally {
    await ledger.close();
  }
}

async function snapshot(ledger: Ledger, snapshots: Snapshots): Promise<void> {
  const { state } = ledger;
  const digest = await snapshots.write(state);
  const stamp = { atMs: now(), by: "tiltmeter" };
  await ledger.append([{ type: "ledger_snapshot", ...stamp, size: state.size, digest }]);
}

test("the state at any size is the fold of the entries before it, with snapshots and without", async () => {
  await fc.assert(
    fc.asyncProperty(histories, fc.integer({ min: 1, max: 9 }), (entries, group) =>
      inFolder(async (folder) => {
        const states: GovernanceState[] = [];
        await opened(folder, async (ledger, snapshots) => {
          for (let i = 0; i < entries.length; i += group) {
            await ledger.append(entries.slice(i, i + group));
            if (i % 3 === 0) await snapshot(ledger, snapshots);
          }
          let all = EMPTY_STATE;
          for await (const { entry } of ledger.entries()) {
            states.push(all);
            all = fold(all, [entry]);
          }
          states.push(all);
          const past = createPast(ledger, snapshots);
          for (const [size, state] of states.entries()) {
            expect(await past.stateAt(size)).toEqual(state);
          }
          await expect(past.stateAt(states.length)).rejects.toThrow("asked for the state at");
        });
        await opened(folder, async (ledger) => expect(ledger.state).toEqual(states.at(-1)));
        // Of other code, or damaged, they are as if they were not there.
        await opened(folder, async (ledger) => expect(ledger.state).toEqual(states.at(-1)), "new");
        for (const name of await readdir(join(folder, "snapshots"))) {
          const path = join(folder, "snapshots", name);
          const bytes = await readFile(path);
          await writeFile(path, bytes.subarray(0, bytes.length / 2));
        }
        await opened(folder, async (ledger) => expect(ledger.state).toEqual(states.at(-1)));
      }),
    ),
    { numRuns: 12 },
  );
});

test("a state that no entry names is not begun with, whole as it may be", async () => {
  await inFolder(async (folder) => {
    const truth = await opened(folder, async (ledger, snapshots) => {
      await ledger.append([heartbeat(1), heartbeat(2)]);
      await snapshot(ledger, snapshots);
      await ledger.append([heartbeat(3)]);
      return ledger.state;
    });
    await opened(folder, async (_, snapshots) => {
      await snapshots.write({ ...truth, heartbeat: { lastMs: 3, everyMs: 1, count: 99 } });
    });
    await opened(folder, async (ledger, snapshots) => {
      expect((await snapshots.newest())?.state.heartbeat?.count).toBe(99);
      expect(ledger.state).toEqual(truth);
    });
  });
});

test("what was there at an instant is what was stamped until then", async () => {
  await inFolder((folder) =>
    opened(folder, async (ledger, snapshots) => {
      for (const atMs of [10, 10, 20, 30, 30, 30, 40]) await ledger.append([heartbeat(atMs)]);
      const past = createPast(ledger, snapshots);
      const sizes = [0, 9, 10, 19, 20, 30, 39, 40, 99].map((atMs) => past.sizeAt(atMs));
      expect(await Promise.all(sizes)).toEqual([0, 0, 2, 2, 3, 6, 6, 7, 7]);
      expect(await past.rootAt(ledger.size)).toBe(ledger.root);
    }),
  );
});

test("the newest snapshots stay, and of older ones one for each halving", async () => {
  await inFolder(async (folder) => {
    const snapshots = await openSnapshots({ folder, code: "code" });
    for (let size = 10; size <= 1000; size += 10) await snapshots.write({ ...EMPTY_STATE, size });
    const sizes = (await readdir(folder)).map((name) => Number.parseInt(name, 10));
    const [newest, second, ...older] = sizes.sort((a, b) => b - a);
    expect([newest, second]).toEqual([1000, 990]);
    expect(older.length).toBeLessThan(12);
    older.forEach((size, i) => {
      expect(size).toBeLessThanOrEqual((older[i - 1] ?? 990) / 2);
    });
  });
});

test("the code that folds has a name, which is the same while the code is", async () => {
  expect(await foldCode()).toMatch(/^[0-9a-f]{64}$/);
  expect(await foldCode()).toBe(await foldCode());
});

const heartbeat = (atMs: number) =>
  ({ type: "ledger_heartbeat", atMs, by: "tiltmeter", everyMs: 1_000_000 }) as const;

test("the present is the whole ledger, also where a clock was set back", async () => {
  await inFolder((folder) =>
    opened(folder, async (ledger, snapshots) => {
      const atMs = now();
      const changed = (offsetMs: number, i: number) => ({
        ...({ type: "baseline_created", by: "mara", atMs: atMs + offsetMs } as const),
        ...{ digest: `d${i}`, system: "s", name: "n", version: i + 1, createdMs: atMs, rows: 1 },
      });
      await ledger.append([0, 5_000, 9_000, 2_000].map(changed));
      const past = createPast(ledger, snapshots);
      expect(await past.sizeAt(atMs + 2_000)).toBe(4);
      expect(await past.sizeAt(atMs + 60_000)).toBe(4);
      expect(await past.sizeAt(atMs - 1)).toBe(0);
    }),
  );
});
