import type { Reads } from "@tiltmeter/dashboards";
import { type Nonconformity, parseControls } from "@tiltmeter/rules";
import type { ControlInForce, LedgerRecord, Material, RecordMaterial } from "../export/material.ts";
import { evidenceOf, touches } from "../export/record-facts.ts";
import type { LedgerEntry } from "../ledger/entry.ts";
import type { GovernanceState } from "../ledger/state.ts";
import type { Store } from "../store/store.ts";
import { recordClocks } from "./record-clocks.ts";

/** What an export is asked for. */
export interface ExportAsked {
  /** Half open, Unix milliseconds. */
  readonly fromMs: number;
  readonly toMs: number;
  /** Null: all. */
  readonly systems: readonly string[] | null;
  readonly sample: { readonly count: number; readonly seed: string } | null;
  /** Pseudonym, or the machine. */
  readonly by: string;
}

/** Where the material of an export comes from. */
export interface MaterialSources {
  readonly now: () => number;
  readonly hash: (text: string) => string;
  readonly generator: string;
  readonly store: Pick<
    Store,
    "engine" | "judgedDays" | "drawnPredictions" | "prediction" | "completeness"
  >;
  readonly reads: Pick<
    Reads,
    | "inventory"
    | "coverage"
    | "evaluationCounts"
    | "maintenance"
    | "measures"
    | "diverted"
    | "changes"
  >;
  readonly roadmap: Pick<
    Reads["roadmap"],
    "applicability" | "suppliers" | "oversight" | "risks" | "reviewPack" | "reviews" | "heldPack"
  >;
  readonly statutes: Parameters<typeof recordClocks>[1]["statutes"];
  readonly termsOf: Parameters<typeof recordClocks>[1]["termsOf"];
  readonly content: (digest: string) => Promise<unknown>;
  /** Commitments and pseudonyms become words and names again. */
  readonly inWords: <T>(value: T) => T;
  readonly history: {
    readonly ids: () => readonly string[];
    readonly revisions: (control: string) => readonly {
      readonly revision: string;
      readonly loadedMs: number;
      readonly by: string;
      readonly file: string | null;
      readonly endedMs: number | null;
    }[];
    readonly textOf: (revision: string) => Promise<string | null>;
  };
}

/** The ledger at one size: what everything in an export is compared with. */
export interface LedgerAt {
  readonly origin: string;
  readonly size: number;
  /** SHA-256, hex. */
  readonly root: string;
  readonly state: GovernanceState;
  readonly entries: () => AsyncIterable<{ readonly index: number; readonly entry: LedgerEntry }>;
}

/**
 * Reads everything that an export is made of, once. What cannot be read is named in `missing`: an
 * export that lacks a part says so and is made all the same. The ledger has to be readable.
 */
export async function gatherMaterial(
  asked: ExportAsked,
  ledger: LedgerAt,
  of: MaterialSources,
): Promise<Material> {
  const missing: string[] = [];
  const read = async <T>(what: string, task: () => Promise<T>, instead: T): Promise<T> => {
    try {
      return await task();
    } catch (error) {
      missing.push(`${what}: ${error instanceof Error ? error.message : String(error)}`);
      return instead;
    }
  };
  const period = { fromMs: asked.fromMs, toMs: asked.toMs };
  // A window belongs to the period in which it ends; one that ends with it has ended.
  const ended = { fromMs: asked.fromMs + 1, toMs: asked.toMs + 1 };
  const isAsked = (system: string): boolean => isAbout(system, asked.systems);
  const found = await read("the inventory", async () => of.reads.inventory(), []);
  const inventory = found.filter(({ id }) => isAsked(id));
  const systems = inventory.map(({ id }) => id);
  const { register: all, entriesByType } = await readEntries(ledger, period, of);
  const register = all.filter(({ recorded }) => isAsked(recorded.system));
  const records: RecordMaterial[] = [];
  for (const record of register) {
    if (!touches(record.record, period)) continue;
    records.push({ ...record, evidence: await evidenceFor(record, of, read) });
  }
  const days = await read("the verdicts by day", () => of.store.judgedDays(ended), []);
  return {
    origin: ledger.origin,
    generator: of.generator,
    engine: of.store.engine,
    madeMs: of.now(),
    by: of.inWords(asked.by),
    period,
    systems: asked.systems,
    ledger: { size: ledger.size, root: ledger.root },
    inventory,
    controls: await controlsInForce(period, of),
    coverage: await read("the coverage of clauses", async () => of.reads.coverage(ended), {
      range: period,
      frameworks: [],
    }),
    counts: await read("the schedule", async () => of.reads.evaluationCounts({ range: ended }), []),
    days: days.filter(({ system }) => isAsked(system)),
    maintenance: await read("maintenance", async () => of.reads.maintenance(period), []),
    register,
    records,
    oversight: await each(systems, async (system) => ({
      system,
      measures: await read(
        `oversight of ${system}`,
        async () => of.reads.measures({ system, metrics: OVERSIGHT, range: period, stepMs: null }),
        { positive: null, metrics: [] },
      ),
    })),
    diverted: await each(systems, async (system) => ({
      system,
      of: await read(
        `diverted calls of ${system}`,
        async () => of.reads.diverted({ system, range: period }),
        { calls: 0, firstMs: null, lastMs: null },
      ),
    })),
    changes: await each(systems, async (system) => ({
      system,
      changes: await read(
        `changes of ${system}`,
        async () => of.reads.changes({ system, range: period }),
        [],
      ),
    })),
    completeness: await each(systems, async (system) => ({
      system,
      of: await read(`completeness of ${system}`, () => of.store.completeness(system), null),
    })),
    entriesByType,
    reviews: await reviewsOf(ended, of, read),
    roadmap: await roadmapOf(period, of, read),
    sample: await read("the sample", () => drawSample(asked, of), null),
    unproven: 0,
    missing,
  };
}

/**
 * What the register alone is made of: the ledger, in one pass, and nothing of the store, which would be asked
 * four things for each system.
 */
export async function gatherRegister(
  { fromMs, toMs, systems }: ExportAsked,
  ledger: LedgerAt,
  of: MaterialSources,
): Promise<Pick<Material, "register" | "period" | "missing">> {
  const period = { fromMs, toMs };
  const { register } = await readEntries(ledger, period, of);
  const asked = register.filter(({ recorded }) => isAbout(recorded.system, systems));
  return { register: asked, period, missing: [] };
}

/** What is about no system is about all. */
function isAbout(system: string, systems: ExportAsked["systems"]): boolean {
  return system === "" || systems === null || systems.includes(system);
}

type Read = <T>(what: string, task: () => Promise<T>, instead: T) => Promise<T>;

/** The inputs of a review of the period, and the packs of reviews that were held in it. */
async function reviewsOf(
  period: Material["period"],
  { roadmap }: MaterialSources,
  read: Read,
): Promise<Material["reviews"]> {
  const pack = await read("the management-review pack", () => roadmap.reviewPack(period), null);
  const held = roadmap.reviews().filter(({ atMs }) => atMs >= period.fromMs && atMs < period.toMs);
  const packs = await each(held, async ({ id }) => ({
    id,
    pack: await read(`the pack of review ${id}`, () => roadmap.heldPack(id), null),
  }));
  return [{ id: "period", pack }, ...packs].flatMap(({ id, pack: found }) =>
    found === null ? [] : [{ id, pack: found }],
  );
}

async function roadmapOf(
  period: Material["period"],
  { roadmap, now }: MaterialSources,
  read: Read,
): Promise<Material["roadmap"]> {
  const endMs = Math.min(period.toMs, now());
  return {
    applicability: await read(
      "the statement of applicability",
      () => roadmap.applicability(endMs),
      null,
    ),
    suppliers: await read("the register of suppliers", () => roadmap.suppliers(), null),
    oversight: await read("records of oversight", () => roadmap.oversight(period), null),
    risks: await read("risks", () => roadmap.risks(period), null),
  };
}

/** The register, and the entries of the period that are about no record, in one pass over the ledger. */
async function readEntries(
  { state, entries }: LedgerAt,
  period: Material["period"],
  of: MaterialSources,
): Promise<Pick<Material, "register" | "entriesByType">> {
  const about = new Map<string, LedgerRecord[]>();
  const byType = new Map<string, LedgerRecord[]>();
  for await (const { index, entry } of entries()) {
    for (const id of recordsOf(entry)) push(about, id, { index, entry });
    const isOfPeriod = entry.atMs >= period.fromMs && entry.atMs < period.toMs;
    if ((isOfPeriod || ALWAYS.has(entry.type)) && !FREQUENT.has(entry.type)) {
      push(byType, entry.type, { index, entry });
    }
  }
  const register = [...state.nonconformities.values()].map(
    (recorded): RecordMaterial => ({
      recorded,
      record: of.inWords(recorded),
      entries: about.get(recorded.id) ?? [],
      evidence: new Map(),
      clocks: recordClocks(recorded, { ...of, state, nowMs: of.now() }),
      deliveries: [...(state.attempts.get(recorded.id) ?? [])],
    }),
  );
  return { register, entriesByType: byType };
}

async function evidenceFor(
  { recorded, entries }: RecordMaterial,
  of: MaterialSources,
  read: Read,
): Promise<ReadonlyMap<string, unknown>> {
  const evidence = new Map<string, unknown>();
  for (const digest of evidenceOf(recorded, entries)) {
    evidence.set(digest, await read(`evidence ${digest}`, () => of.content(digest), null));
  }
  return evidence;
}

/** Every revision that was in force at some time of the period. */
async function controlsInForce(
  { fromMs, toMs }: Material["period"],
  { history, hash }: MaterialSources,
): Promise<readonly ControlInForce[]> {
  const found: ControlInForce[] = [];
  for (const id of [...history.ids()].sort()) {
    for (const each of [...history.revisions(id)].reverse()) {
      if (each.loadedMs >= toMs || (each.endedMs !== null && each.endedMs <= fromMs)) continue;
      const text = await history.textOf(each.revision);
      const [control] = text === null ? [] : parseControls(text, id, hash).controls;
      found.push({
        id,
        revision: each.revision,
        fromMs: each.loadedMs,
        toMs: each.endedMs,
        by: each.by,
        file: each.file,
        text,
        said:
          control === undefined
            ? null
            : {
                title: control.title,
                requirement: control.requirement,
                severity: control.severity,
                status: control.status,
                measure: control.measure,
                everyMs: control.everyMs,
                windowMs: control.windowMs,
                clauses: control.clauses,
              },
      });
    }
  }
  return found;
}

async function drawSample(asked: ExportAsked, of: MaterialSources): Promise<Material["sample"]> {
  if (asked.sample === null) return null;
  const { count, seed } = asked.sample;
  const { fromMs, toMs, systems } = asked;
  const { population, drawn } = await of.store.drawnPredictions({
    ...{ fromMs, toMs, systems, count, seed },
  });
  const rows = await each(drawn, async ({ system, id, rank, place }) => {
    const row = await of.store.prediction(system, id);
    if (row === null) return [];
    const { timeMs, receivedMs, environment, label, score, status, outcome, reviews } = row;
    return [
      {
        ...{ system, id, rank, place, timeMs, receivedMs, environment, label, score, status },
        model: row.model.name,
        modelVersion: row.model.version,
        outcome: outcome === null ? null : { timeMs: outcome.timeMs, label: outcome.label },
        reviews: reviews.map((review) => ({
          timeMs: review.timeMs,
          action: review.action,
        })),
      },
    ];
  });
  return { seed, asked: count, population, drawn: rows.flat() };
}

/** Ids of the nonconformities that an entry is about, as the package format has it. */
function recordsOf(entry: LedgerEntry): readonly string[] {
  const named = entry as { id?: unknown; record?: unknown }; // checked below
  const { id, record } = named;
  const within =
    typeof record === "object" && record !== null ? (record as Partial<Nonconformity>).id : record;
  const ids = [id, within].filter(
    (each): each is string => typeof each === "string" && RECORD.test(each),
  );
  return [...new Set(ids)];
}

function push(to: Map<string, LedgerRecord[]>, key: string, record: LedgerRecord): void {
  const known = to.get(key);
  if (known === undefined) to.set(key, [record]);
  else known.push(record);
}

/** One after the other: an export leaves the store to those who wait for pages. */
async function each<T, R>(items: readonly T[], task: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  for (const item of items) results.push(await task(item));
  return results;
}

const RECORD = /^NC-\d{4,}-\d{4,}$/;
const OVERSIGHT = [
  "override_rate",
  "override_shortfall",
  "unreviewed_rate",
  "review_time_p50",
  "short_review_rate",
  "overrides_right",
  "confirms_wrong",
];
/** Keys are needed whatever the period, and what was destroyed later is missing from it all the same. */
const ALWAYS: ReadonlySet<string> = new Set([
  "signing_key_introduced",
  "signing_key_rotated",
  "subject_erased",
  "retention_executed",
]);
/** Of these a long ledger has very many, and no part of a package lists them. */
const FREQUENT: ReadonlySet<string> = new Set([
  "control_transition",
  "notification_attempted",
  "notices_composed",
  "notices_held",
  "notices_repeated",
  "ledger_heartbeat",
]);
