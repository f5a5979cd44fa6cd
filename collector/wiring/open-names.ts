import { randomBytes } from "node:crypto";
import { readFile, rename, writeFile } from "node:fs/promises";
import { z } from "zod";
import { createNameBudget, type NameBudget, type SavedNames } from "../ingest/name-budget.ts";
import { isCode } from "../log/file-system.ts";
import type { Closing } from "./closing.ts";
import { said } from "./said.ts";

/** What a crash may forget: a few names more are let in for it. */
const SAVE_MS = 60_000;
const SALT_BYTES = 16;

const file = z.strictObject({
  day: z.string(),
  salt: z.string(),
  systems: z.record(z.string(), z.array(z.string())),
});

/**
 * The names of a day, over restarts: kept in a file as hashes, written at most once a minute and at the end. A file
 * that cannot be read or written is told of and done without.
 */
export async function openNames(of: {
  readonly path: string;
  readonly perDayMax: number;
  readonly closing: Closing;
  readonly log: (line: string) => void;
}): Promise<NameBudget> {
  const { path, log, closing } = of;
  const budget = createNameBudget({
    perDayMax: of.perDayMax,
    saved: await saved(path, log),
    salt: randomBytes(SALT_BYTES).toString("hex"),
  });
  let noted = 0;
  let written = 0;
  const save = async (): Promise<void> => {
    if (budget.noted() === written) return;
    noted = budget.noted();
    try {
      await writeFile(`${path}.new`, JSON.stringify(budget.saved()), { mode: 0o600 });
      await rename(`${path}.new`, path);
      written = noted;
    } catch (error) {
      log(`the day's names of features could not be written and are written later: ${said(error)}`);
    }
  };
  let saving: Promise<void> = Promise.resolve();
  const timer = setInterval(() => {
    saving = saving.then(save);
  }, SAVE_MS);
  timer.unref();
  closing.loop(timer, async (it) => {
    clearInterval(it);
    await saving.then(save);
  });
  return budget;
}

async function saved(path: string, log: (line: string) => void): Promise<SavedNames | null> {
  try {
    return file.parse(JSON.parse(await readFile(path, "utf8")));
  } catch (error) {
    if (!isCode(error, "ENOENT")) {
      log(`${path} cannot be read, so today's names are counted anew: ${said(error)}`);
    }
    return null;
  }
}
