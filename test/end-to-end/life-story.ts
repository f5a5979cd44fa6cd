import { censusFeed } from "./census-feed.ts";
import { type Collector, declare, items, startCollector } from "./collector.ts";

const HOUR_MS = 3_600_000;
const START_MS = Date.UTC(2026, 8, 7);
export const SYSTEM = "acs-employment";
/** Uses the same model: where the fault could be, too. */
export const SISTER = "acs-mobility";

const CONTROLS = `
version: 1
set: census
owner: model risk
controls:
  - id: inputs-as-approved
    title: Inputs drifted away from the approved reference
    requirement: Each input of the employment model shall stay comparable to the approved reference (PSI at most 0.20).
    clauses: { iso42001: ["9.1", "A.6.2.6"] }
    severity: high
    measure: psi
    by: [system, model_version, feature]
    baseline: approved
    window: 1h
    every: 1h
    data_delay: 0s
    min_sample: 200
    limit: { max: 0.20 }
    proof: { confidence: 95%, correct_for: [feature] }
    recover: { for: 2 windows }
    group_by: [system]
    then:
      - { raise: nonconformity }
      - { propose: suspend, risk_tier: high }
`;

/** A record at the end of its story, and the collector that it lies in. */
export interface LifeStory extends AsyncDisposable {
  readonly collector: Collector;
  readonly id: string;
  /** The record as the API has it. */
  readonly record: () => Promise<Record<string, unknown>>;
  /** Names of people → their keys. */
  readonly keys: Readonly<Record<"owner" | "engineer" | "reviewer", string>>;
  /** Another hour of the feed, judged at its end. */
  readonly hour: (of: { readonly isFaulty: boolean; readonly version: string }) => Promise<void>;
  /** Moves the record on by the key of one of them. */
  readonly move: (who: Person, to: string, of?: Said) => Promise<Record<string, unknown>>;
}

type Person = "owner" | "engineer" | "reviewer";
interface Said {
  readonly fields?: Readonly<Record<string, string>>;
  readonly reason?: string;
}

/**
 * The life of a nonconformity on real people's data: ages arrive in months, the inputs drift, the machine
 * raises and proposes, a person suspends the system, finds the cause, plans and acts, and the system runs
 * again. Where the fault `isFixed`, telemetry demonstrates it and the record is closed by somebody else; where
 * it is not, the machine takes the record back to its analysis. About ten seconds.
 */
export async function lifeStory(of: { readonly isFixed: boolean }): Promise<LifeStory> {
  const feed = await censusFeed();
  const collector = await startCollector({
    nowMs: START_MS,
    controls: CONTROLS,
    systems: [
      declare(SYSTEM, { owner: "Employment team", suppliers: ["folktables"] }),
      declare(SISTER, { owner: "Mobility team", riskTier: "limited" }),
    ],
  });
  const { clock } = collector;
  await feed.approveReference(collector, SYSTEM);
  const hour: LifeStory["hour"] = async ({ isFaulty, version }) => {
    const startMs = clock.nowMs;
    clock.nowMs = startMs + HOUR_MS;
    await feed.send(collector, SYSTEM, { startMs, version, isFaulty });
    const { errors } = await collector.app.tick(clock.nowMs);
    if (errors.length > 0) throw new Error(`a tick failed: ${String(errors[0]?.error)}`);
  };

  await feed.send(collector, SISTER, {
    startMs: START_MS - HOUR_MS,
    version: "v7",
    isFaulty: false,
  });
  for (let i = 0; i < 3; i += 1) await hour({ isFaulty: false, version: "v6" });
  const deployed = { system: SYSTEM, time: new Date(clock.nowMs).toISOString() };
  await collector.api("/changes", {
    ...deployed,
    kind: "deployment",
    summary: "v7 with the new feature store",
  });
  for (let i = 0; i < 2; i += 1) await hour({ isFaulty: false, version: "v7" });
  // The fault: from here on ages come in months.
  for (let i = 0; i < 2; i += 1) await hour({ isFaulty: true, version: "v7" });

  const [raised] = items(await collector.api("/nonconformities"));
  const id = String(raised?.["id"]);
  const keys = {
    owner: await keyOf(collector, "compliance", "Olga Owner"),
    engineer: await keyOf(collector, "operator", "Emil Engineer"),
    reviewer: await keyOf(collector, "compliance", "Rita Reviewer"),
  };
  const record: LifeStory["record"] = () => collector.api(`/nonconformities/${id}`);
  const post = async (
    who: Person,
    path: string,
    body: object,
  ): Promise<Record<string, unknown>> => {
    const version = (await record())["version"];
    clock.nowMs += 60_000;
    return collector.api(`/nonconformities/${id}${path}`, body, {
      authorization: `Bearer ${keys[who]}`,
      "if-match": `"${version}"`,
    });
  };
  const move: LifeStory["move"] = (who, to, said = {}) =>
    post(who, "/transitions", { to, fields: {}, ...said });
  const decide = (act: "approve" | "resume", reason: string): Promise<Record<string, unknown>> =>
    collector.api(
      `/systems/${SYSTEM}/suspension`,
      { act, reason },
      {
        authorization: `Bearer ${keys.owner}`,
      },
    );

  await move("owner", "assessing", { fields: { owner: "Olga Owner" } });
  await decide("approve", "the inputs are not those that the model was validated on");
  await move("owner", "containing", {
    fields: {
      assessment: "Yes: AGEP is far from the approved reference, the others are not.",
      severity: "high",
      affected: "Everybody who was scored in these two hours.",
      serious_incident: "no",
    },
  });
  await collector.app.tick(clock.nowMs);
  await move("owner", "analysing", {
    fields: {
      correction: "The system is suspended; people decide.",
      consequences: "The decisions of the two hours are re-reviewed one by one.",
    },
  });
  await move("engineer", "acting", {
    fields: {
      cause: "The new feature store gives ages in months.",
      cause_category: "data",
      method: "Comparison of the input before and after the deployment.",
      elsewhere: "Wherever the feature store feeds a model.",
      criterion: "As the plan of the machine says.",
    },
  });
  const due = new Date(clock.nowMs + 7 * 24 * HOUR_MS).toISOString().slice(0, 10);
  await post("engineer", "/actions", {
    act: "plan",
    fields: { what: "Convert ages to years, and test the unit.", owner: "Emil Engineer", due },
  });
  const [action] = (await record())["actions"] as readonly { readonly id: string }[]; // one was planned
  await post("engineer", "/actions", {
    act: "done",
    action: String(action?.id),
    fields: { evidence: "Merged as change 4711, and deployed as v8." },
  });
  // The hour in which nothing came is over; the system runs again with the next.
  clock.nowMs = Math.ceil(clock.nowMs / HOUR_MS) * HOUR_MS;
  await collector.app.tick(clock.nowMs);
  await decide("resume", "v8 is deployed");
  await move("engineer", "verifying");
  clock.nowMs = Math.ceil(clock.nowMs / HOUR_MS) * HOUR_MS;
  await collector.app.tick(clock.nowMs);

  if (of.isFixed) {
    for (let i = 0; i < 7; i += 1) await hour({ isFaulty: false, version: "v8" });
    await move("reviewer", "closing", { fields: { result: "effective" } });
    await move("reviewer", "closed", {
      fields: { system_change: "Yes: units are part of every input's contract." },
    });
  } else {
    for (let i = 0; i < 2; i += 1) await hour({ isFaulty: true, version: "v8" });
  }
  return {
    ...{ collector, id, record, keys, hour, move },
    [Symbol.asyncDispose]: () => collector[Symbol.asyncDispose](),
  };
}

async function keyOf(collector: Collector, role: string, name: string): Promise<string> {
  return String((await collector.api("/keys", { role, name }))["key"]);
}
