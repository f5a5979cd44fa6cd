import { hash, randomUUID } from "node:crypto";
import { createWriteStream } from "node:fs";
import { access, constants, mkdir, rm, stat, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import type { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";

/** Bytes on their way into the engine. */
export interface ScratchFile {
  readonly path: string;
  readonly bytes: number;
  readonly remove: () => Promise<void>;
}

/**
 * What may wait to be written, by the default of the applier's chunk and more: what waits goes with one call of the system, and the
 * columns of a chunk lie in memory anyway. One after the other each would wait for its turn among requests.
 */
const WAITING_BYTES = 64 * 1024 * 1024;

/**
 * A folder for inserted bytes: in memory where the system has `/dev/shm`, else in the data folder.
 *
 * Data in the text of a statement ends at its first blank line and the rest runs as SQL; a file has
 * no such end. The folder's name follows from the data folder, so what a killed process left there
 * is found and removed by the next.
 */
export class Scratch {
  readonly #folder: string;

  private constructor(folder: string) {
    this.#folder = folder;
  }

  /** The caller holds the data folder alone: what lies in its scratch folder is nobody's. */
  static async open(dataFolder: string, memoryFolder = "/dev/shm"): Promise<Scratch> {
    const inMemory = await writable(memoryFolder);
    const folder = inMemory
      ? join(memoryFolder, scratchName(dataFolder))
      : join(resolve(dataFolder), "scratch");
    await rm(folder, { recursive: true, force: true });
    await mkdir(folder, { recursive: true, mode: 0o700 });
    return new Scratch(folder);
  }

  async write(values: string | Uint8Array | Readable): Promise<ScratchFile> {
    const path = join(this.#folder, randomUUID());
    const remove = (): Promise<void> => rm(path, { force: true });
    try {
      if (typeof values === "string" || values instanceof Uint8Array) {
        await writeFile(path, values, { mode: 0o600 });
      } else {
        const file = createWriteStream(path, { mode: 0o600, highWaterMark: WAITING_BYTES });
        await pipeline(values, file);
      }
      return { path, bytes: (await stat(path)).size, remove };
    } catch (error) {
      await remove();
      throw error;
    }
  }

  async close(): Promise<void> {
    await rm(this.#folder, { recursive: true, force: true });
  }
}

/** The same for the same data folder. */
export function scratchName(dataFolder: string): string {
  return `tiltmeter-${hash("sha256", resolve(dataFolder)).slice(0, 16)}`;
}

async function writable(folder: string): Promise<boolean> {
  try {
    await access(folder, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}
