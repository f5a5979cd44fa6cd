import { createMonitor } from "@tiltmeter/sdk";
import { expect, test } from "vitest";
import { type Collector, items, startCollector } from "./collector.ts";

const START_MS = Date.UTC(2026, 0, 5);
const HOUR_MS = 3_600_000;

// What calls of hosted models took, from the SDK to what is raised and what the API answers.
const control = (id: string, ...lines: readonly string[]): string =>
  [
    ...[`  - id: ${id}`, `title: ${id}`, `requirement: ${id} shall be kept.`, ...lines],
    ...['clauses: { iso42001: ["9.1"] }', "severity: high", "by: [system]", "window: 1h"],
    ...["every: 1h", "proof: measured", "then: [{ raise: nonconformity }]"],
  ].join("\n    ");
const CONTROLS = [
  "version: 1\nset: calls\nowner: team\ndefaults: { data_delay: 0s }\ncontrols:",
  control("dear", "measure: cost", "limit: { max: 19 }"),
  control("cheap", "measure: cost", "limit: { max: 20 }"),
  control("tokens", "measure: input_tokens", "limit: { max: 9999999 }"),
  control("models", "measure: response_model", "limit: { one_of: inventory.approved_models }"),
  control("tools", "measure: tool", "limit: { one_of: inventory.approved_tools }"),
  control("truncated", "measure: truncated_rate", "limit: { max: 50% }", "min_sample: 1"),
].join("\n");
const PRICES = (input: number): string => `version: 1
as_of: 2026-01-01
currency: USD
prices:
  - { provider: openai, model: gpt-4o, input: ${input}, output: 10, from: 2025-01-01, source: a test }
`;

async function tell(collector: Collector): Promise<void> {
  const ai = createMonitor({ system: "assistant", url: collector.url, key: collector.ingest });
  for (let i = 0; i < 10; i += 1) {
    const failed = i === 9;
    ai.record({
      id: `c-${i}`,
      time: START_MS + i * 60_000,
      ...(failed ? { status: "error" as const, errorType: "RateLimitError" } : {}),
      model: {
        name: failed ? "" : "gpt-4o-2024-08-06",
        version: failed ? "" : "gpt-4o-2024-08-06",
        supplier: "openai",
      },
      call: {
        ...{ operation: "chat", requestModel: "gpt-4o" },
        ...(failed
          ? {}
          : {
              ...{ modelSource: "provider" as const, inputTokens: 1_000_000, outputTokens: 20_000 },
              ...{ finishReasons: ["stop"], tools: { [i === 3 ? "shell" : "search"]: 1 } },
              ...{ isRefused: false, firstChunk: 0.5 },
            }),
      },
    });
  }
  expect(await ai.flush()).toBe(true);
  expect(ai.status()).toMatchObject({ rejected: 0, dropped: {} });
  await ai.close();
  await collector.app.settled();
}

test("what calls took is judged and answered, and a call that failed is no unknown model", async () => {
  await using collector = await startCollector({
    nowMs: START_MS + HOUR_MS,
    controls: CONTROLS,
    prices: PRICES(2),
    systems: [
      {
        ...{ id: "assistant", approvedModels: ["gpt-4o-2024-08-06"] },
        approvedTools: ["search"],
      },
    ],
  });
  await tell(collector);
  const { errors } = await collector.app.tick(collector.clock.nowMs);
  expect(errors).toEqual([]);
  // Nine calls of 2 USD for what they read and 0.2 for what they answered: 19.80.
  const records = items(await collector.api("/nonconformities"));
  expect(records.map((each) => each["control"]).sort()).toEqual(["dear", "tools"]);
  const [models] = items(await collector.api("/controls/models/evaluations"));
  expect(models).toMatchObject({ verdict: { kind: "pass", n: 9 } });

  const range = "from=2026-01-05T00:00:00Z&to=2026-01-05T01:00:00Z";
  const calls = await collector.api(`/systems/assistant/calls?${range}&by=supplier,model_version`);
  expect(calls["series"]).toMatchObject([
    {
      by: { supplier: "openai", model_version: "gpt-4o-2024-08-06" },
      points: [{ calls: 9, errors: 0, usageUnknown: 0, tools: { search: 8, shell: 1 } }],
    },
    {
      by: { supplier: "openai", model_version: "" },
      points: [{ calls: 1, errors: 1, usageUnknown: 0, cost: { usd: null, unpriced: {} } }],
    },
  ]);
  const dear = records.find((each) => each["control"] === "dear");
  const { evidence } = await collector.api(`/nonconformities/${dear?.["id"]}`);
  // Whoever reads the record can tell by which prices it was raised.
  expect(JSON.stringify(await collector.api(`/evidence/${evidence}`))).toMatch(
    /"prices":\["[0-9a-f]{64}"\]/,
  );
});
