import { createWriteStream } from "node:fs";
import { mkdir, mkdtemp, rename, rm } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import { pipeline } from "node:stream/promises";
import { memberPathFault } from "../verify/member-path.ts";
import { openPackage } from "../verify/package-source.ts";

/**
 * Unpacks a package into a folder that is not there yet. The folder bears its name once it is whole;
 * a failure leaves nothing. Throws where a path would lead out of it.
 */
export async function unpackPackage(tar: string, folder: string): Promise<number> {
  const target = resolve(folder);
  await mkdir(dirname(target), { recursive: true });
  const source = await openPackage(tar);
  const temporary = await mkdtemp(join(dirname(target), `.${basename(target)}.`));
  try {
    if (source.broken !== undefined) throw new Error(`${tar} is damaged: ${source.broken}`);
    for (const path of source.files.keys()) {
      const fault = memberPathFault(path);
      if (fault !== null) throw new Error(fault);
      const file = join(temporary, ...path.split("/"));
      await mkdir(dirname(file), { recursive: true });
      await pipeline(source.read(path), createWriteStream(file, { flags: "wx" }));
    }
    await rename(temporary, target);
    return source.files.size;
  } catch (error) {
    await rm(temporary, { recursive: true, force: true });
    throw error;
  } finally {
    await source.close();
  }
}
