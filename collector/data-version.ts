import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { VERSION } from "./version.ts";
import { replaceFile } from "./words/replace-file.ts";

/** The layout of the data folder that this program writes: which files lie where, and in which form. */
export const DATA_VERSION = 1;

/** The data folder was written by a newer program. Nothing is changed. */
export class DataTooNew extends Error {
  override readonly name = "DataTooNew";
}

/** One step of the layout. Idempotent: an end may come between its work and its note. */
export interface DataStep {
  /** The version that the folder has afterwards. */
  readonly to: number;
  /** What it does, in words. */
  readonly what: string;
  readonly run: (data: string) => Promise<void>;
}

/** In the order of their versions, without a gap from 2 on. */
const STEPS: readonly DataStep[] = [];

const FILE = "version.json";

/**
 * Brings a data folder up to date, forward only, one step after the other, each noted once it is done: what an end
 * came between is done again by the next start. A folder without a note is of version 1, or new.
 *
 * Throws `DataTooNew` where a newer program wrote it, and whatever a step throws: the folder is then of the
 * version before.
 */
export async function bringUpToDate(of: {
  readonly data: string;
  readonly log: (line: string) => void;
  readonly steps?: readonly DataStep[];
}): Promise<void> {
  const { data, log, steps = STEPS } = of;
  const newest = steps.at(-1)?.to ?? DATA_VERSION;
  const path = join(data, FILE);
  const noted = await readNote(path);
  // Only a folder in which a collector lived has a ledger.
  const isNew = noted === null && !existsSync(join(data, "ledger"));
  let version = noted?.version ?? (isNew ? newest : 1);
  if (version > newest) throw tooNew(data, noted, newest);
  const due = steps.filter(({ to }) => to > version);
  if (due.length > 0) {
    log(
      `the data folder is brought from version ${version} to ${newest}; a backup of before is what an older tiltmeter can still read`,
    );
  }
  for (const { to, what, run } of due) {
    try {
      await run(data);
    } catch (cause) {
      throw new Error(
        `the data folder ${data} stays at version ${version}, ${what} failed: mend what it names and start again, or start the tiltmeter of before`,
        { cause },
      );
    }
    version = to;
    await note(path, version);
    log(`the data folder has version ${version}: ${what}`);
  }
  if (noted?.version !== version || noted.tiltmeter !== VERSION) await note(path, version);
}

/** Throws `DataTooNew` where a newer program wrote the folder; changes nothing, and needs no lock. */
export async function refuseNewer(data: string): Promise<void> {
  const noted = await readNote(join(data, FILE));
  if (noted !== null && noted.version > DATA_VERSION) throw tooNew(data, noted, DATA_VERSION);
}

type Noted = { readonly version: number; readonly tiltmeter: string };

function tooNew(data: string, noted: Noted | null, newest: number): DataTooNew {
  return new DataTooNew(
    `the data folder ${data} has version ${noted?.version}, written by tiltmeter ${noted?.tiltmeter}, and this program (${VERSION}) knows ${newest}: ` +
      "start the newer tiltmeter that wrote it, or restore the backup from before its first start",
  );
}

function note(path: string, version: number): Promise<void> {
  return replaceFile(path, `${JSON.stringify({ version, tiltmeter: VERSION })}\n`);
}

/** The version that a data folder has; one without a note is of the first. */
export async function dataVersionOf(data: string): Promise<number> {
  return (await readNote(join(data, FILE)))?.version ?? 1;
}

/** What the folder says of itself; null: it says nothing yet. Throws where that cannot be read. */
async function readNote(path: string): Promise<Noted | null> {
  const text = await readFile(path, "utf8").catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return null;
    throw error;
  });
  if (text === null) return null;
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    value = null;
  }
  const { version, tiltmeter } = (value ?? {}) as { version?: unknown; tiltmeter?: unknown }; // checked below
  if (
    Number.isSafeInteger(version) &&
    typeof version === "number" &&
    typeof tiltmeter === "string"
  ) {
    return { version, tiltmeter };
  }
  throw new Error(
    `${path} is damaged: write {"version":${DATA_VERSION},"tiltmeter":"${VERSION}"} into it, or restore a backup`,
  );
}
