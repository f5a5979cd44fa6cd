import { dirname } from "node:path";
import { setTimeout } from "node:timers/promises";
import { setCrossingAside } from "../engine/crossing-parts.ts";
import type { Engine } from "../engine/open.ts";
import type { Read } from "../engine/read.ts";
import { IS_INSERTED, type PartPlace, partOf, whyDamaged } from "./part-damage.ts";
import { removeStrayParts } from "./stray-parts.ts";

/** A part that others were merged into is not on the disk as it is counted; the message says what became of it. */
export class MergeDamaged extends Error {
  override readonly name = "MergeDamaged";
}

/** Parts that were made shortly before this process began are looked at, too: nobody may have had the time. */
const RECENT_SECONDS = 120;
/** A table that somebody still reads is given back later: so often is asked, and so long. */
const ATTACH_MS = 100;
const ATTACH_MS_MAX = 60_000;

/**
 * Makes the look at what the embedded engine has merged, or rewritten by a mutation, since the look before: every such part of
 * every table is read back and compared with its checksums.
 *
 * The engine (26.7) goes on after a write that failed in a merge, too, and removes what it has merged: at its next start the rows are
 * gone. It keeps that for 90 seconds here (`old_parts_lifetime`), and a table that is loaded anew takes it in place of a part
 * that does not load. So a look must come sooner, and its failure is found while nothing is lost.
 *
 * `read` must not wait for reloads, where a look begins with a failed question.
 *
 * The look throws `MergeDamaged` where it found something. A question, and a few milliseconds a part with one more for some MiB;
 * a damaged part's table is away for as long as its parts take to load, and whoever asks meanwhile waits.
 */
export async function createCheckMerged(engine: Engine, read: Read): Promise<() => Promise<void>> {
  let known = new Set(
    (await merged(engine, read))
      .filter(({ ageSeconds }) => ageSeconds > RECENT_SECONDS)
      .map(({ key }) => key),
  );
  const look = async (): Promise<void> => {
    await removeStrayParts(engine, read, { isInsertOver: false });
    const parts = await merged(engine, read);
    const damaged: Merged[] = [];
    const found: string[] = [];
    for (const part of parts) {
      const reason = known.has(part.key) ? "" : await whyDamaged(engine, part);
      if (reason === "") continue;
      damaged.push(part);
      found.push(`${part.key}: ${reason}`);
    }
    known = new Set(parts.map(({ key }) => key));
    const folders = new Map(damaged.map(({ table, folder }) => [table, dirname(folder)]));
    for (const [table, of] of folders) {
      await engine.reloads.run(() => reload(engine, table, of));
    }
    if (found.length === 0) return;
    const left = new Set((await merged(engine, read)).map(({ key }) => key));
    const became = damaged.some(({ key }) => left.has(key))
      ? "what it was merged from is gone, and it is still in use"
      : "it was set aside, and what it was merged from is in its place";
    throw new MergeDamaged(
      `the disk does not have what the store has merged: ${became}. Look at the disk. ${found.join("; ")}`,
    );
  };
  let turn: Promise<unknown> = Promise.resolve();
  return () => {
    const mine = turn.then(look);
    turn = mine.catch(() => undefined);
    return mine;
  };
}

interface Merged extends PartPlace {
  readonly ageSeconds: number;
}

async function merged(engine: Engine, read: Read): Promise<readonly Merged[]> {
  const rows = await read(
    "merged.parts",
    `SELECT table, name, path, toFloat64(dateDiff('second', modification_time, now())) FROM system.parts
     WHERE database = {database:String} AND active AND NOT (${IS_INSERTED})`,
    { database: engine.database },
  );
  return rows.map((row) => ({ ...partOf(row), ageSeconds: Number(row[3]) }));
}

/** Loads a table's parts from the disk as a start does. */
async function reload(engine: Engine, table: string, folder: string): Promise<void> {
  await engine.client.command({ query: `DETACH TABLE ${table} SYNC` });
  for (let waitedMs = 0; ; waitedMs += ATTACH_MS) {
    try {
      await setCrossingAside(folder);
      await engine.client.command({ query: `ATTACH TABLE ${table}` });
      return;
    } catch (error) {
      if (waitedMs >= ATTACH_MS_MAX) throw error;
    }
    await setTimeout(ATTACH_MS);
  }
}
