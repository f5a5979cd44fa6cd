import { mkdirSync, renameSync } from "node:fs";
import { mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { setImmediate } from "node:timers/promises";
import { type DataFiles, GATHERED, listDataFiles } from "../backup/data-files.ts";
import { gatherFiles } from "../backup/gather.ts";
import { writeDurably } from "../backup/write-backup.ts";
import type { ApiBackups, Gathered } from "../http/api/backups.ts";
import type { Checkpoints } from "../ledger/checkpoints.ts";
import type { Store } from "../store/store.ts";
import type { Closing } from "./closing.ts";
import type { Erasure } from "./open-erasure.ts";
import { said } from "./said.ts";
import type { Stillness } from "./stillness.ts";

/** Overwritten where they lie: a second name would show what is written later. */
const REWRITTEN = /^(words|keys)(\/|$)/;
/** Of the engine's tables; their parts are those that it froze. */
const PART = /^engine\/engine\/store\/[^/]+\/[^/]+\/(?!format_version\.txt$|[^/]+\.sql$)/;
/** Whoever copies more slowly begins again: what is gathered keeps what is erased meanwhile. */
const KEPT_MS = 6 * 3_600_000;

/**
 * Gathers what a backup takes, as of one moment: under second names within the data folder, from where the command
 * copies it. Takes half a second of processor time, in which nothing is applied, sealed, summed up or judged; telemetry is taken.
 */
export async function openBackups(of: {
  readonly data: string;
  readonly dataVersion: number;
  readonly now: () => number;
  readonly newId: () => string;
  readonly checkpoints: Pick<Checkpoints, "publish">;
  readonly erasure: Pick<Erasure, "between">;
  readonly stillness: Stillness;
  readonly store: Pick<Store, "freeze">;
  /** Without user and password; null: embedded. */
  readonly server: string | null;
  readonly closing: Closing;
  readonly log: (line: string) => void;
}): Promise<ApiBackups> {
  const { data, now, store } = of;
  const root = join(data, GATHERED);
  let standing: Gathered | null = null;
  let timer: NodeJS.Timeout | undefined;
  let turn: Promise<unknown> = Promise.resolve();
  // What an end came between is nobody's any more.
  const drop = async (): Promise<void> => {
    clearTimeout(timer);
    standing = null;
    await rm(root, { recursive: true, force: true });
  };
  await drop();
  of.closing.loop(null, async () => {
    await turn;
    await drop();
  });

  async function gather(): Promise<Gathered> {
    await drop();
    const id = of.newId();
    const folder = join(root, id);
    await mkdir(folder, { recursive: true, mode: 0o700 });
    await of.checkpoints.publish(now());
    const take = async (skip: (path: string) => boolean): Promise<DataFiles> => {
      const found = await listDataFiles(data, (path) => PART.test(path) || skip(path));
      const { files } = found;
      const isRewritten = (path: string): boolean => REWRITTEN.test(path);
      return { ...found, files: await gatherFiles({ data, to: folder, files, isRewritten }) };
    };
    const { takenMs, firm } = await of.erasure.between(() =>
      of.stillness.still(async () => {
        const takenMs = now();
        // What is signed first: the ledger then has at least as much.
        const signed = await take((path) => path !== "tree" && path !== SIGNED);
        const logs = await take((path) => !LOGS.test(path));
        if (store.freeze !== null) {
          const to = join(folder, "frozen");
          await store.freeze({ name: `tiltmeter_${id.replaceAll("-", "_")}`, to });
        }
        const words = await take((path) => !REWRITTEN.test(path));
        const firm = [signed, logs, words];
        return { takenMs, firm };
      }),
    );
    // Never changed once they are there, or replaced as a whole: what is newer than the moment does no harm.
    const rest = await take((path) => path === SIGNED || LOGS.test(path) || REWRITTEN.test(path));
    const parts = await placeFrozen(folder);
    const sorted = (files: DataFiles["files"]): DataFiles["files"] =>
      [...files].sort((a, b) => (a.path < b.path ? -1 : 1));
    const all = [...firm, rest];
    const files = sorted([...all.flatMap((each) => each.files), ...parts]);
    const folders = all.flatMap((each) => each.folders).sort();
    const found: DataFiles = { files, folders, links: rest.links };
    await writeDurably(join(folder, "files.json"), JSON.stringify(found));
    return {
      id,
      folder,
      takenMs,
      dataVersion: of.dataVersion,
      server: of.server,
      bytes: files.reduce((sum, { bytes }) => sum + bytes, 0),
      files: files.length,
    };
  }

  const inTurn = <Result>(work: () => Promise<Result>): Promise<Result> => {
    const mine = turn.then(work);
    turn = mine.catch(() => undefined);
    return mine;
  };
  return {
    gather: () =>
      inTurn(async () => {
        if (standing !== null) return { kind: "busy", id: standing.id };
        try {
          standing = await gather();
        } catch (error) {
          await drop();
          throw error;
        }
        timer = setTimeout(() => {
          inTurn(drop).catch((error) => of.log(`${root} cannot be removed: ${said(error)}`));
        }, KEPT_MS);
        timer.unref();
        return { kind: "gathered", gathered: standing };
      }),
    drop: (id) =>
      inTurn(async () => {
        if (standing?.id !== id) return false;
        await drop();
        return true;
      }),
  };
}

const SIGNED = "tree/checkpoint";
const LOGS = /^(journal|ledger)(\/|$)/;

/** What the engine froze goes where the engine would have it; resolves with the files. */
async function placeFrozen(folder: string): Promise<DataFiles["files"]> {
  const frozen = join(folder, "frozen");
  const { files } = await listDataFiles(frozen);
  for (const [i, { path }] of files.entries()) {
    if (i % 100 === 99) await setImmediate();
    moveInto(folder, path);
  }
  await rm(frozen, { recursive: true, force: true });
  return files.map(({ path, bytes }) => ({ path: `${STORE}/${path}`, bytes }));
}

const STORE = "engine/engine/store";

function moveInto(folder: string, path: string): void {
  const to = join(folder, STORE, path);
  mkdirSync(join(to, ".."), { recursive: true, mode: 0o700 });
  renameSync(join(folder, "frozen", path), to);
}
