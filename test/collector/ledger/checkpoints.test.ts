import { randomBytes } from "node:crypto";
import { mkdtemp, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createCheckpoints } from "tiltmeter/ledger/checkpoints";
import type { LedgerEntry } from "tiltmeter/ledger/entry";
import { Ledger } from "tiltmeter/ledger/ledger";
import { consistencyProof, inclusionProof } from "tiltmeter/ledger/proofs";
import { checkAgainst } from "tiltmeter/ledger/rolled-back";
import { openSigning, type Signing } from "tiltmeter/ledger/signing";
import { TreeFolder } from "tiltmeter/ledger/tree-folder";
import { rotationFault } from "tiltmeter/tlog/key-rotation";
import { leafHash } from "tiltmeter/tlog/merkle";
import { parseVkey, printVkey } from "tiltmeter/tlog/note-key";
import { verifyConsistency } from "tiltmeter/tlog/proof";
import { verifyNote } from "tiltmeter/tlog/signed-note";
import { parseTlogProof, provesLeaf } from "tiltmeter/tlog/tlog-proof";
import { expect, test } from "vitest";

const NOW = Date.UTC(2026, 10, 27);

interface World {
  readonly ledger: Ledger;
  readonly tree: TreeFolder;
  readonly signing: Signing;
  readonly log: string[];
  readonly checkpoints: ReturnType<typeof createCheckpoints>;
}

async function inFolder<T>(run: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), "tiltmeter-checkpoints-"));
  try {
    return await run(folder);
  } finally {
    await rm(folder, { recursive: true });
  }
}

async function opened<T>(
  folder: string,
  use: (world: World) => Promise<T>,
  lostKey: string | null = null,
): Promise<T> {
  const ledger = await Ledger.open({ folder: join(folder, "ledger"), now: () => NOW });
  try {
    const signing = await openSigning({
      ...{ ledger, folder, name: "log.example", lostKey },
      random: randomBytes,
      nowMs: NOW,
    });
    const tree = await TreeFolder.open({ folder: join(folder, "tree") });
    const log: string[] = [];
    const checkpoints = createCheckpoints({
      ...{ ledger, folder: tree, origin: signing.origin, signer: signing.signer },
      log: (line) => void log.push(line),
    });
    return await use({ ledger, tree, signing, log, checkpoints });
  } finally {
    await ledger.close();
  }
}

const created = (id: string): LedgerEntry => ({
  ...{ type: "key_created", atMs: NOW, by: "tiltmeter", id, role: "ingest", name: id },
  ...{ hash: "0".repeat(64), systems: null },
});

const held = ({ ledger, signing }: World, published: World["tree"]["published"]) =>
  published === null
    ? Promise.resolve(false)
    : checkAgainst(ledger, {
        ...{ published, origin: signing.origin, keys: signing.keys(), where: "elsewhere" },
      });

test("a checkpoint comes every ten seconds where something was appended, a sign of life every five minutes", async () => {
  await inFolder((folder) =>
    opened(folder, async ({ ledger, checkpoints, signing }) => {
      const sizes: (readonly [number, number | undefined])[] = [];
      for (let second = 0; second <= 620; second += 1) {
        if (second === 12) await ledger.append([created("a")]);
        if (second === 13) await ledger.append([created("b")]);
        await checkpoints.tick(NOW + second * 1000);
        const size = checkpoints.latest()?.head.size;
        if (sizes.at(-1)?.[1] !== size) sizes.push([second, size]);
      }
      // The key and a sign of life; both keys at once; a sign of life at 300 s and at 600 s.
      expect(sizes).toEqual([
        [0, 2],
        [12, 3],
        [22, 4],
        [300, 5],
        [600, 6],
      ]);
      expect(ledger.state.heartbeat).toEqual({
        ...{ count: 3, everyMs: 300_000, lastMs: NOW + 600_000 },
      });
      const latest = checkpoints.latest();
      const key = parseVkey(signing.signer().vkey);
      expect(latest && verifyNote(latest.note, [key]).verified).toEqual([key]);
      expect(latest?.head.origin).toBe("log.example");
    }),
  );
});

test("proofs of entries and of growth verify under the key alone", async () => {
  await inFolder((folder) =>
    opened(folder, async ({ ledger, tree, checkpoints }) => {
      for (let i = 0; i < 300; i += 1) void ledger.append([created(`k${i}`)]);
      await ledger.append([created("last")]);
      await checkpoints.publish(NOW);
      await ledger.append([created("later")]);
      for (const index of [0, 255, 256, ledger.size - 2]) {
        const { tlogProof } = await inclusionProof({ index, size: null }, { ledger, folder: tree });
        const proof = parseTlogProof(Buffer.from(tlogProof ?? ""));
        for await (const leaf of ledger.leaves(index)) {
          expect(provesLeaf(proof, leafHash(leaf.bytes))).toBe(true);
          break;
        }
      }
      const grown = await consistencyProof({ from: 5, to: null }, { folder: tree });
      const bytes = (text: string): Uint8Array => Buffer.from(text, "base64");
      expect(
        verifyConsistency({
          ...grown,
          fromRoot: bytes(grown.fromRoot),
          toRoot: bytes(grown.toRoot),
          proof: grown.proof.map(bytes),
        }),
      ).toBe(true);
      const beyond = inclusionProof(
        { index: ledger.size - 1, size: null },
        { ledger, folder: tree },
      );
      await expect(beyond).rejects.toThrow("newest checkpoint is of 302");
    }),
  );
});

test("a restart goes on with its key, its name and its tiles", async () => {
  await inFolder(async (folder) => {
    const before = await opened(folder, async ({ ledger, checkpoints, signing }) => {
      await ledger.append([created("a")]);
      await checkpoints.publish(NOW);
      return { vkey: signing.signer().vkey, latest: checkpoints.latest() };
    });
    expect(((await stat(join(folder, "signing.key"))).mode & 0o777).toString(8)).toBe("600");
    await opened(folder, async (world) => {
      expect(world.signing.signer().vkey).toBe(before.vkey);
      expect(world.checkpoints.latest()).toEqual(before.latest);
      expect(await held(world, world.tree.published)).toBe(true);
      await world.ledger.append([created("b")]);
      await world.checkpoints.publish(NOW);
      expect(world.log).toEqual([]);
    });
  });
});

test("tiles that are gone or damaged are made anew from the ledger", async () => {
  await inFolder(async (folder) => {
    await opened(folder, async ({ ledger, checkpoints }) => {
      await ledger.append([created("a")]);
      await checkpoints.publish(NOW);
    });
    await writeFile(join(folder, "tree", "tile", "0", "000.p", "2"), "damaged");
    await opened(folder, async ({ ledger, checkpoints, tree }) => {
      await ledger.append([created("b")]);
      await checkpoints.publish(NOW);
      await inclusionProof({ index: 1, size: null }, { ledger, folder: tree });
    });
    await rm(join(folder, "tree"), { recursive: true });
    await opened(folder, async ({ ledger, checkpoints, tree }) => {
      await checkpoints.publish(NOW);
      await inclusionProof({ index: 1, size: null }, { ledger, folder: tree });
    });
  });
});

test("a ledger that was put back, or replaced, is told from one that grew, by any checkpoint that is kept", async () => {
  await inFolder(async (folder) => {
    const kept = await opened(folder, async ({ ledger, checkpoints }) => {
      await ledger.append([created("a"), created("b")]);
      return checkpoints.publish(NOW);
    });
    await opened(folder, async (world) => {
      await world.ledger.append([created("c")]);
      expect(await held(world, kept)).toBe(true);
    });
    const key = await readFile(join(folder, "signing.key"), "utf8");
    await rename(join(folder, "ledger"), join(folder, "old"));
    await opened(folder, async (world) => {
      await expect(held(world, kept)).rejects.toThrow("2 entries are gone");
      await world.ledger.append([created("x"), created("y"), created("z")]);
      await expect(held(world, kept)).rejects.toThrow("history was replaced by another");
    });
    expect(await readFile(join(folder, "signing.key"), "utf8")).toBe(key);
  });
});

test("a rotation is an entry that both keys signed, and a restart goes on with the new one", async () => {
  await inFolder(async (folder) => {
    const keys = await opened(folder, async ({ ledger, signing, checkpoints }) => {
      const from = signing.signer().vkey;
      const to = await signing.rotate({ by: "ann", nowMs: NOW + 1 });
      expect(signing.signer().vkey).toBe(to);
      for await (const { entry } of ledger.entries()) {
        if (entry.type !== "signing_key_rotated") continue;
        expect(entry).toMatchObject({ from, to, by: "ann" });
        const said = { origin: "log.example", atMs: NOW + 1, from, to };
        expect(rotationFault(entry.note, said)).toBeNull();
      }
      expect(ledger.state.signing?.keys.map(({ vkey }) => vkey)).toEqual([from, to]);
      const published = await checkpoints.publish(NOW);
      const verdict = published && verifyNote(published.note, signing.keys());
      expect(verdict?.verified.map(printVkey)).toEqual([to]);
      return { from, to };
    });
    await opened(folder, async ({ signing }) => {
      expect(signing.signer().vkey).toBe(keys.to);
    });
  });
});

test("a crash between the entry of a rotation and its file is made up for at the next start", async () => {
  await inFolder(async (folder) => {
    const old = await opened(folder, async ({ signing }) => {
      const text = await readFile(join(folder, "signing.key"), "utf8");
      await signing.rotate({ by: "ann", nowMs: NOW });
      return text;
    });
    await rename(join(folder, "signing.key"), join(folder, "signing.key.next"));
    await writeFile(join(folder, "signing.key"), old);
    await opened(folder, async ({ signing, ledger }) => {
      expect(signing.signer().vkey).toBe(ledger.state.signing?.keys.at(-1)?.vkey);
    });
    // And one before the entry leaves a key that nobody ever heard of.
    await writeFile(join(folder, "signing.key.next"), old);
    await opened(folder, async ({ signing, ledger }) => {
      expect(signing.signer().vkey).toBe(ledger.state.signing?.keys.at(-1)?.vkey);
      await signing.rotate({ by: "ann", nowMs: NOW });
    });
  });
});

test("a key that is gone stops the start, until somebody says that it is lost; the new one says so too", async () => {
  await inFolder(async (folder) => {
    const lost = await opened(folder, async ({ signing }) => parseVkey(signing.signer().vkey));
    await rm(join(folder, "signing.key"));
    await expect(opened(folder, async () => {})).rejects.toThrow(
      `set ledger.lost_key to ${lost.id}`,
    );
    await expect(opened(folder, async () => {}, "00000000")).rejects.toThrow("is not there");
    await opened(
      folder,
      async ({ ledger }) => {
        expect(ledger.state.signing?.keys.map((key) => key.isSignedByFormer)).toEqual([
          false,
          false,
        ]);
        expect(ledger.state.signing?.keys[0]?.vkey).toBe(printVkey(lost));
      },
      lost.id,
    );
    await opened(folder, async ({ signing }) => {
      expect(parseVkey(signing.signer().vkey).id).not.toBe(lost.id);
    });
    await writeFile(join(folder, "signing.key"), "PRIVATE+KEY+damaged");
    await expect(opened(folder, async () => {})).rejects.toThrow("restore it from a backup");
  });
});
