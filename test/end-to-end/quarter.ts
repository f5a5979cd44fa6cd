import { createMonitor } from "@tiltmeter/sdk";
import { type Collector, items, startCollector } from "./collector.ts";

export const DAY_MS = 86_400_000;
/** The fourth quarter of 2026, of which the last day is judged on 1 January. */
export const QUARTER: { readonly from: string; readonly to: string } = {
  from: "2026-10-01",
  to: "2027-01-01",
};
const FROM_MS = Date.parse(QUARTER.from);
const DAYS = 92;
const A_DAY = 24;
/** Told and judged at once: what is older counts as late. */
const WEEK = 7;

const control = (id: string, ...lines: readonly string[]): string =>
  [`  - id: ${id}`, ...lines, "window: 1d", "every: 1d", "then: [{ raise: nonconformity }]"].join(
    "\n    ",
  );
const CONTROLS = [
  "version: 1\nset: credit\nowner: team\ndefaults: { data_delay: 0s }\ncontrols:",
  control(
    "errors",
    "title: Errors stay rare",
    "requirement: At most one decision in ten shall fail.",
    'clauses: { iso42001: ["9.1", A.6.2.6], eu-ai-act: ["Art. 15"] }',
    "severity: low",
    "measure: error_rate",
    "by: [system]",
    "limit: { max: 10% }",
    "proof: measured",
    "min_sample: 10",
  ),
  control(
    "drift",
    "title: Applicants resemble those of the validation",
    "requirement: Incomes shall be distributed as they were validated.",
    'clauses: { iso42001: ["A.6.2.6"] }',
    "severity: high",
    "measure: psi",
    "baseline: approved",
    "by: [system, feature]",
    "limit: { max: 2 }",
    "proof: measured",
    "min_sample: 10",
  ),
].join("\n");

/** What goes wrong: on the days 40 to 43 calls fail, and from day 70 on other people apply. */
const fails = (day: number, i: number): boolean => day >= 40 && day < 44 && i % 3 === 0;
const income = (day: number, i: number): number => ((i * 37) % 100) + (day >= 70 ? 400 : 0);

/**
 * A collector at the end of a quarter: telemetry of every day, judged day by day, with one fault that
 * ended, one that lasts, a shadow system, and people who worked on the first record.
 */
export async function quarter(): Promise<Collector> {
  const collector = await startCollector({
    nowMs: FROM_MS,
    controls: CONTROLS,
    systems: [
      {
        id: "credit",
        owner: "lending",
        purpose: "answers applications for credit",
        riskTier: "high",
        approvedModels: ["scorer"],
        suppliers: ["own"],
      },
    ],
  });
  const values = Array.from({ length: 400 }, (_, i) => (i * 37) % 100);
  const made = await collector.api("/baselines", {
    system: "credit",
    name: "validation",
    columns: { income: values },
  });
  await collector.api(`/baselines/${made["digest"]}/approve`, {});
  for (let day = 0; day < DAYS; day += WEEK) {
    const days = Array.from({ length: Math.min(WEEK, DAYS - day) }, (_, i) => day + i);
    collector.clock.nowMs = FROM_MS + (day + days.length) * DAY_MS;
    await tell(collector, days);
    await collector.app.tick(collector.clock.nowMs);
    if (day === 42) await closeFirst(collector);
  }
  collector.clock.nowMs += 3_600_000;
  return collector;
}

async function tell(collector: Collector, days: readonly number[]): Promise<void> {
  const to = { url: collector.url, key: collector.ingest };
  const ai = createMonitor({ ...to, system: "credit", model: { name: "scorer" } });
  for (const day of days) {
    const model = { name: "scorer", version: day < 70 ? "v1" : "v2" };
    for (let i = 0; i < A_DAY; i += 1) {
      const time = FROM_MS + day * DAY_MS + i * 3_600_000;
      const id = ai.record({
        ...{ id: `d${day}-${i}`, label: i % 2 === 0 ? "approve" : "refuse", time, model },
        ...(fails(day, i) ? { status: "error" as const } : {}),
        features: { income: income(day, i) },
      });
      const action = i % 16 === 0 ? "confirm" : "override";
      if (i % 8 === 0) ai.review(id, { action, by: "ann", time: time + 60_000 });
    }
  }
  if (!(await ai.flush())) throw new Error(JSON.stringify(ai.status()));
  await ai.close();
  if (days.includes(10)) {
    const stray = createMonitor({ ...to, system: "chatbot", model: { name: "somebody's" } });
    stray.record({ id: "c-1", label: "answer", time: FROM_MS + 10 * DAY_MS });
    await stray.flush();
    await stray.close();
  }
  await collector.app.settled();
}

/** People close the low matter with a reason, once it has ended. */
async function closeFirst(collector: Collector): Promise<void> {
  const [first] = items(await collector.api("/nonconformities?control=errors"));
  const id = String(first?.["id"]);
  const move = async (to: string, fields: object, reason: string): Promise<void> => {
    const { version } = await collector.api(`/nonconformities/${id}`);
    await collector.api(
      `/nonconformities/${id}/transitions`,
      { to, fields, reason },
      { "if-match": `"${version}"` },
    );
  };
  await move("assessing", { owner: "Zoë Żółć-Ωmega 王小明" }, "");
  await move("closed", {}, "=1+1 was a supplier's outage; שלום (42) and back");
}
