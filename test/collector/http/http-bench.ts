import type { ActAnswer, CallPoint } from "@tiltmeter/dashboards";
import {
  emptyCalls,
  emptyCosts,
  type Hold,
  indexRecords,
  RUNNING,
  selectRecords,
  systemsOf,
} from "@tiltmeter/rules";
import type { Telemetry } from "@tiltmeter/sdk/wire/telemetry";
import type { Hono } from "hono";
import { recordsInOrder } from "tiltmeter/columns/records-in-order";
import type { ApiActs } from "tiltmeter/http/acts";
import type { Identities, StoredAccount, StoredKey } from "tiltmeter/http/authenticate";
import { createHttp, type HttpDeps } from "tiltmeter/http/create-http";
import type { Environment } from "tiltmeter/http/environment";
import { createKey, hashSecret, keyText } from "tiltmeter/http/key";
import type { ApiReads } from "tiltmeter/http/reads";
import { ROLES, type Role } from "tiltmeter/http/role";
import { createScopes } from "tiltmeter/http/scope/create-scopes";
import { createSessions, type Sessions } from "tiltmeter/http/session";
import { createWaiting } from "tiltmeter/http/waiting";
import { JSON_ITEMS } from "tiltmeter/ingest/json-shapes";
import { receive } from "tiltmeter/ingest/receive";
import { coverage } from "../../dashboards/fixture-coverage.ts";
import { busyReads } from "../../dashboards/fixture-reads.ts";
import { fixtureRoadmap } from "../../dashboards/fixture-roadmap.ts";
import { benchAccess } from "./bench-access.ts";
import { benchLedger } from "./bench-ledger.ts";
import { BENCH_LINKS, benchNotifications } from "./bench-notifications.ts";
import { expectDescribed } from "./described-answer.ts";
import { INVENTORY } from "./inventory.ts";

export const NOW_MS = 1_795_428_000_000;

export interface HttpBench {
  readonly app: Hono<Environment>;
  /** One key of each role, and an ingest key for the system `credit` alone. */
  readonly keys: Readonly<Record<Role | "narrow", string>>;
  readonly stored: Telemetry[];
  readonly sessions: Sessions;
  readonly acts: { readonly act: string; readonly of: object }[];
  readonly reported: unknown[];
  readonly clock: { nowMs: number };
  readonly storedKeys: Map<string, StoredKey>;
  readonly accounts: Map<string, StoredAccount>;
  /** What the next appends reject with, one each; then the journal works again. */
  readonly failures: Error[];
  readonly request: (
    path: string,
    init?: RequestInit & { readonly key?: string },
  ) => Promise<Response>;
}

/**
 * All routes over a journal that is a list, an inventory that is a constant and acts that are noted
 * down; ingest, keys, sessions and policy are the real ones.
 */
export function httpBench({
  identities: ofIdentities,
  ...of
}: Partial<Omit<HttpDeps, "identities">> & {
  readonly identities?: Partial<Identities>;
} = {}): HttpBench {
  const random = pseudoRandom();
  const clock = { nowMs: NOW_MS };
  const stored: Telemetry[] = [];
  const batches = new Map<string, { journal: string; seq: number; reply: Uint8Array }>();
  const failures: Error[] = [];
  const storedKeys = new Map<string, StoredKey>();
  const make = (role: Role, systems: readonly string[] | null, name: string): string => {
    const key = createKey(role, random);
    const { id } = key;
    const hash = hashSecret(key.secret);
    storedKeys.set(id, { id, name, role, systems, hash, atMs: NOW_MS, revokedMs: null });
    return keyText(key);
  };
  const roleKeys = ROLES.map((role) => [role, make(role, null, `the ${role}`)]);
  const keys = {
    ...(Object.fromEntries(roleKeys) as Record<Role, string>), // one for each of ROLES
    narrow: make("ingest", ["credit"], "narrow"),
  };
  const sessions = createSessions({
    ...{ now: () => clock.nowMs, random, stored: null },
    save: async () => undefined,
  });
  const accounts = new Map<string, StoredAccount>();
  const acts: HttpBench["acts"] = [];
  const reported: unknown[] = [];
  const reads = benchReads(clock);
  const noted = noting(acts);
  const app = createHttp({
    ...{ ingestItems: JSON_ITEMS, version: "0.1.0" },
    ledger: benchLedger(),
    quarantine: {
      nowMs: () => clock.nowMs,
      refused: async ({ after, limit }) =>
        REFUSED.filter(({ id }) => after === undefined || id < after.id).slice(0, limit),
      refusedRecord: async (id) => REFUSED.find((each) => each.id === id) ?? null,
      replay: async ({ id, by, reason }) => {
        acts.push({ act: "replay", of: { id, by, reason } });
        const record = REFUSED.find((each) => each.id === id);
        if (record === undefined) return { kind: "unknown" };
        const receipt = { journal: "j-1", seq: 7 };
        const decision = { kind: "replayed" as const, atMs: NOW_MS, by, reason, receipt };
        return { kind: "done", record: { ...record, decision }, repeated: false };
      },
      discard: async ({ id }) => ({ kind: "refused", reason: `${id} was replayed` }),
    },
    maintenance: {
      nowMs: () => clock.nowMs,
      all: () => [MAINTENANCE],
      find: (id) => (id === MAINTENANCE.id ? MAINTENANCE : null),
      start: async (of) => {
        acts.push({ act: "startMaintenance", of });
        return { answer: { kind: "done" }, id: MAINTENANCE.id };
      },
      end: async ({ id }) => ({ kind: "refused", reason: `${id} has ended`, fields: {} }),
    },
    backups: {
      gather: async () => ({
        kind: "gathered",
        gathered: {
          ...{ id: "b-1", folder: "/data/backup/b-1", takenMs: NOW_MS, dataVersion: 1 },
          ...{ server: null, bytes: 4096, files: 3 },
        },
      }),
      drop: async (id) => id === "b-1",
    },
    sendControls: async ({ file, text, by }) => {
      acts.push({ act: "sendControls", of: { file, text, by } });
      if (text === null) return { kind: "unknown" };
      const finding = { code: "c", message: "it is wrong", fix: "mend it" };
      const at = (name: string) => [{ ...finding, file: name, line: 3, column: 5 }];
      if (text === "wrong") return { kind: "refused", findings: at(`api:${file}`) };
      if (text === "others") return { kind: "refused", findings: at("starter.yaml") };
      const controls = [{ id: "drift", revision: "abc" }];
      return { kind: "done", outcome: "changed", controls, warnings: at(`api:${file}`) };
    },
    storage: async () => ({
      ...{ bytes: 100, oldBytes: 0, growthBytesADay: 10, freeBytes: 300, budgetBytes: null },
      ...{ aPrediction: null, taken: 0.25, daysLeft: 30 },
      classes: [
        {
          ...{ name: "predictions", rows: 2, bytes: 100 },
          tables: [{ table: "predictions_v1", rows: 2, bytes: 100, bytesARow: 50, ratio: 0.3 }],
        },
      ],
    }),
    content: {
      read: async ({ system, id, by, reason }) => {
        acts.push({ act: "readContent", of: { system, id, by, reason } });
        return id === "p-1" ? { kind: "found", texts: { input: "how?" } } : { kind: "unknown" };
      },
    },
    retention: {
      standing: async () => [
        {
          ...{ name: "features", holds: "the values that went in", days: 90, floorDays: 1 },
          goes: "day",
          groups: [
            {
              ...{ system: null, days: 90, beforeMs: NOW_MS, goneMs: NOW_MS, rows: 3 },
              tables: [{ table: "features_v1", rows: 3 }],
              toConfirm: null,
            },
          ],
          held: [{ system: "credit", holds: ["HOLD-0001"], rows: 2 }],
        },
      ],
      run: async ({ isDry, isConfirmed }) => {
        acts.push({ act: "expire", of: { isDry, isConfirmed } });
        return { atMs: NOW_MS, isDry, expired: [], stayed: [] };
      },
      last: () => null,
      failure: () => null,
      expiries: () => [],
    },
    seals: {
      reconciled: () => null,
      standing: () => ({
        ...{
          journal: "j-1",
          sealedSeq: 3,
          appliedSeq: 4,
          failures: [],
          running: null,
          report: null,
        },
        round: { seals: 2, rows: 20, wholeRoundMs: null },
      }),
      start: () => undefined,
    },
    channels: {
      test: async (name) =>
        name === "board"
          ? { kind: "tested", outcome: "failed", status: 500, detail: "answered 500", words: "oh" }
          : { kind: "unknown" },
    },
    ...{ notifications: benchNotifications(clock), links: BENCH_LINKS },
    erasure: {
      erase: async () => ({ kind: "done", entries: [7], texts: 2, names: 1, rows: 0, keys: 2 }),
    },
    receive: receive({
      append: async ({ batchId, reply, ...kept }) => {
        const failure = failures.shift();
        if (failure !== undefined) throw failure;
        const id = Buffer.from(batchId).toString("hex");
        const known = batches.get(id) ?? { journal: "j-1", seq: batches.size + 1, reply };
        if (!batches.has(id)) stored.push(...recordsInOrder(kept));
        batches.set(id, known);
        return known;
      },
      now: () => clock.nowMs,
      quarantine: () => {},
    }),
    reads,
    acts: noted,
    scopes: createScopes({
      reads: { ...busyReads(), ...reads },
      acts: noted,
      records: {
        systemsOf: (id) => {
          const record = INVENTORY.nonconformities.find((each) => each.id === id);
          return record === undefined ? null : systemsOf(record);
        },
        restingOn: (digest) =>
          INVENTORY.nonconformities.flatMap(({ id, evidence }) =>
            evidence === digest ? [id] : [],
          ),
      },
    }),
    directives: {
      directive: () => RUNNING,
      waiting: createWaiting(() => () => undefined),
      acknowledged: () => undefined,
    },
    events: {
      feed: async () => [],
      size: () => 0,
      applied: () => 0,
      waiting: createWaiting(() => () => undefined),
    },
    backtests: { start: () => ({ kind: "busy" }), get: () => null, cancel: () => false },
    exports: {
      start: async () => ({ kind: "busy" }),
      list: () => [],
      get: () => null,
      path: () => null,
      drop: async () => false,
    },
    identities: {
      findKey: (id) => storedKeys.get(id),
      findAccount: (person) => accounts.get(person),
      sessions,
      nowMs: () => clock.nowMs,
      ...ofIdentities,
    },
    access: benchAccess({ storedKeys, acts, random, sessions, nowMs: () => clock.nowMs }),
    random: () => 0.5,
    randomBytes: random,
    notReady: () => null,
    metrics: () => [],
    report: (error) => reported.push(error),
    boundHost: "127.0.0.1",
    publicUrl: null,
    ...of,
  });
  return {
    app,
    keys,
    stored,
    sessions,
    acts,
    reported,
    clock,
    storedKeys,
    accounts,
    failures,
    request: async (path, { key, headers, ...init } = {}) => {
      const authorization = key === undefined ? {} : { authorization: `Bearer ${key}` };
      const answer = await app.request(path, {
        ...init,
        headers: { ...authorization, ...headers },
      });
      const asked = { method: init.method ?? "GET", path: path.replace(/\?.*$/s, "") };
      // What comes without a socket nobody has decompressed.
      const isCompressed = answer.headers.has("content-encoding");
      await expectDescribed({ ...asked, isCompressed }, answer);
      return answer;
    },
  };
}

/** JSON ready to send. */
export function json(body: unknown, headers: Readonly<Record<string, string>> = {}): RequestInit {
  return {
    method: "POST",
    headers: { "content-type": "application/json", ...headers },
    body: JSON.stringify(body),
  };
}

/** Four calls: one failed, one does not say its tokens, one has no price. */
function callPoint(timeMs: number): CallPoint {
  return {
    timeMs,
    calls: {
      ...emptyCalls(),
      ...{ calls: 4, errors: 1, unmeasured: 1, inputTokens: 300, cachedTokens: 100 },
      ...{ outputTokens: 40, cacheKnownTokens: 200, refused: 1, refusalKnown: 3, unfinished: 1 },
      ...{ finishReasons: { stop: 2 }, tools: { search: 3 } },
    },
    costs: {
      ...emptyCosts(),
      ...{ calls: 4, errors: 1, usd: 0.25, unmeasured: 1, unpriced: { "x/y": 1 }, prices: ["d"] },
    },
    firstChunk: [
      {
        percent: 50,
        measurement: { kind: "measured", value: 0.4, lower: null, upper: null, n: 2, detail: {} },
      },
      ...[90, 95, 99].map((percent) => ({
        percent,
        measurement: { kind: "no_data" as const, reason: "none" },
      })),
    ],
  };
}

export function benchReads(clock: { readonly nowMs: number }): ApiReads {
  const { systems, controls, nonconformities, baselines } = INVENTORY;
  return {
    nowMs: () => clock.nowMs,
    roadmap: fixtureRoadmap.reads,
    systems: async () => systems,
    system: async (id) => systems.find((system) => system.id === id) ?? null,
    series: async ({ metric, range, by, stepMs }) => ({
      metric,
      unit: "1",
      points: [
        {
          timeMs: range.fromMs,
          by: by === undefined ? {} : { [by]: "Caucasian" },
          value: stepMs === null ? 0.2345 : null,
          n: 1488,
          lower: 0.213,
          upper: 0.257,
          note: stepMs === null ? null : "no predictions",
        },
      ],
    }),
    drift: async ({ system, baseline }) => ({
      ...INVENTORY.drift,
      system,
      ...(baseline === "unheard-of" ? { baseline: null, features: [] } : {}),
    }),
    featureDrift: async ({ system, feature, modelVersion }) => ({
      ...INVENTORY.featureDrift,
      ...{ system, feature, modelVersion: modelVersion ?? null },
    }),
    systemFeatures: async () => ({
      baseline: INVENTORY.drift.baseline,
      features: [
        ...INVENTORY.drift.features.map(({ feature, kind, measurement }) => ({
          ...{ feature, kind, values: 900, predictions: 1_000 },
          baseline: { values: 100, missing: 0 },
          distance: { metric: "psi", measurement },
        })),
        {
          ...{ feature: "unheard-of", kind: "categorical" as const, values: 0, predictions: 0 },
          ...{ baseline: null, distance: null },
        },
      ],
    }),
    clientMetrics: async () => [
      {
        ...{ supplier: "openai", requestModel: "gpt-4o" },
        counted: { calls: 10, errors: 1, inputTokens: 120, outputTokens: null },
        told: { calls: 4, errors: 1, inputTokens: 48, outputTokens: 12 },
      },
    ],
    calls: async ({ range, by }) => ({
      prices: { asOf: "2026-11-01", currency: "USD", digest: "0f".repeat(32) },
      series: [
        {
          by: by === undefined ? {} : { [by]: "gpt-4o" },
          points: [callPoint(range.fromMs)],
        },
      ],
    }),
    instrumentation: async () => [
      {
        ...{ system: "credit", producers: 2, watched: ["openai@7.59.0"] },
        ...{ unwatched: ["@anthropic-ai/sdk@1.14.0"], lost: [] },
      },
    ],
    changes: async () => [{ timeMs: NOW_MS, change: "model", summary: "retrained" }],
    controls: async () => controls,
    evaluationHistory: async (of) => {
      const found = INVENTORY.evaluations.filter(
        (row) => of.control === undefined || row.control === of.control,
      );
      const at = found.findIndex(({ instanceKey }) => instanceKey === of.after?.instanceKey);
      return found.slice(at + 1, at + 1 + of.limit);
    },
    controlRevisions: async (id) =>
      id === "drift"
        ? [2, 1].map((number) => ({
            ...{ revision: `r${number}`, loadedMs: NOW_MS + number, by: "mara" },
            ...{ file: "starter.yaml", text: "{}" },
          }))
        : [],
    evaluationCounts: async () => [COUNTS],
    coverage: async (range) => coverage(range, controls),
    directive: async () => RUNNING,
    duties: async ({ by, owner, system, state, kind }) => {
      const all = DUTIES.map((item) => ({ ...item, isMine: by.includes(item.owner) }));
      const items = all.filter(
        (item) =>
          (owner === undefined || (owner === "me" ? item.isMine : item.owner === owner)) &&
          [system ?? item.system, state ?? item.state, kind ?? item.kind].every((each) =>
            [item.system, item.state, item.kind].includes(each),
          ),
      );
      const counts = { on_track: 0, at_risk: 0, breached: items.length };
      const rest = { isMore: false, counts, systems: [], owners: [] };
      return { items, total: items.length, all: all.length, ...rest };
    },
    recordCompleteness: async (id) =>
      id === "NC-2026-0042"
        ? {
            ...{ system: "credit", fromMs: 0, toMs: 1, producers: 1, sampled: null },
            ...{ classes: [], sealed: 5, unsealed: 0, broken: [] },
          }
        : null,
    recordDuties: async (id) =>
      nonconformities.some((record) => record.id === id)
        ? { clocks: [], incident: [], reports: [], holds: [] }
        : null,
    holds: async () => [HOLD],
    diverted: async () => ({ calls: 0, firstMs: null, lastMs: null }),
    nonconformities: async () => nonconformities,
    recordPage: async (query) => selectRecords(indexRecords(nonconformities), query),
    nonconformity: async (id) => nonconformities.find((record) => record.id === id) ?? null,
    evidence: async (digest) => (digest === "e".repeat(64) ? INVENTORY.evidence : null),
    effectiveness: async (id) => (id === "NC-2026-0042" ? EFFECTIVENESS : null),
    affectedDecisions: async ({ id }) => (id === "NC-2026-0042" ? AFFECTED : null),
    affectedFile: async (id) =>
      id === "NC-2026-0042"
        ? (async function* () {
            yield "prediction,time\r\n";
            yield "p-1,2026-11-23T10:00:00.000Z\r\n";
          })()
        : null,
    recordDocument: async ({ digest }) =>
      digest === "d".repeat(64) ? { kind: "examination" } : null,
    concerns: async (system) =>
      concerns.filter((each) => system === null || each.system === system),
    metrics: () => INVENTORY.metrics,
    baselines: async () => baselines,
    distributions: async (digest) =>
      digest === baselines[0]?.digest
        ? {
            ...{ digest, system: "credit", name: "validation", version: 1, createdMs: NOW_MS },
            ...{ origin: "columns", rows: 3, features: {}, rates: {} },
          }
        : null,
    declarations: (id) =>
      id === "credit"
        ? [
            { atMs: NOW_MS, by: "tiltmeter", field: "risk_tier", from: "limited", to: "high" },
            { atMs: NOW_MS - 1000, by: "tiltmeter", field: "owner", from: null, to: "retail risk" },
          ]
        : null,
    status: async () => ({
      version: "0.1.0",
      engine: "none",
      startedMs: NOW_MS,
      journals: [{ id: "j-1", lastSeq: 9, appliedSeq: 7 }],
      ledger: { size: 3, root: "00" },
      problems: [],
      watchdog: null,
    }),
  };
}

const COUNTS = {
  ...{ control: "drift", scheduled: 24, judged: 23, backFilled: 1, evaluations: 46 },
  ...{ conclusive: 40, lastConclusiveMs: null },
};

const REFUSED = [1, 0].map((row) => ({
  ...{ id: `00000000-0000-4000-8000-000000000000.0.${row}`, receivedMs: NOW_MS - 1000 },
  ...{ key: "abcd1234", event: "aims.prediction", target: "", record: `{"row":${row}}` },
  reason: "system must be the system's name",
  decision: null,
}));

const EFFECTIVENESS = { plan: null, isPreview: true, standing: null };
const AFFECTED = {
  ...{ affected: 2, method: "counted", next: "bmV4dA" },
  items: [
    {
      ...{ id: "p-1", timeMs: NOW_MS, modelVersion: "v1", label: "yes", score: 0.5, status: "ok" },
      ...{ decided: "upheld" as const, decidedMs: NOW_MS },
    },
  ],
};

const step = { kind: "", summary: "", by: "ombud", environment: "" };
const concerns: Awaited<ReturnType<ApiReads["concerns"]>> = [
  {
    system: "credit",
    id: "c-2",
    steps: [
      {
        ...step,
        timeMs: NOW_MS - 9000,
        status: "reported",
        kind: "appeal",
        summary: "nobody told me why",
        by: "",
      },
      { ...step, timeMs: NOW_MS - 8000, status: "acknowledged" },
      { ...step, timeMs: NOW_MS, status: "resolved", summary: "explained" },
    ],
  },
  {
    system: "mail",
    id: "c-1",
    steps: [{ ...step, timeMs: NOW_MS - 10_000, status: "reported", kind: "bias" }],
  },
];

const DUTIES = (["mara", "jo"] as const).map((owner, i) => ({
  id: `NC-2026-000${i + 1} contain 1`,
  kind: "work" as const,
  record: `NC-2026-000${i + 1}`,
  title: "Inputs drifted",
  system: i === 0 ? "credit" : "mail",
  severity: "high" as const,
  recordState: "raised" as const,
  owner,
  isMine: false,
  clock: "contain",
  startMs: NOW_MS - 1000,
  dueMs: NOW_MS,
  state: "breached" as const,
  used: 1,
}));

const HOLD: Hold = {
  ...{ id: "HOLD-0001", system: "credit", placedMs: NOW_MS, placedBy: "tiltmeter" },
  ...{ statedBy: "mara", record: "NC-2026-0001", reason: "it may be", released: null },
  alarms: [{ atMs: NOW_MS, what: "baseline", detail: "a baseline was approved", key: "entry 7" }],
};

function noting(acts: HttpBench["acts"]): ApiActs {
  const done = { kind: "done" } as const;
  const noted =
    (act: string) =>
    async (of: { readonly reason?: string; readonly reference?: string }): Promise<ActAnswer> => {
      acts.push({ act, of });
      const isSaid = (of.reason ?? of.reference ?? "") !== "";
      return isSaid
        ? done
        : { kind: "refused", reason: "reason is required", fields: { reason: "is required" } };
    };
  return {
    transition: async (of) => {
      acts.push({ act: "transition", of });
      if (of.version !== 3) return { kind: "outdated" };
      if (of.to === "closed") {
        return { kind: "refused", reason: "raised does not lead to closed", fields: {} };
      }
      if (of.fields["owner"] === undefined) {
        return {
          kind: "refused",
          reason: "leaving raised requires owner",
          fields: { owner: "required" },
        };
      }
      return done;
    },
    reviewDecisions: async (of) => {
      acts.push({ act: "reviewDecisions", of });
      return of.which.kind === "all_open"
        ? { kind: "refused", reason: "every affected decision was reviewed already" }
        : { kind: "done", count: of.which.ids.length };
    },
    report: async (of) => {
      acts.push({ act: "report", of });
      if (of.fields["title"] === undefined) {
        return { kind: "refused", reason: "needs title", fields: { title: "is required" } };
      }
      return { kind: "raised", id: "NC-2026-0042" };
    },
    actOnAction: async (of) => {
      acts.push({ act: "actOnAction", of });
      return of.version === 3 ? done : { kind: "outdated" };
    },
    editRecord: async (of) => {
      acts.push({ act: "editRecord", of });
      return of.version === 3 ? done : { kind: "outdated" };
    },
    comment: async (of) => {
      acts.push({ act: "comment", of });
      return done;
    },
    roadmap: async (of) => {
      acts.push({ act: "roadmap", of });
      return fixtureRoadmap.act(of);
    },
    stateIncident: noted("stateIncident"),
    recordReport: noted("recordReport"),
    setClockAside: noted("setClockAside"),
    placeHold: noted("placeHold"),
    releaseHold: noted("releaseHold"),
    decideOnSystem: async (of) => {
      acts.push({ act: "decideOnSystem", of });
      if (of.reason === "") {
        const fields = { reason: "is required" };
        return { kind: "refused", reason: "to resume, reason is required", fields };
      }
      if (of.version === 9) return { kind: "outdated" };
      if (of.act === "resume") return { kind: "refused", reason: "it is not", fields: {} };
      return done;
    },
    createBaseline: async (of) => {
      acts.push({ act: "createBaseline", of });
      const [baseline] = INVENTORY.baselines;
      if (of.system === "nobody" || baseline === undefined) {
        return { kind: "refused", reason: "the window has no predictions", fields: {} };
      }
      return { kind: "created", baseline: { ...baseline, system: of.system, name: of.name } };
    },
    approveBaseline: async (of) => {
      acts.push({ act: "approveBaseline", of });
      return done;
    },
  };
}

/** The same bytes in every run (xorshift32), so that a failure can be seen again. */
function pseudoRandom(): (bytes: number) => Uint8Array {
  let state = 0x9e37_79b9;
  return (bytes) =>
    Uint8Array.from({ length: bytes }, () => {
      state ^= state << 13;
      state ^= state >>> 17;
      state ^= state << 5;
      return (state >>> 8) & 0xff;
    });
}

const MAINTENANCE = {
  ...{ id: "MNT-2026-0001", systems: ["credit"], by: "ann", reason: "a move" },
  ...{ fromMs: NOW_MS - 60_000, untilMs: NOW_MS + 60_000, endedMs: null, endedBy: null },
};
