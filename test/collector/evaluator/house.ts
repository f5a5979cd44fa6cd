import { createHash } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  type Baseline,
  type Control,
  collectEvidence,
  type EvidenceRecord,
  type EvidenceRequest,
  type Maintenance,
  maintenanceOf,
} from "@tiltmeter/rules";
import {
  createEvaluator,
  type Evaluator,
  type EvaluatorOptions,
} from "tiltmeter/evaluator/evaluator";
import type { LateReads } from "tiltmeter/evaluator/late-data";
import type { LateRange } from "tiltmeter/evaluator/late-windows";
import type { EvaluationRow } from "tiltmeter/evaluator/row";
import type { InventorySystem } from "tiltmeter/evaluator/scope";
import { ContentStore } from "tiltmeter/ledger/content-store";
import { Ledger } from "tiltmeter/ledger/ledger";

export const HOUR = 3_600_000;
/** Midnight, so that hours are easy to read. */
export const START: number = Date.UTC(2026, 10, 23);

export const hash = (text: string): string => createHash("sha256").update(text).digest("hex");

/** A control over the hourly error rate, unless told otherwise. */
export function control(of: Partial<Control> & { readonly id: string }): Control {
  const stated = {
    set: "test",
    owner: "team",
    title: "Errors stay rare",
    requirement: "At most one prediction in ten shall fail.",
    clauses: { iso42001: ["9.1"] },
    severity: "medium",
    status: "enforce",
    appliesTo: { systems: [], environments: [], riskTiers: [] },
    measure: "error_rate",
    by: ["system", "model_version"],
    favourable: null,
    check: null,
    withinMs: null,
    good: null,
    burn: null,
    baseline: null,
    windowMs: HOUR,
    everyMs: HOUR,
    dataDelayMs: 0,
    minSample: 10,
    outcomes: null,
    limit: { max: 0.1 },
    warn: null,
    tiers: {},
    proof: { kind: "measured" },
    for: { windows: 0 },
    recover: { limit: { max: 0.1 }, for: { windows: 1 } },
    noData: "hold",
    groupBy: ["system"],
    maxInstances: 200,
    raises: "nonconformity",
    suspends: [],
    activeHours: "always",
    tellApart: {},
    blindSpots: [],
    runbook: null,
    text: `id: ${of.id}`,
    ...of,
  } as const satisfies Omit<Control, "revision">;
  return { ...stated, revision: hash(JSON.stringify(stated)) };
}

/** A declared system, live and of no tier, unless told otherwise. */
export function declared(of: Partial<InventorySystem> & { readonly id: string }): InventorySystem {
  return {
    riskTier: null,
    environment: null,
    status: "live",
    positiveLabel: null,
    lists: {},
    declaredMs: START,
    suspendedSinceMs: null,
    resumedMs: null,
    ...of,
  };
}

/** `count` predictions spread over one hour (from START), of which the given share failed. */
export function predictions(of: {
  readonly hour: number;
  readonly system?: string;
  readonly version?: string;
  readonly count?: number;
  readonly failed?: number;
}): readonly EvidenceRecord[] {
  const { hour, system = "credit", version = "v1", count = 100, failed = 0 } = of;
  return Array.from({ length: count }, (_, i) => ({
    origin: { system, environment: "production" },
    statement: {
      kind: "prediction",
      id: `${system}-${version}-${hour}-${i}`,
      timeMs: START + hour * HOUR + Math.floor((i * HOUR) / count),
      model: { version },
      task: "classification",
      label: i % 2 === 0 ? "approve" : "refuse",
      score: null,
      value: null,
      latency: 0.01,
      status: i < failed * count ? "error" : "ok",
      numericFeatures: { income: i },
      categoricalFeatures: {},
      segment: {},
    },
  }));
}

/** What outlives a crash: the folder, the rows that the store has, and what it can be asked. */
export interface House {
  readonly folder: string;
  readonly rows: EvaluationRow[];
  readonly requests: EvidenceRequest[];
  records: readonly EvidenceRecord[];
  /** Records whose receipt was noted (`arrive`). */
  readonly arrivals: { readonly record: EvidenceRecord; readonly receivedMs: number }[];
  controls: readonly Control[];
  baselines: readonly Baseline[];
  inventory: readonly InventorySystem[];
  maintenance: readonly Maintenance[];
  /** How often objects were opened over it. */
  lives: number;
  /** Called before and after every effect of a tick; throwing is the crash. */
  at: (moment: string) => void;
}

export async function inHouse(
  of: Partial<Pick<House, "records" | "controls" | "baselines" | "inventory" | "maintenance">>,
  run: (house: House) => Promise<void>,
): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "tiltmeter-evaluator-"));
  const house: House = {
    folder,
    rows: [],
    requests: [],
    records: [],
    arrivals: [],
    controls: [],
    baselines: [],
    inventory: [],
    maintenance: [],
    lives: 0,
    at: () => undefined,
    ...of,
  };
  try {
    await run(house);
  } finally {
    await rm(folder, { recursive: true });
  }
}

export interface Living {
  readonly evaluator: Evaluator;
  readonly ledger: Ledger;
  readonly content: ContentStore;
  readonly options: EvaluatorOptions;
}

/** Opens fresh objects over what the house keeps, as a process that starts does. */
export async function living<T>(house: House, run: (living: Living) => Promise<T>): Promise<T> {
  house.lives += 1;
  const ledger = await Ledger.open({ folder: join(house.folder, "ledger"), now: () => START });
  try {
    const content = await ContentStore.open({ folder: join(house.folder, "content") });
    const around = async <R>(name: string, act: () => Promise<R> | R): Promise<R> => {
      house.at(`before ${name}`);
      const result = await act();
      house.at(`after ${name}`);
      return result;
    };
    const options: EvaluatorOptions = {
      controls: () => house.controls,
      baselines: () => house.baselines,
      inventory: () => house.inventory,
      fetchEvidence: (request) =>
        around("fetch", () => {
          house.requests.push(request);
          return collectEvidence(request, house.records);
        }),
      lastEvaluations: () => around("read rows", () => lastRows(house.rows)),
      appendEvaluations: (rows) =>
        around("rows", () => {
          house.rows.push(...rows);
        }),
      late: {
        ranges: (of) => around("look", () => lateRanges(house, of)),
        evaluationsAt: ({ controls, endsMs }) =>
          Promise.resolve(
            house.rows.filter(
              (row) => controls.includes(row.control) && endsMs.includes(row.windowEndMs),
            ),
          ),
      },
      mutedBy: (of, system, endMs) =>
        maintenanceOf(house.maintenance, { control: of, system, endMs })?.name ?? null,
      hash,
      stopwatch: () => 0,
      ledger: {
        get state() {
          return ledger.state;
        },
        transact: (decide) => around("append", () => ledger.transact(decide)),
      },
      content: { put: (value) => around("content", () => content.put(value)) },
      reads: {
        exampleIds: ({ system, fromMs, toMs, limit }) =>
          Promise.resolve(
            house.records
              .flatMap(({ origin, statement }) =>
                statement.kind === "prediction" &&
                origin.system === system &&
                statement.timeMs >= fromMs &&
                statement.timeMs < toMs
                  ? [statement.id]
                  : [],
              )
              .slice(0, limit),
          ),
        completeness: () => Promise.resolve(null),
        engine: "memory 1",
      },
    };
    return await run({ evaluator: createEvaluator(options), ledger, content, options });
  } finally {
    await ledger.close();
  }
}

/** Records reach the house at some hour (from START), whatever they are about. */
export function arrive(house: House, hour: number, records: readonly EvidenceRecord[]): void {
  house.records = [...house.records, ...records];
  const receivedMs = START + hour * HOUR;
  house.arrivals.push(...records.map((record) => ({ record, receivedMs })));
}

function lateRanges(
  { records, arrivals }: House,
  of: Parameters<LateReads["ranges"]>[0],
): readonly LateRange[] {
  const timeOf = (system: string, id: string): number | null => {
    for (const { origin, statement } of records) {
      if (origin.system !== system || statement.kind !== "prediction") continue;
      if (statement.id === id) return statement.timeMs;
    }
    return null;
  };
  return arrivals.flatMap(({ record, receivedMs }): LateRange[] => {
    const { origin, statement } = record;
    if (receivedMs < of.sinceMs || receivedMs >= of.upToMs) return [];
    const [kind, aboutMs] =
      statement.kind === "prediction"
        ? (["prediction", statement.timeMs] as const)
        : statement.kind === "oversight"
          ? (["review", statement.timeMs] as const)
          : statement.kind === "outcome"
            ? (["outcome", timeOf(origin.system, statement.id)] as const)
            : (["profile", null] as const);
    if (aboutMs === null || !of.kinds.includes(kind)) return [];
    if (aboutMs < of.fromMs || aboutMs >= of.beforeMs) return [];
    return [{ of: kind, system: origin.system, fromMs: aboutMs, toMs: aboutMs }];
  });
}

/** The last row of each (control, instance), as a store answers it. */
function lastRows(rows: readonly EvaluationRow[]): readonly EvaluationRow[] {
  const last = new Map<string, EvaluationRow>();
  for (const row of rows) {
    if (row.dataRevision !== 1) continue;
    const key = `${row.control} ${row.instanceKey}`;
    const known = last.get(key);
    if (known === undefined || known.windowEndMs <= row.windowEndMs) last.set(key, row);
  }
  return [...last.values()];
}

/** `ok 01:00 pass`-like lines of all rows, for reading a whole scenario at once. */
export function strip(rows: readonly EvaluationRow[]): readonly string[] {
  return rows.map(
    (row) =>
      `${row.control} ${Object.values(row.instance).join("/")} ${(row.windowEndMs - START) / HOUR}h ${row.verdict.kind} ${row.state.phase}`,
  );
}
