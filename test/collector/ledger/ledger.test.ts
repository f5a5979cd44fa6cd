import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import type { LedgerEntry } from "tiltmeter/ledger/entry";
import { fold } from "tiltmeter/ledger/fold";
import { LedgerBroken } from "tiltmeter/ledger/frame";
import { Ledger } from "tiltmeter/ledger/ledger";
import { EMPTY_STATE } from "tiltmeter/ledger/state";
import type { LogFileSystem } from "tiltmeter/log/file-system";
import { nodeFileSystem } from "tiltmeter/log/node-file-system";
import { SegmentLog } from "tiltmeter/log/segment-log";
import { canonicalJson } from "tiltmeter/tlog/canonical-json";
import { EMPTY_TREE, grow, leafHash, rootHash } from "tiltmeter/tlog/merkle";
import { expect, test } from "vitest";
import { histories } from "./entries.ts";

const now = (): number => Date.UTC(2026, 10, 23);

async function inFolder<T>(run: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), "tiltmeter-ledger-"));
  try {
    return await run(folder);
  } finally {
    await rm(folder, { recursive: true });
  }
}

async function withLedger<T>(folder: string, use: (ledger: Ledger) => Promise<T>): Promise<T> {
  const ledger = await Ledger.open({ folder, now });
  try {
    return await use(ledger);
  } finally {
    await ledger.close();
  }
}

/** The real file system, on which a sync fails whenever it is said to. */
function failing(isNext: () => boolean): LogFileSystem {
  return {
    ...nodeFileSystem,
    open: async (path, mode) => {
      const file = await nodeFileSystem.open(path, mode);
      return {
        read: (into, position) => file.read(into, position),
        writev: (buffers, position) => file.writev(buffers, position),
        size: () => file.size(),
        close: () => file.close(),
        datasync: async () => {
          if (!isNext()) return file.datasync();
          throw Object.assign(new Error("disk"), { code: "EIO" });
        },
      };
    },
  };
}

const created = (id: string): LedgerEntry => ({
  type: "key_created",
  atMs: 1,
  by: "tiltmeter",
  id,
  role: "ingest",
  name: id,
  hash: "0".repeat(64),
  systems: null,
});

test("state, size and root after a restart are those before it, and those of one fold over all entries", async () => {
  await fc.assert(
    fc.asyncProperty(histories, fc.integer({ min: 1, max: 7 }), (entries, group) =>
      inFolder(async (folder) => {
        const before = await withLedger(folder, async (ledger) => {
          for (let i = 0; i < entries.length; i += group) {
            expect(await ledger.append(entries.slice(i, i + group))).toBe(i);
          }
          return { state: ledger.state, size: ledger.size, root: ledger.root };
        });
        expect(before.state).toEqual(fold(EMPTY_STATE, entries));
        const tree = entries.reduce(
          (grown, entry) => grow(grown, leafHash(Buffer.from(canonicalJson(entry)))),
          EMPTY_TREE,
        );
        expect(before.root).toBe(Buffer.from(rootHash(tree)).toString("hex"));
        await withLedger(folder, async (ledger) => {
          expect({ state: ledger.state, size: ledger.size, root: ledger.root }).toEqual(before);
          const read: LedgerEntry[] = [];
          for await (const { index, entry, leafHash: hash } of ledger.entries()) {
            expect(index).toBe(read.length);
            const leaf = leafHash(Buffer.from(canonicalJson(entry)));
            expect(hash).toBe(Buffer.from(leaf).toString("hex"));
            read.push(entry);
          }
          expect(read).toEqual(entries);
        });
      }),
    ),
    { numRuns: 15 },
  );
});

test("appends at the same time come one after the other, each with its own place", async () => {
  await inFolder((folder) =>
    withLedger(folder, async (ledger) => {
      const ids = Array.from({ length: 50 }, (_, i) => `k${i}`);
      const places = await Promise.all(ids.map((id) => ledger.append([created(id)])));
      expect(places).toEqual(ids.map((_, i) => i));
      expect([...ledger.state.keys.keys()]).toEqual(ids);
    }),
  );
});

test("a decision sees the state that its entries are appended to", async () => {
  await inFolder((folder) =>
    withLedger(folder, async (ledger) => {
      const next = (): Promise<number> =>
        ledger.transact((state) => ({ entries: [created(`k${state.size}`)], result: state.size }));
      const results = await Promise.all(Array.from({ length: 20 }, next));
      expect(new Set(results).size).toBe(20);
      expect(ledger.state.keys.size).toBe(20);
    }),
  );
});

test("an append that cannot be leaves state, size, root and disk as they were", async () => {
  await inFolder(async (folder) => {
    const before = await withLedger(folder, async (ledger) => {
      await ledger.append([created("a")]);
      const { state, size, root } = ledger;
      const refused: readonly (readonly LedgerEntry[])[] = [
        [created("b"), { type: "key_revoked", atMs: 1, by: "x", id: "nobody" }],
        [created("b"), { ...created("c"), atMs: Number.NaN }],
        [created("b"), { ...created("x".repeat(70_000)) }],
      ];
      for (const entries of refused) await expect(ledger.append(entries)).rejects.toThrow();
      await expect(
        ledger.transact(() => {
          throw new Error("undecided");
        }),
      ).rejects.toThrow("undecided");
      expect(ledger.state).toBe(state);
      expect([ledger.size, ledger.root]).toEqual([size, root]);
      await ledger.append([created("d")]);
      return ledger.state;
    });
    await withLedger(folder, async (ledger) => expect(ledger.state).toEqual(before));
  });
});

test("after a failed append the ledger is as before, goes on, and reads back without what failed", async () => {
  await inFolder(async (folder) => {
    let failures = 0;
    const fileSystem = failing(() => failures-- > 0);
    const ledger = await Ledger.open({ folder, now, fileSystem });
    await ledger.append([created("a")]);
    const { state, size, root } = ledger;
    failures = 1;
    await expect(ledger.append([created("lost")])).rejects.toThrow();
    expect(ledger.state).toBe(state);
    expect([ledger.size, ledger.root]).toEqual([size, root]);
    await ledger.append([created("b")]);
    const after = { state: ledger.state, root: ledger.root };
    await ledger.close();
    await withLedger(folder, async (again) => {
      expect({ state: again.state, root: again.root }).toEqual(after);
      expect([...again.state.keys.keys()]).toEqual(["a", "b"]);
    });
  });
});

test("decisions made at once see each other's entries, fail alone, and lie in the ledger in their order", async () => {
  await inFolder(async (folder) => {
    const seen = await withLedger(folder, async (ledger) => {
      const outcomes = await Promise.allSettled(
        Array.from({ length: 60 }, (_, i) =>
          ledger.transact((state) => {
            if (i % 10 === 3) throw new Error(`no ${i}`);
            const unfit: LedgerEntry = { type: "key_revoked", atMs: 1, by: "x", id: "none" };
            const entries = i % 10 === 7 ? [created(`lost${i}`), unfit] : [created(`k${i}`)];
            return { entries: i % 10 === 5 ? [] : entries, result: state.keys.size };
          }),
        ),
      );
      outcomes.forEach((outcome, i) => {
        expect(outcome.status).toBe([3, 7].includes(i % 10) ? "rejected" : "fulfilled");
      });
      const sizes = outcomes.flatMap((each) => (each.status === "fulfilled" ? [each.value] : []));
      // Each was decided over the state that those before it had made.
      expect(sizes).toEqual([...sizes].sort((a, b) => a - b));
      expect(sizes.at(-1)).toBe(ledger.size - 1);
      return { state: ledger.state, root: ledger.root };
    });
    const kept = Array.from({ length: 60 }, (_, i) => i).filter((i) => ![3, 5, 7].includes(i % 10));
    expect([...seen.state.keys.keys()]).toEqual(kept.map((i) => `k${i}`));
    await withLedger(folder, async (again) => {
      expect({ state: again.state, root: again.root }).toEqual(seen);
    });
  });
});

test("when the disk fails, all that were to be written together fail, and what comes after is written", async () => {
  await inFolder(async (folder) => {
    let failures = 0;
    const fileSystem = failing(() => failures-- > 0);
    const ledger = await Ledger.open({ folder, now, fileSystem });
    failures = 1;
    const together = ["a", "b", "c"].map((id) => ledger.append([created(id)]));
    const outcomes = await Promise.allSettled(together);
    expect(outcomes.map(({ status }) => status)).toEqual(Array(3).fill("rejected"));
    expect(ledger.size).toBe(0);
    await ledger.append([created("d")]);
    await ledger.close();
    await withLedger(folder, async (again) => {
      expect([...again.state.keys.keys()]).toEqual(["d"]);
    });
  });
});

test("a folder has one ledger at a time", async () => {
  await inFolder((folder) =>
    withLedger(folder, () =>
      expect(Ledger.open({ folder, now })).rejects.toThrow("in use by another process"),
    ),
  );
});

test("listeners hear of appends, and only of those that succeeded", async () => {
  await inFolder((folder) =>
    withLedger(folder, async (ledger) => {
      let heard = 0;
      const stop = ledger.onAppend(() => {
        heard += 1;
      });
      await ledger.append([created("a")]);
      await ledger.append([{ type: "key_revoked", atMs: 1, by: "x", id: "z" }]).catch(() => 0);
      await ledger.append([]);
      await ledger.append([created("b")]);
      stop();
      await ledger.append([created("c")]);
      expect(heard).toBe(2);
    }),
  );
});

test("any group whose bytes do not lead to its hashes is refused, by the index of its first entry", async () => {
  const lines = (text: string): string[] => text.split("\n").slice(0, -1);
  const payloads = await inFolder(async (folder) => {
    await withLedger(folder, async (ledger) => {
      for (let i = 0; i < 4; i += 1) await ledger.append([created(`a${i}`), created(`b${i}`)]);
    });
    const log = await SegmentLog.open({ folder, now });
    const read: string[] = [];
    for await (const { payload } of log.read()) read.push(Buffer.from(payload).toString());
    await log.close();
    return read;
  });
  const [first = "", second = "", third = "", fourth = ""] = payloads;
  const broken: readonly (readonly [string, number, readonly string[]])[] = [
    ["an entry changed", 2, [first, second.replace("b1", "bX"), third]],
    ["a group dropped", 2, [first, third, fourth]],
    ["groups swapped", 2, [first, third, second]],
    ["a group repeated", 2, [first, first]],
    ["an entry dropped", 4, [first, second, [...lines(third).slice(0, 2), ""].join("\n")]],
    [
      "entries swapped",
      0,
      [
        [...lines(first)]
          .toSpliced(1, 2, lines(first)[2] ?? "", lines(first)[1] ?? "", "")
          .join("\n"),
      ],
    ],
    ["a line without end", 0, [first.slice(0, -1)]],
    ["nothing", 0, [""]],
    ["an unknown type", 2, [first, second.replace("key_created", "key_imagined")]],
  ];
  for (const [what, index, frames] of broken) {
    await inFolder(async (folder) => {
      const log = await SegmentLog.open({ folder, now });
      for (const frame of frames) await log.append({ type: 1, payload: Buffer.from(frame) });
      await log.close();
      const failure = await Ledger.open({ folder, now }).catch((error: unknown) => error);
      expect(failure, what).toBeInstanceOf(LedgerBroken);
      expect(failure, what).toMatchObject({ index });
      expect(String(failure), what).toContain(`entry ${index}`);
    });
  }
});

test("a byte changed in the folder breaks the ledger or changes nothing that it says", async () => {
  await inFolder(async (folder) => {
    const root = await withLedger(folder, async (ledger) => {
      for (let i = 0; i < 6; i += 1) await ledger.append([created(`k${i}`)]);
      return ledger.root;
    });
    const [name = ""] = (await readdir(folder)).filter((each) => each !== "lock");
    const whole = await readFile(join(folder, name));
    await fc.assert(
      fc.asyncProperty(fc.nat(whole.length - 1), fc.integer({ min: 1, max: 255 }), (at, flip) =>
        inFolder(async (copy) => {
          const bytes = Buffer.from(whole);
          bytes[at] = (bytes[at] ?? 0) ^ flip;
          await writeFile(join(copy, name), bytes);
          const opened = await Ledger.open({ folder: copy, now }).catch((error: unknown) => error);
          if (!(opened instanceof Ledger)) return;
          const { size, root: reached } = opened;
          await opened.close();
          // Damage to the last group cannot be told from a write that a crash cut off.
          if (size === 6) expect(reached).toBe(root);
          else expect(size).toBe(5);
        }),
      ),
      { numRuns: 60 },
    );
  });
});
