import { randomUUID } from "node:crypto";
import type { Baseline } from "@tiltmeter/rules";
import { MEANING } from "../engine/meaning.ts";
import type { Engine } from "../engine/open.ts";
import type { Read } from "../engine/read.ts";
import { noteRolled } from "../projection/note-rolled.ts";
import { cellsStatement } from "./cells.ts";
import { checked, NOTHING_WRITTEN, together } from "./check.ts";
import { commitRoll } from "./commit.ts";
import { callsStatement, decisionsStatement, minutesStatement } from "./minutes.ts";
import { createQuiet } from "./quiet.ts";
import { countedIn, nextRange, type RollRange } from "./range.ts";
import { readRolls } from "./read-rolls.ts";
import { NO_PARENT, NOTHING_ROLLED, type Rolled, withRoll } from "./rolled.ts";
import { createSetbacks } from "./setbacks.ts";
import type { Statement } from "./statement.ts";

export interface RollOptions {
  /** Their features are counted in their cells; a baseline that is new here is rolled from the beginning. */
  readonly baselines: readonly Baseline[];
  /** Rows of one call: it takes 5 to 10 µs for each. A batch of the journal is never split. */
  readonly rowsMax: number;
  /** What fewer rows wait for is left: they are read as they are. Absent: 1. */
  readonly rowsMin?: number;
  /** What was applied before this store was opened; what is applied by it is known. */
  readonly applied?: { readonly journal: string; readonly seq: number };
}

/** What a call to `roll` did, in rows of predictions, outcomes and features. */
export interface RollReport {
  readonly rolled: number;
  /** Could have been rolled, but for `rowsMax`. */
  readonly behind: number;
}

/** What the sums were like when a store was opened. Neither changes an answer. */
export interface RollsFound {
  /** Rolled before, and damaged since: what they summed up is read from the records, and rolled again. */
  readonly lostRolls: number;
  /** Rows that no roll counts, because it failed or was lost: they only take room. */
  readonly strayRows: number;
}

/** Sums up by minute what was applied, and says what of it a reader may take. */
export interface Rollups {
  readonly found: RollsFound;
  /** The state of this instant, by digest of a baseline; `""` are the predictions. */
  readonly rolled: (what: string) => Rolled;
  /** Everything of a journal up to here is in the store, verified. */
  readonly noteApplied: (journal: string, seq: number, records: number) => void;
  /** Rejects where some of it failed, after the others had their turn. */
  readonly roll: (options: RollOptions) => Promise<RollReport>;
}

/**
 * Reads what has been rolled, and makes what rolls on.
 *
 * One collector rolls a store. Another one that does so on the same server changes no answer: each
 * keeps to its own line of rolls, and the next one to open takes the longer.
 */
export async function openRollups(engine: Engine, read: Read): Promise<Rollups> {
  const { rolled: before, lostRolls, strayRows } = await readRolls(read);
  const state = new Map(before);
  await noteRolled(engine, state);
  const opened = randomUUID();
  const numbers = new Map<string, number>();
  const applied = new Map<string, number>();
  const setbacks = createSetbacks();
  let calls = -1;
  let turn: Promise<unknown> = Promise.resolve();

  const rolledOf = (what: string): Rolled => state.get(what) ?? NOTHING_ROLLED;
  const quiet = createQuiet();
  const noteApplied = (journal: string, seq: number, records?: number): void => {
    const known = applied.get(journal) ?? 0;
    // Of what another process applied nobody counted the records here.
    if (records !== undefined || seq > known) quiet.applied(journal, records);
    applied.set(journal, Math.max(seq, known));
  };

  async function roll(options: RollOptions): Promise<RollReport> {
    const { baselines, rowsMax, rowsMin = 1 } = options;
    if (options.applied !== undefined) noteApplied(options.applied.journal, options.applied.seq);
    let [rolled, behind] = [0, 0];
    const errors: unknown[] = [];
    for (const kind of inTurn(kinds(baselines, read))) {
      if (!setbacks.takesTurn(kind.what)) {
        behind += setbacks.waiting(kind.what);
        continue;
      }
      const own = await rollKind(kind, {
        rowsMax: rowsMax - rolled,
        rowsMin,
        isFirst: rolled === 0,
      });
      rolled += own.rolled;
      behind += own.behind;
      errors.push(...own.errors);
    }
    const [error, ...more] = errors;
    if (more.length > 0) {
      throw new AggregateError(errors, `${errors.length} rolls failed`, { cause: error });
    }
    if (error !== undefined) throw error;
    return { rolled, behind };
  }

  /** In another order each time, so that a long history holds up nobody else's news. */
  function inTurn(all: readonly Kind[]): readonly Kind[] {
    calls += 1;
    const first = calls % all.length;
    return [...all.slice(first), ...all.slice(0, first)];
  }

  /** Answers what failed, and does not reject: others have their turn whatever becomes of this one. */
  async function rollKind(
    { what, featuresOf, statements }: Kind,
    of: { readonly rowsMax: number; readonly rowsMin: number; readonly isFirst: boolean },
  ): Promise<RollReport & { readonly errors: readonly unknown[] }> {
    let [rolled, behind] = [0, 0];
    try {
      for (const [journal, limit] of limits()) {
        const low = rolledOf(what).upTo.get(journal) ?? 0;
        if (quiet.hasAtMost(what, { journal, low, rows: of.rowsMin - 1 })) continue;
        const at = quiet.now(journal);
        const room = of.rowsMax - rolled;
        const share = setbacks.share(what, room);
        const next = { journal, low, limit, rowsMax: share, ...featuresOf };
        const { range, waiting } = await nextRange(read, next);
        if (range === null || waiting < of.rowsMin) {
          quiet.found(what, { journal, low, waiting, at });
          continue;
        }
        behind += waiting;
        // A roll of what little is left of the limit would be mostly overhead.
        const isWorthIt = (of.isFirst && rolled === 0) || room >= Math.min(of.rowsMin, waiting);
        if (room <= 0 || !isWorthIt) continue;
        await rollRange(what, range, await statements(rolledOf(what), range));
        setbacks.succeeded(what);
        rolled += range.rows;
        behind -= range.rows;
      }
      return { rolled, behind, errors: [] };
    } catch (error) {
      setbacks.failed(what, behind);
      return { rolled, behind, errors: [error] };
    }
  }

  /** Journals, and how far each may be rolled: also those of earlier openings, as far as they were. */
  function limits(): ReadonlyMap<string, number> {
    const known = new Map(rolledOf("").upTo);
    for (const [journal, seq] of applied) {
      known.set(journal, Math.max(seq, known.get(journal) ?? 0));
    }
    return known;
  }

  async function rollRange(
    what: string,
    range: RollRange,
    statements: readonly Statement[],
  ): Promise<void> {
    const before = rolledOf(what);
    // Never used again, whatever becomes of it: what it leaves behind is nobody's.
    const number = (numbers.get(what) ?? 0) + 1;
    numbers.set(what, number);
    const { journal, low, high } = range;
    const bound = { opened, roll: number, journal, low, high };
    let written = NOTHING_WRITTEN;
    for (const statement of statements) {
      await engine.client.command({
        query: statement.insert,
        query_params: { ...statement.parameters, ...bound },
        query_id: randomUUID(),
        clickhouse_settings: { ...PINNED, log_comment: `rollups.${statement.table}` },
      });
      written = together(written, await checked(read, statement, bound));
    }
    const made = {
      opened,
      roll: number,
      depth: (before.last?.depth ?? 0) + 1,
      journal,
      high,
      // Without a row in any minute there is none to be read.
      ...(written.span ?? { fromMicros: 0, toMicros: 0 }),
    };
    const parent = before.last ?? NO_PARENT;
    const rows = { rows: range.rows, written: written.rows };
    await commitRoll(engine, { ...made, parent, what, low, ...rows });
    const after = withRoll(before, { ...made, parent });
    state.set(what, after);
    await noteRolled(engine, new Map([[what, after]]));
  }

  return {
    found: { lostRolls, strayRows },
    rolled: rolledOf,
    noteApplied,
    roll: (options) => {
      const result = turn.then(() => roll(options));
      turn = result.catch(() => {});
      return result;
    },
  };
}

/** Beside the insert of a batch and the question of a page: one thread, no queue, no memory of earlier inserts. */
const PINNED = {
  ...MEANING,
  async_insert: 0,
  insert_deduplicate: 0,
  max_threads: 1,
  max_execution_time: 120,
  wait_end_of_query: 1,
} as const;

/** What is rolled, each with its own line of rolls. */
interface Kind {
  readonly what: string;
  readonly featuresOf: { readonly featuresOf?: string };
  readonly statements: (before: Rolled, range: RollRange) => Promise<readonly Statement[]>;
}

function kinds(baselines: readonly Baseline[], read: Read): readonly Kind[] {
  return [
    {
      what: "",
      featuresOf: {},
      statements: async (before, range) => {
        const { calls, ...truths } = await countedIn(read, range);
        return [
          minutesStatement(),
          decisionsStatement(before, truths),
          ...(calls === 0 ? [] : [callsStatement()]),
        ];
      },
    },
    ...baselines.map((baseline) => ({
      what: baseline.digest,
      featuresOf: { featuresOf: baseline.system },
      statements: async () => [cellsStatement(baseline)],
    })),
  ];
}
