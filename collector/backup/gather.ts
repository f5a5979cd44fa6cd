import { link, mkdir, stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import { copyBytes } from "./copy-file.ts";
import type { DataFiles } from "./data-files.ts";

/** Where names for the same file cannot be made, it is copied: other disks, and file systems without such names. */
const NO_LINKS: ReadonlySet<string> = new Set([
  "EXDEV",
  "EPERM",
  "ENOTSUP",
  "EOPNOTSUPP",
  "EMLINK",
]);

/**
 * Gives files of a data folder a second name below another folder of the same disk, in milliseconds, with the
 * bytes that they have now: what is appended later is not of it. What `isRewritten` names is copied.
 *
 * Resolves with what is there now; a file that went away meanwhile is not.
 */
export async function gatherFiles(of: {
  readonly data: string;
  readonly to: string;
  readonly files: DataFiles["files"];
  readonly isRewritten: (path: string) => boolean;
}): Promise<DataFiles["files"]> {
  const gathered: { path: string; bytes: number }[] = [];
  for (const { path } of of.files) {
    const [from, to] = [join(of.data, path), join(of.to, path)];
    try {
      await mkdir(dirname(to), { recursive: true, mode: 0o700 });
      const { size } = await stat(from);
      if (of.isRewritten(path))
        await copyBytes({ from, to, bytes: size, onBytes: () => undefined });
      else await linkOrCopy(from, to, size);
      gathered.push({ path, bytes: size });
    } catch (error) {
      if (codeOf(error) !== "ENOENT") throw error;
    }
  }
  return gathered;
}

async function linkOrCopy(from: string, to: string, bytes: number): Promise<void> {
  try {
    await link(from, to);
  } catch (error) {
    if (!NO_LINKS.has(codeOf(error))) throw error;
    await copyBytes({ from, to, bytes, onBytes: () => undefined });
  }
}

function codeOf(error: unknown): string {
  return error instanceof Error && "code" in error ? String(error.code) : "";
}
