import { createHash } from "node:crypto";
import { mkdirSync, renameSync, rmdirSync, rmSync, writeFileSync } from "node:fs";
import { mkdir, open, readFile, rename, rm, rmdir, stat, unlink } from "node:fs/promises";
import { basename, join } from "node:path";
import type { RecordClass } from "../recorder.ts";
import { wordsOf } from "../words-of.ts";
import { decodeBatchFile, encodeBatchFile, type KeptBatch } from "./batch-file.ts";
import type { Account } from "./last-word.ts";
import { Mark } from "./mark.ts";
import type { Owner } from "./owner.ts";

/** A batch on disk. */
export interface SpoolFile {
  readonly path: string;
  /** Space that it takes, in whole blocks. */
  readonly bytes: number;
  /** Records of this process in it; 0 where another one made them. */
  readonly records: number;
  readonly perClass: Readonly<Partial<Record<RecordClass, number>>>;
  readonly isOwn: boolean;
}

/** A file of ten bytes takes a block all the same. */
const BLOCK_BYTES = 4_096;
const FOLDER_MODE: number = 0o700;
const FILE_MODE: number = 0o600;

/** Names in a process's folder beside its batches. */
export const NAMES: Readonly<Record<"owner" | "mark" | "account" | "lease", string>> = {
  owner: "owner.json",
  mark: "mark",
  account: "account.json",
  lease: "lease",
};
/** `000000000042-BATCHID.batch`: in the order in which they were encoded. */
export const BATCH_NAME: RegExp = /^\d{12}-([0-9a-f]{32})\.batch$/;

/**
 * The folder of one process within the spool: its batches, each in a file that is there whole or not at
 * all, and what a survivor needs to speak for it. It appears whole, by a rename, with its owner's name in it.
 *
 * Whoever takes over the folder of a process that only seemed dead does no harm: a batch has one id,
 * under which the collector stores it once, and the process makes itself another folder.
 */
export class Spool {
  /** The spool, which processes share. */
  readonly root: string;
  readonly folder: string;
  readonly owner: Owner;
  #mark: Mark;
  #nextNumber = 1;
  #leased = 0;

  /** Throws where the folder cannot be written to. */
  constructor(of: { readonly root: string; readonly scope: string; readonly owner: Owner }) {
    this.root = of.root;
    this.owner = of.owner;
    this.folder = join(of.root, `${of.scope}-${of.owner.origin.producer}`);
    mkdirSync(of.root, { recursive: true, mode: FOLDER_MODE });
    this.#mark = this.#make();
  }

  /** Writes down how many records were issued, at once. Throws where the disk does. */
  mark(heartbeats: number, issued: Readonly<Record<string, number>>): void {
    this.#mark.write([heartbeats, ...this.owner.classes.map((of) => issued[of] ?? 0)]);
  }

  /** Writes down what the heartbeat that comes next says. Not synced: as `mark`, it is for those that are killed. */
  async account(account: Account): Promise<void> {
    await this.#whole(NAMES.account, [Buffer.from(JSON.stringify(account))], false);
  }

  /** Resolves once the batch would survive a loss of power. Rejects where the disk fails. */
  async write(batch: KeptBatch, isOwn: boolean): Promise<SpoolFile> {
    const pieces = encodeBatchFile(batch);
    const path = await this.#whole(this.nextName(batch.id), pieces, true);
    const bytes = pieces.reduce((sum, piece) => sum + piece.length, 0);
    const { records, perClass } = batch;
    return { path, bytes: inBlocks(bytes), records, perClass, isOwn };
  }

  /** As `write`, at once and not synced: in the last moment of a process. Throws where the disk fails. */
  writeNow(batch: KeptBatch): SpoolFile {
    const bytes = Buffer.concat(encodeBatchFile(batch));
    const path = join(this.folder, this.nextName(batch.id));
    writeFileSync(`${path}.tmp`, bytes, { mode: FILE_MODE });
    renameSync(`${path}.tmp`, path);
    const { records, perClass } = batch;
    return { path, bytes: inBlocks(bytes.length), records, perClass, isOwn: true };
  }

  /** `gone` where another process has taken it over; null where it is not what was written. */
  async read(file: SpoolFile): Promise<KeptBatch | "gone" | null> {
    try {
      return decodeBatchFile(await readFile(file.path));
    } catch (error) {
      if (isAbsent(error)) return "gone";
      throw error;
    }
  }

  async remove(file: SpoolFile): Promise<void> {
    // What stays behind is sent once more, and stored once.
    await unlink(file.path).catch(() => undefined);
  }

  /** Keeps a file that nobody can use where nobody stumbles over it; returns its new place. */
  async setAside(path: string, why: string): Promise<string> {
    const folder = join(this.root, "aside");
    await mkdir(folder, { recursive: true, mode: FOLDER_MODE });
    const place = join(folder, `${why}-${this.owner.origin.producer}-${basename(path)}`);
    await rename(path, place);
    return place;
  }

  nextName(batchId: string): string {
    const number = this.#nextNumber;
    this.#nextNumber += 1;
    return `${String(number).padStart(12, "0")}-${batchId}.batch`;
  }

  /** Says that this process lives. True where its folder was gone, and a new one was made. */
  async renew(): Promise<boolean> {
    this.#leased += 1;
    const path = join(this.folder, NAMES.lease);
    try {
      const handle = await open(path, "r+");
      try {
        // Written rather than given a time: the clock that counts is that of whoever keeps the files.
        await handle.write(`${this.#leased}\n`, 0);
      } finally {
        await handle.close();
      }
      return false;
    } catch (error) {
      if (!isAbsent(error)) throw error;
      this.#mark.close();
      this.#mark = this.#make();
      return true;
    }
  }

  /** When `renew` was last called, by the clock of whoever keeps the files. */
  async leasedMs(): Promise<number> {
    return (await stat(join(this.folder, NAMES.lease))).mtimeMs;
  }

  /**
   * Leaves what was not answered for to the next process, which may have it at once where `isToldAll`: then
   * nobody owns it, and nothing is to be said. Else the next one gives the account when this process has ended.
   */
  async close(isToldAll: boolean): Promise<void> {
    this.#mark.close();
    if (!isToldAll) return;
    for (const name of Object.values(NAMES)) await rm(join(this.folder, name), { force: true });
    await rmdir(this.folder).catch(() => undefined);
  }

  /** As `close`, in the last moment of a process. */
  closeNow(): void {
    this.#mark.close();
    try {
      for (const name of Object.values(NAMES)) rmSync(join(this.folder, name), { force: true });
      rmdirSync(this.folder);
    } catch {
      // What cannot be removed is taken over by the next process.
    }
  }

  #make(): Mark {
    const made = join(this.root, `.${this.owner.origin.producer}-${this.#leased}`);
    mkdirSync(made, { mode: FOLDER_MODE });
    writeFileSync(join(made, NAMES.owner), JSON.stringify(this.owner), { mode: FILE_MODE });
    writeFileSync(join(made, NAMES.lease), "0\n", { mode: FILE_MODE });
    const mark = new Mark(join(made, NAMES.mark), this.owner.classes.length + 1);
    renameSync(made, this.folder);
    return mark;
  }

  /** A file that is there whole or not at all: written beside its place, synced, renamed; returns its path. */
  async #whole(name: string, pieces: readonly Uint8Array[], isSynced: boolean): Promise<string> {
    const path = join(this.folder, name);
    const beside = `${path}.tmp`;
    try {
      const handle = await open(beside, "w", FILE_MODE);
      try {
        // Not writev, which may write a part and say so in a number: on a disk that gets full, for one.
        await handle.writeFile(Buffer.concat(pieces));
        if (isSynced) await handle.sync();
      } finally {
        await handle.close();
      }
      await rename(beside, path);
    } catch (error) {
      await unlink(beside).catch(() => undefined);
      throw error;
    }
    if (isSynced) await syncFolder(this.folder);
    return path;
  }
}

/** Which folders are of the same matter: what one process may send for another. */
export function scopeOf(system: string, url: string): string {
  return createHash("sha256").update(`${system}\n${url}`).digest("hex").slice(0, 12);
}

export function inBlocks(bytes: number): number {
  return Math.ceil(bytes / BLOCK_BYTES) * BLOCK_BYTES;
}

export function isAbsent(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "ENOENT";
}

/** What a disk says is wrong: `ENOSPC (write)`. */
export function diskReason(error: unknown): string {
  if (!(error instanceof Error && "code" in error)) return wordsOf(error);
  return "syscall" in error ? `${error.code} (${error.syscall})` : String(error.code);
}

/** A rename survives a loss of power once its folder is synced; Windows knows no such thing. */
async function syncFolder(folder: string): Promise<void> {
  try {
    const handle = await open(folder, "r");
    try {
      await handle.sync();
    } finally {
      await handle.close();
    }
  } catch {
    // Not offered here: the file itself is synced.
  }
}
