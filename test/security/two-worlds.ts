import { type Collector, declare, items, startCollector } from "../end-to-end/collector.ts";

const HOUR_MS = 3_600_000;
const NOW_MS = Date.UTC(2026, 10, 23, 12);

/** Two parts of one organisation. Whatever is of one bears its word, wherever a name or a text can be said. */
export const WORDS = ["zebra", "yak"] as const;
export type Word = (typeof WORDS)[number];

/** What one part has, by the administrator's account. */
export interface World {
  readonly word: Word;
  readonly system: string;
  /** Asks with a key that sees this part alone. */
  readonly ask: (
    role: "compliance" | "admin",
    path: string,
    init?: RequestInit,
  ) => Promise<Response>;
  /** Names of its own: of systems, records, holds, baselines, controls, evidence, exercises, … */
  readonly ids: ReadonlySet<string>;
  /** One of each kind of them. */
  readonly kinds: readonly string[];
}

export interface TwoWorlds extends AsyncDisposable {
  readonly collector: Collector;
  readonly worlds: Readonly<Record<Word, World>>;
  /** Of the whole organisation, which neither sees: exports, backtests, samples, reviews, attestations. */
  readonly whole: ReadonlySet<string>;
}

/** A collector with two parts that have one of everything each. About six seconds. */
export async function twoWorlds(): Promise<TwoWorlds> {
  const collector = await startCollector({
    nowMs: NOW_MS,
    controls: CONTROLS,
    governance: GOVERNANCE,
    systems: WORDS.map((word) =>
      declare(`${word}-credit`, {
        owner: `${word} team`,
        purpose: `answers for ${word}s`,
        suppliers: [`${word}-labs`],
        approvedModels: [`${word}-model`],
      }),
    ),
  });
  for (const word of WORDS) await tell(collector, word);
  await collector.app.settled();
  const { errors } = await collector.app.tick(collector.clock.nowMs);
  if (errors.length > 0) throw new Error(`a tick failed: ${String(errors[0]?.error)}`);
  for (const word of WORDS) await work(collector, word);
  const whole = await workOnTheWhole(collector);
  await collector.app.tick(collector.clock.nowMs);
  const worlds = Object.fromEntries(
    await Promise.all(WORDS.map(async (word) => [word, await worldOf(collector, word)] as const)),
  ) as TwoWorlds["worlds"]; // one for each word
  return {
    ...{ collector, worlds, whole },
    [Symbol.asyncDispose]: () => collector[Symbol.asyncDispose](),
  };
}

const control = (id: string, systems: string): string => `
  - id: ${id}
    title: Answers come back
    requirement: At most one in twenty fails.
    clauses: { iso42001: ["9.1"] }
    severity: high
    measure: error_rate
    by: [system]
    ${systems}
    window: 1h
    every: 1h
    min_sample: 5
    limit: { max: 5% }
    proof: measured
    then: [{ raise: nonconformity }]`;
const CONTROLS = `version: 1
set: both
owner: team
defaults: { data_delay: 0s }
controls:${control("shared", "")}${control("named", "applies_to: { system: [zebra-credit, yak-credit] }")}${WORDS.map((word) => control(`${word}-only`, `applies_to: { system: [${word}-credit] }`)).join("")}
`;

const GOVERNANCE = `version: 1
policies:
  - id: POL-1
    version: 1
    title: Answers
    owner: head
    document: sha256:${"a".repeat(64)}
    review_by: 2027-03-31
    statements: [{ id: POL-1.1, text: Answers come back, controls: [shared, named, zebra-only, yak-only] }]
risks:
  - { id: R-BOTH, description: answers fail, systems: [zebra-credit, yak-credit], controls: [shared], likelihood: 2, severity: 3 }
${WORDS.map((word) => `  - { id: R-${word}, description: ${word}s are refused, systems: [${word}-credit], controls: [${word}-only], likelihood: 2, severity: 3 }`).join("\n")}
suppliers:
${WORDS.map((word) => `  - { id: SUP-${word}, name: ${word} labs, providers: [${word}-labs], assessed: 2026-01-15, valid_until: 2027-01-15 }`).join("\n")}
reviewers:
${WORDS.map((word) => `  - { id: p-${word}, role: ${word}-reviewer, systems: [${word}-credit], until: 2026-12-31 }`).join("\n")}
`;

/** Telemetry of two hours, in which every other answer fails. */
async function tell(collector: Collector, word: Word): Promise<void> {
  const system = `${word}-credit`;
  const at = (minute: number): string =>
    new Date(NOW_MS - 2 * HOUR_MS + minute * 60_000).toISOString();
  const ids = Array.from({ length: 60 }, (_, i) => `${word}-p${i}`);
  await collector.api(
    "/predictions",
    ids.map((id, i) => ({
      ...{ system, id, time: at(2 * i), label: `${word}-yes`, score: i / 60 },
      model: {
        name: `${word}-model`,
        version: `${word}-${i < 30 ? 1 : 2}`,
        supplier: `${word}-labs`,
      },
      status: i % 2 === 0 ? "ok" : "error",
      features: { [`${word}_income`]: i * 1000, [`${word}_purpose`]: `${word} car` },
      segment: { [`${word}Group`]: i % 3 === 0 ? `${word} young` : `${word} old` },
    })),
  );
  const some = ids.slice(0, 10);
  await collector.api(
    "/outcomes",
    some.map((id, i) => ({ system, id, time: at(2 * i + 1), label: `${word}-yes`, source: word })),
  );
  await collector.api(
    "/oversight",
    some.map((id, i) => ({
      ...{ system, id, time: at(2 * i + 1), action: "override", from: `${word}-yes` },
      ...{ to: `${word}-no`, by: `p-${word}`, role: `${word}-reviewer`, reason: `${word} reason` },
    })),
  );
  const concern = { system, id: `${word}-concern`, kind: "unfair", summary: `${word} worry` };
  await collector.api("/concerns", {
    ...concern,
    time: at(5),
    status: "reported",
    by: `p-${word}`,
  });
  const change = { system, kind: "deployment", summary: `${word} deployed` };
  await collector.api("/changes", { ...change, time: at(6) });
}

/** What people do about it. */
async function work(collector: Collector, word: Word): Promise<void> {
  const { api } = collector;
  const system = `${word}-credit`;
  const columns = {
    [`${word}_income`]: Array.from({ length: 60 }, (_, i) => i * 900),
    [`${word}_purpose`]: Array.from({ length: 60 }, () => `${word} car`),
  };
  const { digest } = await api("/baselines", { system, name: `${word}-validation`, columns });
  await api(`/baselines/${digest}/approve`, {});
  await api("/baselines", {
    system,
    name: `${word}-draft`,
    columns: { [`${word}_income`]: Array.from({ length: 50 }, (_, i) => i) },
  });
  const [record] = items(await api(`/nonconformities?system=${system}`));
  const id = String(record?.["id"]);
  const now = async (): Promise<Record<string, string>> => ({
    "if-match": `"${String((await api(`/nonconformities/${id}`))["version"])}"`,
  });
  const assessing = { to: "assessing", fields: { owner: `${word} Anna` }, reason: `${word} seen` };
  await api(`/nonconformities/${id}/transitions`, assessing, await now());
  await api(`/nonconformities/${id}/comments`, { text: `${word} comment` });
  const incident = { serious: "suspected", kinds: [], aware_at: "2026-11-23T11:30:00Z" };
  await api(`/nonconformities/${id}/incident`, { ...incident, reason: `${word} incident` });
  const reported = {
    fields: {
      ...{ source: "complaint", title: `${word} complaint`, requirement: `${word} rule` },
      ...{ statement: `${word} statement`, severity: "low", system, reported_by: `${word} Ida` },
    },
    cites: { iso42001: ["9.1"] },
    concern: { system, id: `${word}-concern` },
  };
  await api("/nonconformities", reported);
  await api("/holds", { system, reason: `${word} hold` });
  await api(`/systems/${system}/suspension`, { act: "suspend", reason: `${word} stop` });
  await api("/assessments", { system, conclusion: `${word} concluded`, evidence: `${word} file` });
  const { id: exercise } = await api("/calibrations", {
    ...{ system, role: `${word}-reviewer`, items: 10, errors: 2, from: "2026-11-01" },
    ...{ until: "2026-11-30", plan: `${word} plan` },
  });
  if (typeof exercise !== "string") throw new Error("an exercise has an id");
  await api("/stop-drills", {
    ...{ system, held: "2026-11-20T10:00:00Z", role: `${word}-reviewer`, outcome: "stopped" },
    ...{ seconds: 40, notes: `${word} drill` },
  });
}

async function workOnTheWhole({ api }: Collector): Promise<ReadonlySet<string>> {
  const period = { from: "2026-11-01", to: "2026-11-24" };
  const past = { ...period, to: "2026-11-23T12:00:00Z" };
  const export_ = await api("/exports", { kind: "register", ...past });
  const backtest = await api("/backtests", { control: "shared", ...past });
  const sample = await api("/audit-samples", { of: "nonconformities", count: 1, ...period });
  const review = await api("/management-reviews", { ...period, to: "2026-11-22", summary: "all" });
  const attested = await api("/attestations", {
    ...{
      framework: "iso42001",
      clause: "5.1",
      expires: "2027-10-01",
      statement: "s",
      evidence: "e",
    },
  });
  return new Set([export_, backtest, sample, review, attested].map(({ id }) => String(id)));
}

/** What is of one part, as somebody knows who sees both. */
async function worldOf({ api, url }: Collector, word: Word): Promise<World> {
  const system = `${word}-credit`;
  const own = async (path: string): Promise<readonly Record<string, unknown>[]> =>
    items(await api(path)).filter((item) => item["system"] === system);
  const records = await own("/nonconformities?limit=1000");
  const [holds, baselines, exercises, drills] = await Promise.all(
    ["/holds", "/baselines", "/calibrations", "/stop-drills"].map(own),
  );
  const { assessments } = await api("/risks");
  const assessed = (Array.isArray(assessments) ? assessments : []).filter(
    (each) => each.system === system,
  );
  const named = [
    ...records,
    ...(holds ?? []),
    ...(exercises ?? []),
    ...(drills ?? []),
    ...assessed,
  ];
  const keys = new Map(
    await Promise.all(
      (["compliance", "admin"] as const).map(async (role) => {
        const { key } = await api("/keys", { role, name: `${word} ${role}`, systems: [system] });
        return [role, String(key)] as const;
      }),
    ),
  );
  const first = (list: readonly Record<string, unknown>[] | undefined, name: string): string =>
    String(list?.[0]?.[name]);
  const ids = [
    ...[system, `${word}-only`, `${word}-concern`, `R-${word}`, `SUP-${word}`, `${word}-p0`],
    ...named.map(({ id }) => id),
    ...(baselines ?? []).map(({ digest }) => digest),
    ...records.map(({ evidence }) => evidence),
  ];
  return {
    ...{ word, system },
    ask: (role, path, init = {}) =>
      fetch(`${url}${path}`, {
        ...{ redirect: "manual", ...init },
        headers: { authorization: `Bearer ${keys.get(role)}`, ...init.headers },
      }),
    ids: new Set(ids.filter((id): id is string => typeof id === "string" && id !== "")),
    kinds: [
      ...[system, `${word}-only`, first(records, "id"), first(holds, "id")],
      ...[first(exercises, "id"), first(baselines, "digest")],
      String(records.find(({ evidence }) => evidence !== null)?.["evidence"]),
    ],
  };
}
