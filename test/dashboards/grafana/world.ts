import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { declare, startCollector } from "../../end-to-end/collector.ts";

// A bank's credit model of two versions over six hours, one of whose inputs drifts in the last three.

export const START_MS: number = Date.UTC(2026, 10, 23, 6);
export const HOURS = 6;
const HOUR_MS = 3_600_000;
const PER_HOUR = 300;

const CONTROLS = `
version: 1
set: credit
owner: team-credit
controls:
  - id: input-drift
    title: Live inputs drifted away from the data that the model was validated on
    requirement: Each input feature shall stay comparable to the approved reference (PSI at most 0.20).
    clauses: { iso42001: [A.7.4] }
    severity: medium
    measure: psi
    by: [system, model_version, feature]
    baseline: approved
    window: 1h
    every: 1h
    data_delay: 2m
    min_sample: 100
    limit: { max: 0.20 }
    proof: { confidence: 95%, correct_for: [feature] }
    recover: { below: 0.10, for: 2 windows }
    group_by: [system, model_version]
    then: [{ raise: nonconformity }]
  - id: too-slow
    title: Answers come too late
    requirement: 95 of 100 answers shall come within a second.
    clauses: { iso42001: ["9.1"] }
    severity: high
    measure: latency_p95
    by: [system]
    window: 1h
    every: 1h
    data_delay: 2m
    min_sample: 100
    limit: { max: 1s }
    proof: measured
    then: [{ raise: nonconformity }]
`;

/** Evenly spread over [0, 1) and always the same. */
function spread(i: number): number {
  return (i * 0.6180339887498949) % 1;
}

/** Makes a data folder that a collector has lived in; gives it and what the collector said of drift. */
export async function makeWorld(): Promise<{
  readonly data: string;
  /** Feature → PSI over all six hours, as the API says. */
  readonly psi: Readonly<Record<string, number>>;
}> {
  const data = await mkdtemp(join(tmpdir(), "tiltmeter-grafana-"));
  const systems = [declare("credit"), declare("silent")];
  await using collector = await startCollector({
    ...{ nowMs: START_MS, systems, controls: CONTROLS, data },
  });
  const incomes = Array.from({ length: 4_000 }, (_, i) => 1_000 * spread(i));
  const purposes = incomes.map((_, i) => ["car", "home", "study"][i % 3]);
  const baseline = await collector.api("/baselines", {
    ...{ system: "credit", name: "validation" },
    columns: { income: incomes, purpose: purposes, "it's \\ odd": incomes },
  });
  await collector.api(`/baselines/${baseline["digest"]}/approve`, {});
  await send(collector.url, collector.ingest, "changes", [
    ...[
      {
        ...{ system: "credit", time: at(2 * HOUR_MS), kind: "model", summary: "version 2" },
        ...{ from: "1", to: "2" },
      },
    ],
  ]);
  for (let hour = 0; hour < HOURS; hour += 1) {
    const each = Array.from({ length: PER_HOUR }, (_, i) => hour * PER_HOUR + i);
    const timeOf = (i: number): string => at(((i + 0.5) / PER_HOUR) * HOUR_MS);
    await send(
      collector.url,
      collector.ingest,
      "predictions",
      each.map((i) => ({
        ...{ system: "credit", id: `c-${i}`, time: timeOf(i), label: i % 2 ? "approve" : "deny" },
        model: { name: "xgb", version: hour < 2 ? "1" : "2" },
        ...{ latency: 0.02 + 0.4 * spread(i), status: i % 50 === 0 ? "error" : "ok" },
        score: spread(i),
        features: {
          income: 1_000 * spread(i) * (hour < 3 ? 1 : 3),
          purpose: ["car", "home", "boat"][i % 3],
          "it's \\ odd": 1_000 * spread(i),
        },
      })),
    );
    await send(
      collector.url,
      collector.ingest,
      "outcomes",
      each.map((i) => ({
        ...{ system: "credit", id: `c-${i}`, time: timeOf(i) },
        label: i % 10 === 0 ? "deny" : i % 2 ? "approve" : "deny",
      })),
    );
    await send(
      collector.url,
      collector.ingest,
      "oversight",
      each
        .filter((i) => i % 5 === 0)
        .map((i) => ({
          ...{ system: "credit", id: `c-${i}`, time: timeOf(i), by: "ana", role: "underwriter" },
          ...(i % 15 === 0
            ? { action: "override", from: "deny", to: "approve", reason: "income_verified" }
            : { action: "confirm", from: "deny", to: "deny", reason: "" }),
          reviewSeconds: 5 + (i % 60),
        })),
    );
    // Again, and with other content: a repeat and a conflict; and what nobody can read.
    const first = each[0] ?? 0;
    const model = { name: "xgb", version: "2" };
    const again = { system: "credit", id: `c-${first}`, time: timeOf(first), model };
    await send(collector.url, collector.ingest, "predictions", [
      { ...again, label: "other" },
      { system: "credit", id: 7 },
    ]);
    await collector.app.settled();
    collector.clock.nowMs = START_MS + (hour + 1) * HOUR_MS + 5 * 60_000;
    await collector.app.tick(collector.clock.nowMs);
  }
  const query = `system=credit&from=${at(0)}&to=${at(HOURS * HOUR_MS + 1)}`;
  const drift = await collector.api(`/drift?${query}`);
  const features = drift["features"] as readonly Readonly<Record<string, unknown>>[]; // our own API
  return {
    data,
    psi: Object.fromEntries(
      features.map(({ feature, ...of }) => [String(feature), psiOf(of)] as const),
    ),
  };
}

function psiOf(of: Readonly<Record<string, unknown>>): number {
  const found = JSON.stringify(of).match(/"value":([0-9.e-]+)/)?.[1];
  if (found === undefined) throw new Error(`no value in ${JSON.stringify(of).slice(0, 200)}`);
  return Number(found);
}

function at(ms: number): string {
  return new Date(START_MS + ms).toISOString();
}

async function send(url: string, key: string, path: string, body: unknown): Promise<void> {
  const response = await fetch(`${url}/api/v1/${path}`, {
    method: "POST",
    headers: { authorization: `Bearer ${key}`, "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
}
