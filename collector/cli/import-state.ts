import { readFile, rename, rm, writeFile } from "node:fs/promises";
import { shown } from "../tables/table-error.ts";
import { isRecord } from "./collector-api.ts";

/** How far an import is, in a file of its own beside the input. Everything before `nextRow` is on disk. */
export interface ImportState {
  readonly version: 1;
  /** What is imported where: another import may not go on here. */
  readonly of: {
    readonly kind: string;
    readonly url: string;
    /** SHA-256 of the mapping file. */
    readonly map: string;
    readonly bytes: number;
    readonly modifiedMs: number;
  };
  readonly nextRow: number;
  readonly accepted: number;
  readonly repeated: number;
  readonly rejected: number;
}

/** Reads what an import that stopped left; null where there is nothing. Throws where it is no such file. */
export async function readState(path: string): Promise<ImportState | null> {
  let text: string;
  try {
    text = await readFile(path, "utf8");
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return null;
    throw error;
  }
  const state = parsed(text);
  if (state === null) {
    throw new Error(
      `${path}: is not the progress of an import, got ${shown(text)}; delete it, or begin again with --restart`,
    );
  }
  return state;
}

function parsed(text: string): ImportState | null {
  try {
    const state: unknown = JSON.parse(text);
    const isState =
      isRecord(state) &&
      state["version"] === 1 &&
      isRecord(state["of"]) &&
      ["nextRow", "accepted", "repeated", "rejected"].every((key) =>
        Number.isSafeInteger(state[key]),
      );
    // Ours, as written below; what it is compared with is checked by value.
    return isState ? (state as unknown as ImportState) : null;
  } catch {
    return null;
  }
}

/** What of another import differs from this one, in words; null where nothing does. */
export function differs(state: ImportState, of: ImportState["of"]): string | null {
  const words: Readonly<Record<keyof ImportState["of"], string>> = {
    kind: "of other records",
    url: "into another collector",
    map: "with another mapping",
    bytes: "of another version of the file",
    modifiedMs: "of another version of the file",
  };
  for (const key of ["kind", "url", "map", "bytes", "modifiedMs"] as const) {
    if (state.of[key] !== of[key]) return words[key];
  }
  return null;
}

/** Replaces the file in one step, so that a break leaves the old or the new one. */
export async function writeState(path: string, state: ImportState): Promise<void> {
  const next = `${path}.new`;
  await writeFile(next, `${JSON.stringify(state)}\n`);
  await rename(next, path);
}

export async function removeState(path: string): Promise<void> {
  await rm(path, { force: true });
}
