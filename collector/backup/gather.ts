import { copyFileSync, linkSync, mkdirSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { setImmediate } from "node:timers/promises";
import type { DataFiles } from "./data-files.ts";

/** Where names for the same file cannot be made, it is copied: other disks, and file systems without such names. */
const NO_LINKS: ReadonlySet<string> = new Set([
  ...["EXDEV", "EPERM", "ENOTSUP", "EOPNOTSUPP", "EMLINK"],
]);
/** Some ten microseconds each; between so many the collector answers. */
const AT_ONCE = 100;

/**
 * Gives files of a data folder a second name below another folder of the same disk, with the bytes that they have
 * now: what is appended later is not of it. What `isRewritten` names is copied.
 *
 * Resolves with what is there now; a file that went away meanwhile is not. Calls that wait for a thread would wait
 * for the engine's statements, which have them: these do not.
 */
export async function gatherFiles(of: {
  readonly data: string;
  readonly to: string;
  readonly files: DataFiles["files"];
  readonly isRewritten: (path: string) => boolean;
}): Promise<DataFiles["files"]> {
  const gathered: { path: string; bytes: number }[] = [];
  const made = new Set<string>();
  for (const [i, { path }] of of.files.entries()) {
    if (i % AT_ONCE === AT_ONCE - 1) await setImmediate();
    const [from, to] = [join(of.data, path), join(of.to, path)];
    const folder = dirname(to);
    if (!made.has(folder)) mkdirSync(folder, { recursive: true, mode: 0o700 });
    made.add(folder);
    try {
      const { size } = statSync(from);
      if (of.isRewritten(path)) copyFileSync(from, to);
      else linkOrCopy(from, to);
      gathered.push({ path, bytes: size });
    } catch (error) {
      if (codeOf(error) !== "ENOENT") throw error;
    }
  }
  return gathered;
}

function linkOrCopy(from: string, to: string): void {
  try {
    linkSync(from, to);
  } catch (error) {
    if (!NO_LINKS.has(codeOf(error))) throw error;
    copyFileSync(from, to);
  }
}

function codeOf(error: unknown): string {
  return error instanceof Error && "code" in error ? String(error.code) : "";
}
