import { type Collector, declare, items, startCollector } from "../../end-to-end/collector.ts";
import { PAYLOADS } from "./payloads.ts";

const HOUR_MS = 3_600_000;
const NOW_MS = Date.UTC(2026, 10, 23, 12);

/** A collector in which every name and every text from outside is a payload, or something harmless as long. */
export interface HostileWorld extends AsyncDisposable {
  readonly collector: Collector;
  readonly system: string;
  /** A record that a control raised, and one that a person did. */
  readonly records: readonly string[];
  readonly features: readonly string[];
}

/** The payload itself, or its harmless stand-in. */
export type Say = (payload: number) => string;

export const hostile: Say = (payload) => PAYLOADS[payload % PAYLOADS.length] ?? "";
export const harmless: Say = (payload) => {
  const name = `n${payload % PAYLOADS.length}`;
  return name.padEnd(hostile(payload).length, "x");
};

/** Payloads in turn, as many as fit into a text: whoever asks often enough has had them all. */
function inTurn(say: Say): (charactersMax: number) => string {
  let next = 0;
  return (charactersMax) => {
    let text = say(next++);
    while (text.length + 3 + say(next).length <= charactersMax) text += ` | ${say(next++)}`;
    return text.slice(0, charactersMax);
  };
}

/** Attribute-breaking and script-making in a system's own name, which stands on most pages. */
const SYSTEM = PAYLOADS.findIndex((payload) => payload.startsWith(`"/><img`));

export async function hostileWorld(say: Say): Promise<HostileWorld> {
  const text = inTurn(say);
  const system = say(SYSTEM);
  const collector = await startCollector({
    nowMs: NOW_MS,
    controls: controls(say),
    governance: governance(say, text),
    systems: [
      declare(system, {
        ...{ owner: text(80), purpose: text(400), suppliers: [say(3)], approvedModels: [say(5)] },
      }),
    ],
  });
  await tell(collector, system, say);
  await collector.app.settled();
  const { errors } = await collector.app.tick(collector.clock.nowMs);
  if (errors.length > 0) throw new Error(`a tick failed: ${String(errors[0]?.error)}`);
  const records = await work(collector, system, say, text);
  await collector.app.tick(collector.clock.nowMs);
  return {
    ...{ collector, system, records, features: PAYLOADS.map((_, i) => say(i)) },
    [Symbol.asyncDispose]: () => collector[Symbol.asyncDispose](),
  };
}

function controls(say: Say): string {
  const quoted = (i: number): string => JSON.stringify(say(i).replace(/\p{Cc}/gu, "?"));
  return `version: 1
set: hostile
owner: ${quoted(1)}
defaults: { data_delay: 0s }
controls:
  - id: answers
    title: ${quoted(0)}
    requirement: ${quoted(8)}
    clauses: { iso42001: ["9.1"] }
    severity: high
    measure: error_rate
    by: [system]
    window: 1h
    every: 1h
    min_sample: 5
    limit: { max: 5% }
    proof: measured
    then: [{ raise: nonconformity }]
  - id: drifted
    title: ${quoted(9)}
    requirement: ${quoted(12)}
    clauses: { iso42001: ["A.7.4"] }
    severity: medium
    measure: psi
    by: [system, feature]
    baseline: approved
    window: 1h
    every: 1h
    min_sample: 5
    limit: { max: 0.2 }
    proof: measured
    then: [{ raise: nonconformity }]
`;
}

const STRAYS_EVERY = 24;
const CALLS_EVERY = 3;

/** What a call of a hosted model says in words. */
function call(say: Say, i: number): object {
  return {
    ...{ operation: say(i), requestModel: say(i + 1), modelSource: "provider" },
    ...{ responseId: say(i), conversationId: say(i + 2), inputTokens: 40, outputTokens: 4 },
    ...{ finishReasons: [say(i), say(i + 3)], tools: { [say(i + 4)]: 1 }, firstChunk: 0.2 },
  };
}

function governance(say: Say, text: (max: number) => string): string {
  const quoted = (max: number): string => JSON.stringify(oneLine(text(max)));
  return `version: 1
policies:
  - id: POL-01
    version: 1
    title: ${quoted(120)}
    owner: ${quoted(60)}
    statements:
      - { id: POL-01.1, text: ${quoted(300)}, controls: [answers] }
      - { id: POL-01.2, text: ${quoted(300)} }
objectives:
  - { id: OBJ-01, version: 1, title: ${quoted(120)}, policy: POL-01, target: ${quoted(120)}, control: answers, by: 2027-12-31 }
risks:
  - { id: R-01, description: ${quoted(300)}, controls: [answers], likelihood: 2, severity: 3 }
suppliers:
  - id: SUP-01
    name: ${quoted(120)}
    providers: [${JSON.stringify(oneLine(say(3)))}]
    assessed: 2026-06-01
    valid_until: 2027-06-01
    notice: ${quoted(300)}
issues:
  - { id: ISS-1, kind: external, title: ${quoted(200)}, since: 2026-05-04 }
applicability:
  - { framework: iso42001, clause: A.7.3, applies: false, justification: ${quoted(300)} }
`;
}

/** Each payload as the name of a feature, a segment, a model's version, a label, a reviewer, a reason, a change, … */
async function tell({ api }: Collector, system: string, say: Say): Promise<void> {
  const at = (i: number): string =>
    new Date(
      NOW_MS - 2 * HOUR_MS + Math.floor((i / PAYLOADS.length) * 1.9 * HOUR_MS),
    ).toISOString();
  const all = PAYLOADS.map((_, i) => i);
  await api(
    "/predictions",
    all.map((i) => ({
      ...{ system, id: say(i), time: at(i), label: say(i), score: (i % 10) / 10 },
      model: { name: say(i), version: say(i % 40), supplier: say(i) },
      status: i % 2 === 0 ? "ok" : "error",
      errorType: say(i),
      features: { [say(i)]: i, purpose: say(i), income: i * 100 },
      segment: { [say(i % 30)]: say(i), group: say(i % 50) },
      subject: say(i),
      latency: 0.1,
      ...(i % CALLS_EVERY === 0 ? { call: call(say, i) } : {}),
    })),
  );
  // Systems that nobody declared, by their names: each is asked for by every export, so a few.
  await api(
    "/predictions",
    all
      .filter((i) => i % STRAYS_EVERY === 0)
      .map((i) => ({ system: `${say(i)} `, id: "1", time: at(i), label: say(i) })),
  );
  await api(
    "/outcomes",
    all.map((i) => ({ system, id: say(i), time: at(i), label: say(i + 1), source: say(i) })),
  );
  await api(
    "/oversight",
    all.map((i) => ({
      ...{ system, id: say(i), time: at(i), action: "override", from: say(i), to: say(i + 1) },
      ...{ by: say(i), role: say(i % 40), reason: say(i), reviewSeconds: 5 },
    })),
  );
  await api(
    "/scores",
    all.map((i) => ({
      system,
      id: say(i),
      time: at(i),
      name: say(i % 60),
      value: 0.5,
      label: say(i),
      source: say(i),
    })),
  );
  await api(
    "/concerns",
    all.map((i) => ({
      ...{ system, id: say(i), time: at(i), status: "reported", kind: say(i), by: say(i) },
      summary: say(i),
    })),
  );
  await api(
    "/changes",
    all.map((i) => ({
      system,
      time: at(i),
      kind: "configuration",
      summary: say(i),
      from: say(i),
      to: say(i + 1),
    })),
  );
  // What is refused is shown, too.
  const good = { system, id: "good", time: at(0), label: say(0) };
  await api("/predictions", [good, ...all.map((i) => ({ system, id: i, label: say(i) }))]);
}

async function work(
  { api, clock }: Collector,
  system: string,
  say: Say,
  text: (max: number) => string,
): Promise<readonly string[]> {
  const columns = Object.fromEntries(
    [
      ...PAYLOADS.slice(0, 120).map(
        (_, i) => [say(i), Array.from({ length: 60 }, (_, row) => row)] as const,
      ),
      ["purpose", PAYLOADS.map((_, i) => say(i))] as const,
      ["income", PAYLOADS.map((_, i) => i)] as const,
    ].map(([name, values]) => [
      name,
      Array.from({ length: PAYLOADS.length }, (_, i) => values[i % values.length]),
    ]),
  );
  const { digest } = await api("/baselines", { system, name: say(14), columns });
  await api(`/baselines/${digest}/approve`, {});
  clock.nowMs += HOUR_MS;
  const [raised] = items(await api(`/nonconformities?system=${encodeURIComponent(system)}`));
  const id = String(raised?.["id"]);
  const now = async (): Promise<Record<string, string>> => ({
    "if-match": `"${String((await api(`/nonconformities/${id}`))["version"])}"`,
  });
  const line = (max: number): string => oneLine(text(max));
  await api(
    `/nonconformities/${id}/transitions`,
    { to: "assessing", fields: { owner: line(80) }, reason: text(500) },
    await now(),
  );
  // Every payload once in the comments.
  for (let from = 0; from < PAYLOADS.length; from += 40) {
    const some = PAYLOADS.slice(from, from + 40).map((_, i) => say(from + i));
    await api(`/nonconformities/${id}/comments`, { text: some.join(" | ") });
  }
  await api(`/nonconformities/${id}/incident`, {
    ...{ serious: "suspected", kinds: [], aware_at: "2026-11-23T11:30:00Z", reason: text(400) },
  });
  const reported = await api("/nonconformities", {
    fields: {
      ...{ source: "complaint", title: line(120), requirement: text(300), statement: text(900) },
      ...{ severity: "low", system, reported_by: line(60) },
    },
    cites: { iso42001: ["9.1"] },
    concern: { system, id: say(0) },
  });
  await api("/holds", { system, reason: text(300) });
  const path = encodeURIComponent(system);
  for (let round = 0; round < 4; round += 1) {
    await api(`/systems/${path}/suspension`, { act: "suspend", reason: text(500) });
    if (round < 3) await api(`/systems/${path}/suspension`, { act: "resume", reason: text(500) });
  }
  await api("/assessments", { system, conclusion: text(400), evidence: text(200) });
  await api("/calibrations", {
    ...{ system, role: say(2), items: 10, errors: 2, from: "2026-11-01", until: "2026-11-30" },
    plan: text(300),
  });
  await api("/stop-drills", {
    ...{ system, held: "2026-11-20T10:00:00Z", role: say(4), outcome: "stopped", seconds: 40 },
    notes: text(300),
  });
  await api("/attestations", {
    ...{ framework: "iso42001", clause: "5.1", expires: "2027-10-01", statement: text(500) },
    evidence: text(300),
  });
  await api("/management-reviews", { from: "2026-11-01", to: "2026-11-22", summary: text(500) });
  for (let i = 0; i < 8; i += 1) await api("/keys", { role: "viewer", name: line(64) });
  for (const i of NAMES) {
    const account = { name: say(i), email: `p${i}@example.org`, role: "viewer" };
    await api("/accounts", account);
  }
  return [id, String(reported["id"])];
}

/** Payloads that a person may be called, one of each few: a name is one line of at most 64 visible characters. */
const NAMES = PAYLOADS.flatMap((payload, i) =>
  i % 4 === 0 && payload === oneLine(payload) && payload.length <= 64 && !/\p{Cf}/u.test(payload)
    ? [i]
    : [],
);

function oneLine(text: string): string {
  return text.replace(/[\p{Cc}\p{Zl}\p{Zp}]/gu, " ").trim();
}
