import type { Engine } from "../engine/open.ts";
import type { Read } from "../engine/read.ts";
import { asNumber } from "../row-values.ts";

/** A nonconformity as others query it; instants in Unix milliseconds. Texts of people have no place here. */
export interface ProjectedRecord {
  readonly id: string;
  readonly system: string;
  /** `""`: a person raised it. */
  readonly control: string;
  readonly title: string;
  readonly severity: string;
  readonly state: string;
  readonly isOpen: boolean;
  readonly source: string;
  /** `iso42001 8.1`. */
  readonly clauses: readonly string[];
  readonly firstBreachMs: number;
  readonly raisedMs: number;
  readonly movedMs: number;
  readonly endedMs: number | null;
  readonly episodes: readonly ProjectedEpisode[];
}

export interface ProjectedEpisode {
  readonly id: string;
  readonly instance: Readonly<Record<string, string>>;
  readonly firstBreachMs: number;
  readonly firedMs: number;
  readonly endedMs: number | null;
  readonly value: number;
  readonly lower: number | null;
  readonly upper: number | null;
  readonly n: number;
}

export interface ProjectedControl {
  readonly id: string;
  readonly title: string;
  readonly measure: string;
  readonly unit: string;
  readonly worse: string;
  readonly severity: string;
  readonly status: string;
  readonly windowMs: number;
  readonly everyMs: number;
}

/** One feature of an approved baseline. */
export interface ProjectedFeature {
  readonly digest: string;
  readonly system: string;
  readonly name: string;
  readonly version: number;
  readonly isInForce: boolean;
  readonly approvedMs: number;
  readonly rows: number;
  readonly feature: string;
  readonly kind: "numeric" | "categorical";
  readonly edges: readonly number[];
  readonly categories: readonly string[];
  readonly other: number;
  /** Counts from 1. */
  readonly binOfCell: readonly number[];
  readonly bins: readonly string[];
  readonly counts: readonly number[];
  readonly missing: number;
}

/** What the ledger knows, written into the store for those who query it without the collector. */
export interface Projection {
  /** Each replaces the row of the same id. */
  readonly records: (records: readonly ProjectedRecord[], nowMs: number) => Promise<void>;
  readonly controls: (controls: readonly ProjectedControl[], nowMs: number) => Promise<void>;
  readonly features: (features: readonly ProjectedFeature[], nowMs: number) => Promise<void>;
  /** Removes what was written before an instant and not since: what the ledger does not know. */
  readonly forgetBefore: (ms: number) => Promise<void>;
  readonly forgetControlsBefore: (ms: number) => Promise<void>;
}

const TABLES = [
  "nonconformities_v1",
  "episodes_v1",
  "controls_v1",
  "baseline_features_v1",
] as const;
/** A row of a baseline has some kilobytes: an insert of a few megabytes. */
const ROWS_MAX = 1_000;

export function createProjection(engine: Pick<Engine, "client">, read: Read): Projection {
  async function write(
    table: (typeof TABLES)[number],
    rows: readonly Readonly<Record<string, unknown>>[],
    nowMs: number,
  ): Promise<void> {
    const writtenAt = micros(nowMs);
    for (let from = 0; from < rows.length; from += ROWS_MAX) {
      await engine.client.insert({
        table,
        format: "JSONEachRow",
        values: rows.slice(from, from + ROWS_MAX).map((row) => ({ ...row, written_at: writtenAt })),
        clickhouse_settings: {
          async_insert: 0,
          insert_deduplicate: 0,
          log_comment: "projection.write",
        },
      });
    }
  }

  async function forget(table: (typeof TABLES)[number], ms: number): Promise<void> {
    const old = "written_at < fromUnixTimestamp64Micro({before:Int64}, 'UTC')";
    const before = micros(ms);
    const name = "projection.stale";
    const sql = `SELECT count() FROM ${table} FINAL WHERE ${old}`;
    const [row] = await read(name, sql, { before });
    if (asNumber(row?.[0]) === 0) return;
    await engine.client.command({
      query: `ALTER TABLE ${table} DELETE WHERE ${old}`,
      query_params: { before },
      clickhouse_settings: { mutations_sync: "2", log_comment: "projection.forget" },
    });
  }

  return {
    records: async (records, nowMs) => {
      await write("nonconformities_v1", records.map(recordRow), nowMs);
      const episodes = records.flatMap((record) =>
        record.episodes.map((episode) => episodeRow(record, episode)),
      );
      await write("episodes_v1", episodes, nowMs);
    },
    controls: (controls, nowMs) => write("controls_v1", controls.map(controlRow), nowMs),
    features: (features, nowMs) => write("baseline_features_v1", features.map(featureRow), nowMs),
    forgetBefore: async (ms) => {
      for (const table of TABLES) await forget(table, ms);
    },
    forgetControlsBefore: (ms) => forget("controls_v1", ms),
  };
}

function recordRow(of: ProjectedRecord): Readonly<Record<string, unknown>> {
  return {
    id: of.id,
    system: of.system,
    control: of.control,
    title: of.title,
    severity: of.severity,
    state: of.state,
    is_open: of.isOpen,
    source: of.source,
    clauses: of.clauses,
    episodes: of.episodes.length,
    ongoing: of.episodes.filter(({ endedMs }) => endedMs === null).length,
    first_breach_at: millis(of.firstBreachMs),
    raised_at: millis(of.raisedMs),
    moved_at: millis(of.movedMs),
    ended_at: of.endedMs === null ? null : millis(of.endedMs),
  };
}

function episodeRow(
  record: ProjectedRecord,
  of: ProjectedEpisode,
): Readonly<Record<string, unknown>> {
  return {
    id: of.id,
    nonconformity: record.id,
    system: record.system,
    control: record.control,
    severity: record.severity,
    instance: of.instance,
    first_breach_at: millis(of.firstBreachMs),
    fired_at: millis(of.firedMs),
    ended_at: of.endedMs === null ? null : millis(of.endedMs),
    value: of.value,
    lower: of.lower,
    upper: of.upper,
    n: of.n,
  };
}

function controlRow(of: ProjectedControl): Readonly<Record<string, unknown>> {
  const { id, title, measure, unit, worse, severity, status } = of;
  return {
    ...{ id, title, measure, unit, worse, severity, status },
    window_seconds: of.windowMs / 1000,
    every_seconds: of.everyMs / 1000,
  };
}

function featureRow(of: ProjectedFeature): Readonly<Record<string, unknown>> {
  return {
    digest: of.digest,
    system: of.system,
    name: of.name,
    version: of.version,
    is_in_force: of.isInForce,
    approved_at: millis(of.approvedMs),
    rows: of.rows,
    feature: of.feature,
    kind: of.kind,
    edges: of.edges,
    categories: of.categories,
    other: of.other,
    bin_of_cell: of.binOfCell,
    bins: of.bins,
    counts: of.counts,
    missing: of.missing,
  };
}

/** A whole number is read as ticks of the column's precision. */
function millis(ms: number): number {
  return Math.round(ms);
}

function micros(ms: number): number {
  return Math.round(ms * 1000);
}
