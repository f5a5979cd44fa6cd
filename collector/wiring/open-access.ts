import { randomBytes } from "node:crypto";
import { mkdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Identities } from "../http/authenticate.ts";
import { createSessions } from "../http/session.ts";
import { replaceFile } from "../words/replace-file.ts";
import type { Closing } from "./closing.ts";
import type { Words } from "./open-words.ts";

/** When sessions were last seen may be lost for so long by a crash. */
const FLUSH_MS = 60_000;

/** Opens who may come in: keys, accounts and the sessions of a data folder. */
export async function openAccess(of: {
  readonly folder: string;
  readonly words: Words;
  readonly now: () => number;
  readonly closing: Closing;
  readonly log: (line: string) => void;
}): Promise<Identities> {
  const folder = join(of.folder, "access");
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const file = join(folder, "sessions");
  const sessions = createSessions({
    now: of.now,
    random: randomBytes,
    stored: await readFile(file, "utf8").catch(() => null),
    save: (text) => replaceFile(file, text),
  });
  const flush = (): Promise<void> =>
    sessions.flush().catch((error) => of.log(`sessions could not be kept: ${String(error)}`));
  const timer = setInterval(() => void flush(), FLUSH_MS);
  timer.unref();
  of.closing.loop(timer, async () => {
    clearInterval(timer);
    await flush();
  });
  return { findKey: of.words.keyOf, findAccount: () => undefined, sessions, nowMs: of.now };
}
