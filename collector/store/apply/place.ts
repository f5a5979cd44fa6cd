import type { Engine } from "../engine/open.ts";
import type { Read } from "../engine/read.ts";
import { type Entry, placeOf, type Range } from "./batch.ts";
import { endInserts } from "./end-inserts.ts";
import { insertLines, type Poison } from "./insert.ts";
import { printed, quarantineValues } from "./kept-lines.ts";
import { type Line, TABLES, type Table } from "./line.ts";
import type { Lines } from "./lines-of.ts";
import { countPlaced, findPlaced, type Placed } from "./placed.ts";

/** The store holds more rows of a range than the journal has records. Nothing is repaired by itself. */
export class StoreDisagrees extends Error {
  override readonly name = "StoreDisagrees";
}

/** Attempts within one apply. What still fails then is the caller's to try again, later. */
const ATTEMPTS_MAX = 3;

interface Placing {
  readonly range: Range;
  /** Lines that the engine will not take move to quarantine. */
  readonly lines: Lines;
  readonly placed: Placed;
  readonly entries: readonly Entry[];
  readonly isUncertain: boolean;
}

/** Inserts what is not there, counts, and goes on until the store holds every line once. */
export async function place(engine: Engine, read: Read, of: Placing): Promise<void> {
  const { range, lines } = of;
  let { placed } = of;
  let failure: unknown = new Error(`rows of sequence ${range.low} to ${range.high} do not stay`);
  for (let attempt = 0; attempt < ATTEMPTS_MAX; attempt += 1) {
    try {
      await insertMissing(engine, { ...of, placed });
    } catch (error) {
      failure = error;
      await endInserts(engine, read, range.journal);
    }
    const isFresh = attempt === 0 && !of.isUncertain;
    const asked = TABLES.filter((table) => !isFresh || (lines.get(table) ?? []).length > 0);
    const held = await countPlaced(read, range, asked);
    if (asked.every((table) => isComplete(table, held.get(table) ?? 0, of))) return;
    placed = await findPlaced(read, range);
  }
  throw failure;
}

function isComplete(table: Table, held: number, { lines, range }: Placing): boolean {
  const wanted = (lines.get(table) ?? []).length;
  // What an older engine refused a newer one may take: its note in quarantine then stays.
  if (held > wanted && table !== "quarantine_v1") {
    throw new StoreDisagrees(
      `${table} holds ${held} rows of journal ${range.journal}, sequence ${range.low} to ${range.high}, ` +
        `where the journal has ${wanted}: two processes may be applying one journal`,
    );
  }
  return held >= wanted;
}

/** Tables side by side: one encodes or waits for the disk while another is parsed. Quarantine is last. */
async function insertMissing(engine: Engine, of: Omit<Placing, "isUncertain">): Promise<void> {
  const evidence = TABLES.filter((table) => table !== "quarantine_v1");
  const results = await Promise.allSettled(
    evidence.map(async (table) => ({ table, poison: await insertInto(engine, table, of) })),
  );
  for (const result of results) {
    if (result.status === "rejected") throw result.reason;
    const { table, poison } = result.value;
    const sick = new Set(poison.map(({ line }) => placeOf(line)));
    const lines = of.lines.get(table) ?? [];
    if (sick.size === 0) continue;
    of.lines.set(
      table,
      lines.filter((line) => !sick.has(placeOf(line))),
    );
    keepInQuarantine(of, table, poison);
  }
  const [refused] = await insertInto(engine, "quarantine_v1", of);
  if (refused !== undefined) {
    throw new Error(`quarantine_v1 takes every text, and refused one: ${refused.reason}`);
  }
}

async function insertInto(
  engine: Engine,
  table: Table,
  { range, lines, placed }: Omit<Placing, "isUncertain">,
): Promise<Poison[]> {
  const there = placed.get(table);
  const missing = (lines.get(table) ?? []).filter((line) => !there?.has(placeOf(line)));
  return insertLines(engine, table, missing, range.journal);
}

/** One note a record: the first table that would not take it. */
function keepInQuarantine(
  { lines, entries }: Omit<Placing, "isUncertain">,
  target: Table,
  poison: readonly Poison[],
): void {
  const records = new Map(entries.map((entry) => [placeOf(entry), entry.telemetry]));
  const kept: Line[] = lines.get("quarantine_v1") ?? [];
  const known = new Set(kept.map(placeOf));
  for (const { line, reason } of poison) {
    const telemetry = records.get(placeOf(line));
    if (telemetry === undefined || known.has(placeOf(line))) continue;
    const event = telemetry.statement.kind;
    const record = printed(telemetry);
    kept.push({ ...line, values: quarantineValues({ key: "", event, target, reason, record }) });
  }
  lines.set("quarantine_v1", kept);
}
