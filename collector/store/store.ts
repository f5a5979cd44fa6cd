import type { EvidenceGroup, EvidenceRequest, PriceList } from "@tiltmeter/rules";
import type { Arena } from "../columns/arena.ts";
import { rowsOf } from "../columns/records-in-order.ts";
import { type ApplyOptions, createApply } from "./apply/apply.ts";
import type { Applied, Batch } from "./apply/batch.ts";
import { type Chunk, chunkOf } from "./apply/columns/chunk.ts";
import { threadedWork } from "./apply/columns/threaded-work.ts";
import { openMergeLooks } from "./apply/merge-looks.ts";
import { freezeTables } from "./engine/freeze.ts";
import { type EngineOptions, openEngine } from "./engine/open.ts";
import { reach, reachAsReader } from "./engine/reach.ts";
import { createRead, type Read } from "./engine/read.ts";
import { fetchEvidence } from "./evidence/fetch-evidence.ts";
import { createProjection, type Projection } from "./projection/projection.ts";
import {
  type Completeness,
  completenessByProducer,
  completenessIn,
  joinNumbers,
  readCompleteness,
  readNumbers,
} from "./reads/completeness.ts";
import { type DetachedPart, readDetachedParts } from "./reads/detached-parts.ts";
import type { EvaluationRow } from "./reads/evaluation-row.ts";
import { appendEvaluations } from "./reads/evaluations.ts";
import { readLastSeq } from "./reads/last-seq.ts";
import { appendQuarantine, type QuarantineEntry } from "./reads/quarantine.ts";
import { createStoreReads, type StoreReads } from "./reads/store-reads.ts";
import { joinSystems, readSystems, type StoredSystem } from "./reads/systems.ts";
import { type AppliedTo, createTally } from "./reads/tally.ts";
import { createRetention, type StoreRetention } from "./retention/retention.ts";
import {
  openRollups,
  type RollOptions,
  type RollReport,
  type RollsFound,
} from "./rollups/rollups.ts";
import { migrate } from "./schema/migrate.ts";
import { createSeals, type StoreSeals } from "./seals/seals.ts";

/** The evidence, in ClickHouse: in this process or on a server. Every read may throw. */
export interface Store extends StoreReads {
  /** `chdb 26.7.2.1` or `clickhouse 26.7.2.1`. */
  readonly engine: string;
  /** What of an apply needs no store, in the memory that is handed to it with them; it may go on beside the apply before. */
  readonly prepare: (batches: readonly Batch[], memory: Arena) => Promise<Chunk>;
  /** Moves batches of a journal into the store, verified: exactly one effect per record. */
  readonly apply: (batches: readonly Batch[], options: ApplyOptions) => Promise<Applied>;
  /** The highest batch of a journal after another of which anything is stored; that other where there is none. */
  readonly lastSeqOf: (of: {
    readonly journal: string;
    readonly afterSeq: number;
  }) => Promise<number>;
  /**
   * Sums up by minute what has been applied and is not rolled yet, so that evidence over long windows
   * reads the sums. No answer depends on whether, when or how far. Rejects where the engine fails,
   * after the sums of the other baselines had their turn; what was being rolled is then read as
   * before, and rolled by a later call.
   */
  readonly roll: (options: RollOptions) => Promise<RollReport>;
  readonly rollsFound: RollsFound;
  /** What the ledger knows, for those who query the store itself. */
  readonly projection: Projection;
  /** Roots over what is stored, and what became of it since. */
  readonly seals: StoreSeals;
  /** What is past its time, its end, and what everything takes. */
  readonly retention: StoreRetention;
  readonly fetchEvidence: (request: EvidenceRequest) => Promise<readonly EvidenceGroup[]>;
  /** With `applied` of what is applied up to there, and what is stored need not be counted again; absent: of every row. */
  readonly systems: (applied?: AppliedTo) => Promise<readonly StoredSystem[]>;
  /** Null: not measured, because no producer numbers its records. */
  readonly completeness: (system: string) => Promise<Completeness | null>;
  /** The same of every system, of what is applied up to there. */
  readonly completenessOfAll: (
    applied: AppliedTo,
  ) => Promise<(system: string) => Completeness | null>;
  /** The same of each producer of a system. */
  readonly completenessOfProducers: (
    system: string,
    applied: AppliedTo,
  ) => Promise<ReadonlyMap<string, Completeness>>;
  readonly appendEvaluations: (rows: readonly EvaluationRow[]) => Promise<void>;
  /** Another whenever verdicts may have been added; where others write to the same store, each minute. */
  readonly verdictsVersion: () => string;
  readonly quarantine: (entries: readonly QuarantineEntry[]) => Promise<void>;
  /** Damaged data that the engine set aside; anything but empty is an alarm. */
  readonly detachedParts: () => Promise<readonly DetachedPart[]>;
  /**
   * Gives the tables' parts second names below `to`, as they stand now, for a backup; null: a server has them. The
   * tables are not of one instant: nothing may be applied, rolled or sealed meanwhile.
   */
  readonly freeze: ((of: { readonly name: string; readonly to: string }) => Promise<void>) | null;
  /** Looks at what the embedded engine has merged since the last look, see `openMergeLooks`; null on a server. */
  readonly checkMerged: (() => Promise<void>) | null;
  readonly close: () => Promise<void>;
}

/** Where the store is, and what it is told. */
export type StoreOptions = EngineOptions & {
  /** What hosted models cost, as of now; absent: nobody knows. */
  readonly prices?: () => PriceList | null;
  /** Told where the schema of before is brought up to date; absent: nobody. */
  readonly log?: (line: string) => void;
};

/**
 * Opens the store in a folder (embedded engine) or on a ClickHouse server, and brings its schema up
 * to date.
 *
 * Throws `EngineMissing` where the embedded engine is not installed, `EngineUnavailable` where the
 * folder is in use or damaged or the server does not answer, `SchemaTooNew` where a newer program wrote the store.
 */
export async function openStore(options: StoreOptions): Promise<Store> {
  const engine = await openEngine(options);
  const work = threadedWork();
  try {
    await reach(engine);
    await migrate(engine, options.log);
    await reachAsReader(engine);
    const read = createRead(engine);
    const asWriter = createRead(engine, "writer");
    const rollups = await openRollups(engine, asWriter);
    const apply = createApply(engine, asWriter, work);
    const checkMerged = engine.kind === "embedded" ? await openMergeLooks(engine) : null;
    const seals = createSeals(engine, asWriter);
    const retention = createRetention(engine, asWriter);
    /** Nobody waits for what is kept of refused records, but whoever looks for all that there is of a subject. */
    let kept: Promise<unknown> = Promise.resolve();
    const name = engine.kind === "embedded" ? "chdb" : "clickhouse";
    const isShared = engine.kind !== "embedded";
    let appended = 0;
    const systems = createTally({
      isShared,
      count: (rows) => readSystems(read, rows),
      join: joinSystems,
    });
    const numbers = createTally({
      isShared,
      count: (rows) => readNumbers(read, rows),
      join: (base, more, all) =>
        joinNumbers(base, more, (unclear) =>
          readNumbers(read, {
            where: `${all.where} AND system IN {unclear:Array(String)}`,
            parameters: { ...all.parameters, unclear },
          }),
        ),
    });
    return {
      ...createStoreReads(read, rollups.rolled),
      engine: `${name} ${await versionOf(read)}`,
      prepare: (batches, memory) => chunkOf(batches, { work, memory }),
      apply: async (batches, options) => {
        const applied = await apply(batches, options);
        const last = batches.at(-1);
        if (last !== undefined) {
          const records = batches.reduce((sum, batch) => sum + rowsOf(batch), 0);
          rollups.noteApplied(options.journal, last.seq, records);
        }
        return applied;
      },
      lastSeqOf: (of) => readLastSeq(asWriter, of),
      roll: rollups.roll,
      rollsFound: rollups.found,
      projection: createProjection(engine, asWriter),
      seals: {
        ...seals,
        find: async (subject) => {
          await kept;
          return seals.find(subject);
        },
        erase: async (rows) => {
          try {
            await seals.erase(rows);
          } finally {
            systems.forget();
            numbers.forget();
          }
        },
      },
      retention: {
        ...retention,
        expire: async (of) => {
          try {
            return await retention.expire(of);
          } finally {
            systems.forget();
            numbers.forget();
          }
        },
      },
      fetchEvidence: (request) =>
        fetchEvidence(read, request, {
          rolled: rollups.rolled,
          prices: options.prices?.() ?? null,
        }),
      systems: (applied) => (applied === undefined ? readSystems(read) : systems.at(applied)),
      completeness: (system) => readCompleteness(read, system),
      completenessOfAll: async (applied) => {
        const known = await numbers.at(applied);
        return (system) => completenessIn(known, system);
      },
      completenessOfProducers: async (system, applied) =>
        completenessByProducer(await numbers.at(applied), system),
      appendEvaluations: async (rows) => {
        try {
          await appendEvaluations(engine, rows);
        } finally {
          appended += 1;
        }
      },
      verdictsVersion: () =>
        isShared ? `${appended} ${Math.floor(performance.now() / MINUTE_MS)}` : String(appended),
      quarantine: (entries) => {
        const mine = appendQuarantine(engine, entries);
        kept = Promise.allSettled([kept, mine]);
        return mine;
      },
      detachedParts: () => readDetachedParts(read, engine.database),
      checkMerged,
      freeze: engine.kind === "embedded" ? (of) => freezeTables(engine, read, of) : null,
      close: async () => {
        await work.close();
        await engine.close();
      },
    };
  } catch (error) {
    await engine.close();
    throw error;
  }
}

const MINUTE_MS = 60_000;

async function versionOf(read: Read): Promise<string> {
  const [row] = await read("version", "SELECT version()");
  return String(row?.[0]);
}
