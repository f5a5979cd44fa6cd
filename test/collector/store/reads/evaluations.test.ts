import { openEngine } from "tiltmeter/store/engine/open";
import { openStore } from "tiltmeter/store/store";
import { expect, test } from "vitest";
import { temporaryFolder } from "../temporary-folder.ts";

test("evaluations that an older version stored are read; what they do not say is left open", async () => {
  const folder = await temporaryFolder();
  await (await openStore({ folder })).close();
  const engine = await openEngine({ folder });
  // The columns of the first version, as it wrote them.
  const old = {
    control: "errors",
    revision: "r",
    instance_key: "k",
    instance: { system: "s" },
    window_start: 1_000,
    window_end: 2_000,
    evaluated_at: 2_001,
    verdict: "no_data",
    phase: "ok",
    value: null,
    lower: null,
    upper: null,
    n: 0,
    verdict_json: '{"kind":"no_data","reason":"nothing"}',
    state_json: '{"phase":"ok"}',
    rows_read: 3,
    duration_ms: 0.5,
  };
  await engine.client.insert({ table: "evaluations_v1", format: "JSONEachRow", values: [old] });
  await engine.close();
  const store = await openStore({ folder });
  const rows = await store.lastEvaluations();
  await store.close();
  expect(rows).toEqual([
    {
      control: "errors",
      revision: "r",
      instance: { system: "s" },
      instanceKey: "k",
      windowStartMs: 1_000,
      windowEndMs: 2_000,
      evaluatedMs: 2_001,
      dataRevision: 1,
      watermarkMs: null,
      restatedUpToMs: null,
      isBackfilled: false,
      muted: null,
      engine: "",
      question: "",
      firstSeenMs: null,
      absentWindows: 0,
      verdict: { kind: "no_data", reason: "nothing" },
      state: { phase: "ok" },
      rowsRead: 3,
      durationMs: 0.5,
    },
  ]);
});
