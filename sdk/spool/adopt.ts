import { readdir, readFile, rename, rm, rmdir, stat, unlink } from "node:fs/promises";
import { join } from "node:path";
import { decodeBatchFile, type KeptBatch } from "./batch-file.ts";
import { lastWord, readAccount } from "./last-word.ts";
import { lives, type Owner, readOwner } from "./owner.ts";
import { BATCH_NAME, inBlocks, isAbsent, NAMES, type Spool, type SpoolFile } from "./spool.ts";

/** Of a process whose life cannot be told from here: so long without a sign of it, and it is dead. */
const LEASE_MS = 20_000;
/** A folder that was taken over is one of ours under this name until it is empty. */
const TAKEN = /^taken-/;
const OUR_NAMES: readonly string[] = Object.values(NAMES);

export interface Adopted {
  readonly files: readonly SpoolFile[];
  /** Files that were no batches, by their new places. */
  readonly aside: readonly string[];
}

/**
 * Takes over what dead processes of the same system have left for the same collector: their batches, and
 * the word that they did not get to say.
 *
 * A folder is claimed by one rename into this process's own, so there are never two who have it; whoever
 * is killed while at it leaves it in a folder that is taken over in its turn.
 */
export async function adopt(spool: Spool, scope: string): Promise<Adopted> {
  const files: SpoolFile[] = [];
  const aside: string[] = [];
  const own = `${scope}-${spool.owner.origin.producer}`;
  for (const name of await readdir(spool.root)) {
    if (name.startsWith(".")) await sweep(spool, join(spool.root, name));
    if (!name.startsWith(`${scope}-`) || name === own) continue;
    const claimed = await claim(spool, name);
    if (claimed !== null) await absorb(spool, claimed, files, aside);
  }
  return { files, aside };
}

/** Removes a folder that was never finished, once nobody can be at it any more. */
async function sweep(spool: Spool, folder: string): Promise<void> {
  const madeMs = await stat(folder).then(
    ({ mtimeMs }) => mtimeMs,
    () => Number.POSITIVE_INFINITY,
  );
  const isLeft = (await spool.leasedMs()) - madeMs > LEASE_MS;
  // A folder with anything else in it is not ours.
  if (isLeft && (await readdir(folder)).every((name) => OUR_NAMES.includes(name)))
    await rm(folder, { recursive: true, force: true });
}

/** Null where its process lives, or another one was faster. */
async function claim(spool: Spool, name: string): Promise<string | null> {
  const folder = join(spool.root, name);
  try {
    const owner = readOwner(await readJson(join(folder, NAMES.owner)));
    if (owner !== null && (await isAlive(spool, folder, owner))) return null;
    const place = join(spool.folder, `taken-${name}`);
    await rename(folder, place);
    return place;
  } catch (error) {
    if (isAbsent(error)) return null;
    throw error;
  }
}

async function isAlive(spool: Spool, folder: string, owner: Owner): Promise<boolean> {
  const known = lives(owner, spool.owner);
  if (known !== null) return known;
  const [seen, now] = await Promise.all([
    stat(join(folder, NAMES.lease)).then(
      ({ mtimeMs }) => mtimeMs,
      () => 0,
    ),
    spool.leasedMs(),
  ]);
  return now - seen < LEASE_MS;
}

/** Brings everything of a claimed folder into ours; it can be done twice, and stopped anywhere. */
async function absorb(
  spool: Spool,
  folder: string,
  files: SpoolFile[],
  aside: string[],
): Promise<void> {
  const names = (await readdir(folder)).sort();
  for (const name of names) {
    const path = join(folder, name);
    // One that was written and not synced yet is as good, if it is whole.
    const isUnsynced = name.endsWith(".tmp");
    const id = BATCH_NAME.exec(isUnsynced ? name.slice(0, -4) : name)?.[1];
    if (id !== undefined && (!isUnsynced || (await isWhole(path)))) {
      const { size } = await stat(path);
      const place = join(spool.folder, spool.nextName(id));
      await rename(path, place);
      files.push({ path: place, bytes: inBlocks(size), records: 0, perClass: {}, isOwn: false });
    } else if (TAKEN.test(name)) {
      await absorb(spool, path, files, aside);
    } else if (isUnsynced) {
      // Never finished, so nobody counts on it: the mark tells what was in it.
      await unlink(path);
    } else if (!OUR_NAMES.includes(name)) {
      aside.push(await spool.setAside(path, "foreign"));
    }
  }
  const word = await wordOf(folder);
  if (word !== null) files.push(await spool.write(word, false));
  for (const name of OUR_NAMES) await rm(join(folder, name), { force: true });
  await rmdir(folder);
}

async function isWhole(path: string): Promise<boolean> {
  return decodeBatchFile(await readFile(path)) !== null;
}

async function wordOf(folder: string): Promise<KeptBatch | null> {
  const owner = readOwner(await readJson(join(folder, NAMES.owner)));
  if (owner === null) return null;
  try {
    const path = join(folder, NAMES.mark);
    const [mark, { mtimeMs }] = await Promise.all([readFile(path), stat(path)]);
    const account = readAccount(await readJson(join(folder, NAMES.account)));
    return await lastWord({ owner, mark, markedMs: mtimeMs, account });
  } catch (error) {
    if (isAbsent(error)) return null;
    throw error;
  }
}

/** Null where there is none, or it is torn. */
async function readJson(path: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(path, "utf8"));
  } catch (error) {
    if (isAbsent(error) || error instanceof SyntaxError) return null;
    throw error;
  }
}
