import { createHash } from "node:crypto";
import { canonicalJson, createBaseline, type EvidenceRecord } from "@tiltmeter/rules";
import fc from "fast-check";
import { expect, test } from "vitest";
import {
  control,
  HOUR,
  type House,
  hash,
  inHouse,
  living,
  predictions,
  START,
  strip,
} from "./house.ts";

const errors = control({ id: "errors" });

async function tickHours(house: House, ...hours: readonly number[]): Promise<readonly string[]> {
  return living(house, async ({ evaluator }) => {
    const raised: string[] = [];
    for (const hour of hours) {
      const report = await evaluator.tick(START + hour * HOUR);
      expect(report.errors).toEqual([]);
      raised.push(...report.raised);
    }
    return raised;
  });
}

test("a breach raises one record with its evidence; while it lasts nothing more is raised", async () => {
  const records = [
    predictions({ hour: 0 }),
    predictions({ hour: 1, failed: 0.3 }),
    predictions({ hour: 2, failed: 0.4 }),
  ].flat();
  await inHouse({ records, controls: [errors] }, async (house) => {
    expect(await tickHours(house, 1, 2, 3)).toEqual(["NC-2026-0001"]);
    expect(strip(house.rows)).toEqual([
      "errors credit/v1 1h pass ok",
      "errors credit/v1 2h breach firing",
      "errors credit/v1 3h breach firing",
    ]);
    await living(house, async ({ ledger, content }) => {
      const record = ledger.state.nonconformities.get("NC-2026-0001");
      expect(record).toMatchObject({
        state: "raised",
        severity: "medium",
        control: "errors",
        controlRevision: errors.revision,
        system: "credit",
        group: { system: "credit" },
        firstBreachMs: START + 2 * HOUR,
        raisedMs: START + 2 * HOUR,
        episodes: [{ instance: { system: "credit", model_version: "v1" }, value: 0.3, n: 100 }],
      });
      expect(record?.statement).toContain("30 %");
      const evidence = await content.get(record?.evidence ?? "");
      expect(evidence).toMatchObject({
        control: { id: "errors", revision: errors.revision, text: "id: errors" },
        window: { fromMs: START + HOUR, toMs: START + 2 * HOUR },
        instances: [
          {
            labels: { system: "credit", model_version: "v1" },
            measurement: { kind: "measured", value: 0.3, n: 100 },
            evidence: { kind: "volume", predictions: 100, errors: 30 },
          },
        ],
        engine: "memory 1",
        missing: [],
      });
      expect(evidence).toHaveProperty("predictions.0", "credit-v1-1-0");
      expect(createHash("sha256").update(canonicalJson(evidence)).digest("hex")).toBe(
        record?.evidence,
      );
    });
  });
});

test("recovery ends the episode and never the record; the next breach joins the open record", async () => {
  const records = [0.3, 0, 0.5].flatMap((failed, hour) => predictions({ hour, failed }));
  await inHouse({ records, controls: [errors] }, async (house) => {
    expect(await tickHours(house, 1, 2, 3)).toEqual(["NC-2026-0001"]);
    await living(house, async ({ ledger }) => {
      const record = ledger.state.nonconformities.get("NC-2026-0001");
      expect(record?.state).toBe("raised");
      expect(record?.episodes.map(({ endedMs, value }) => [endedMs, value])).toEqual([
        [START + 2 * HOUR, 0.3],
        [null, 0.5],
      ]);
      expect(ledger.state.nonconformities.size).toBe(1);
    });
  });
});

test("after a record is closed the same matter raises a new one, linked and one severity up", async () => {
  const records = [0.3, 0, 0.5].flatMap((failed, hour) => predictions({ hour, failed }));
  await inHouse({ records, controls: [errors] }, async (house) => {
    await tickHours(house, 1, 2);
    await living(house, ({ ledger }) =>
      ledger.append([
        {
          type: "nonconformity_moved",
          atMs: START,
          by: "ann",
          id: "NC-2026-0001",
          to: "closed",
          fields: {},
          text: "",
        },
      ]),
    );
    expect(await tickHours(house, 3)).toEqual(["NC-2026-0002"]);
    await living(house, async ({ ledger }) => {
      expect(ledger.state.nonconformities.get("NC-2026-0002")).toMatchObject({
        severity: "high",
        fields: { recurrence_of: "NC-2026-0001" },
      });
      expect(ledger.state.nonconformities.get("NC-2026-0001")?.episodes).toHaveLength(1);
    });
  });
});

test("what fired together is one record, worst first; model versions of one matter share it", async () => {
  const records = [
    predictions({ hour: 0, version: "v1", failed: 0.2 }),
    predictions({ hour: 0, version: "v2", failed: 0.6 }),
    predictions({ hour: 0, version: "v3", failed: 0.4 }),
    predictions({ hour: 0, version: "v4" }),
    predictions({ hour: 0, system: "other", failed: 0.9 }),
  ].flat();
  for (const groupBy of [["system"], ["system", "model_version"]] as const) {
    const grouped = control({ id: "errors", groupBy: [...groupBy] });
    await inHouse({ records, controls: [grouped] }, async (house) => {
      expect(await tickHours(house, 1)).toHaveLength(2);
      await living(house, async ({ ledger }) => {
        const found = [...ledger.state.nonconformities.values()].map(
          ({ system, group, episodes }) => ({
            system,
            group,
            values: episodes.map(({ value }) => value),
          }),
        );
        expect(found).toEqual([
          { system: "credit", group: { system: "credit" }, values: [0.6, 0.4, 0.2] },
          expect.objectContaining({ system: "other", values: [0.9] }),
        ]);
      });
    });
  }
});

test("an instance that disappears gets no_data and keeps its state; it is never ok by absence", async () => {
  const records = [
    predictions({ hour: 0, failed: 0.5 }),
    predictions({ hour: 0, system: "other" }),
    predictions({ hour: 1, system: "other" }),
  ].flat();
  await inHouse({ records, controls: [errors] }, async (house) => {
    await tickHours(house, 1, 2, 3);
    expect(strip(house.rows).filter((line) => line.includes("credit"))).toEqual([
      "errors credit/v1 1h breach firing",
      "errors credit/v1 2h no_data firing",
      "errors credit/v1 3h no_data firing",
    ]);
    expect(strip(house.rows)).toContain("errors other/v1 3h no_data ok");
    await living(house, async ({ evaluator, ledger }) => {
      await evaluator.tick(START + 3 * HOUR);
      const credit = evaluator.status().find(({ labels }) => labels["system"] === "credit");
      expect(credit).toMatchObject({ state: { phase: "firing" }, verdict: { kind: "no_data" } });
      const [episode] = ledger.state.nonconformities.get("NC-2026-0001")?.episodes ?? [];
      expect(episode?.endedMs).toBeNull();
    });
  });
});

test("an absent instance that is ok gets rows for a day of windows, then none until it is seen again", async () => {
  const rare = predictions({ hour: 0, system: "rare" });
  const records = Array.from({ length: 40 }, (_, hour) => predictions({ hour })).flat();
  const again = predictions({ hour: 38, system: "rare", failed: 0.5 });
  await inHouse({ records: [...records, ...rare, ...again], controls: [errors] }, async (house) => {
    expect(
      await tickHours(house, ...Array.from({ length: 40 }, (_, hour) => hour + 1)),
    ).toHaveLength(1);
    const lines = strip(house.rows).filter((line) => line.includes("rare"));
    expect(lines).toEqual([
      "errors rare/v1 1h pass ok",
      ...Array.from({ length: 24 }, (_, i) => `errors rare/v1 ${i + 2}h no_data ok`),
      "errors rare/v1 39h breach firing",
      "errors rare/v1 40h no_data firing",
    ]);
    const status = await living(house, async ({ evaluator }) => {
      await evaluator.tick(START + 41 * HOUR);
      return evaluator.status();
    });
    expect(status).toHaveLength(2);
  });
});

test("a control with nothing to judge leaves a row of its own, so that a restart goes on from there", async () => {
  await inHouse({ controls: [errors] }, async (house) => {
    await tickHours(house, 1);
    await living(house, async ({ evaluator }) => {
      await evaluator.tick(START + HOUR);
      expect(evaluator.status()).toMatchObject([{ labels: {}, verdict: { kind: "no_data" } }]);
    });
    house.records = predictions({ hour: 2, failed: 0.5 });
    // Three hours of which the process saw only the last.
    expect(await tickHours(house, 4)).toEqual(["NC-2026-0001"]);
    expect(strip(house.rows)).toEqual([
      "errors  1h no_data ok",
      "errors  2h no_data ok",
      "errors credit/v1 3h breach firing",
      "errors credit/v1 4h no_data firing",
    ]);
    await living(house, async ({ evaluator }) => {
      await evaluator.tick(START + 4 * HOUR);
      expect(evaluator.status()).toHaveLength(1);
    });
  });
});

test("evidence that cannot be read is an error, never a pass, and other controls go on", async () => {
  const records = [0, 1, 2].flatMap((hour) => predictions({ hour, failed: 0.5 }));
  const latency = control({ id: "latency", measure: "latency_p95", limit: { max: 1 } });
  await inHouse({ records, controls: [errors, latency] }, async (house) => {
    await tickHours(house, 1);
    await living(house, async ({ evaluator, options }) => {
      const { fetchEvidence } = options;
      Object.assign(options, {
        fetchEvidence: (request: Parameters<typeof fetchEvidence>[0]) =>
          request.kind === "volume"
            ? Promise.reject(new Error("engine down"))
            : fetchEvidence(request),
      });
      const report = await evaluator.tick(START + 2 * HOUR);
      expect(report.errors).toMatchObject([{ control: "errors" }]);
      expect(report.windows).toBe(2);
    });
    await tickHours(house, 3);
    expect(strip(house.rows)).toEqual([
      "errors credit/v1 1h breach firing",
      "latency credit/v1 1h pass ok",
      "errors credit/v1 2h error firing",
      "latency credit/v1 2h pass ok",
      "errors credit/v1 3h breach firing",
      "latency credit/v1 3h pass ok",
    ]);
    const failed = house.rows.find(({ verdict }) => verdict.kind === "error");
    expect(failed?.verdict).toHaveProperty("reason", "the evidence could not be read: engine down");
  });
});

test("a control in shadow is evaluated and stored, and raises nothing", async () => {
  const shadow = control({ id: "errors", status: "shadow" });
  const records = [0, 1].flatMap((hour) => predictions({ hour, failed: 0.5 }));
  await inHouse(
    { records, controls: [shadow, control({ id: "draft", status: "draft" })] },
    async (house) => {
      expect(await tickHours(house, 1, 2)).toEqual([]);
      expect(strip(house.rows)).toEqual([
        "errors credit/v1 1h breach firing",
        "errors credit/v1 2h breach firing",
      ]);
      await living(house, async ({ ledger }) => expect(ledger.size).toBe(0));
      // Enforced from here on: a new revision, so the instance starts again and now it counts.
      house.controls = [errors];
      house.records = [...records, ...predictions({ hour: 2, failed: 0.5 })];
      expect(await tickHours(house, 3)).toEqual(["NC-2026-0001"]);
    },
  );
});

test("a revised control starts again: the old episode ends as superseded", async () => {
  const records = [0, 1].flatMap((hour) => predictions({ hour, failed: 0.5 }));
  await inHouse({ records, controls: [errors] }, async (house) => {
    await tickHours(house, 1);
    house.controls = [
      control({
        id: "errors",
        limit: { max: 0.6 },
        recover: { limit: { max: 0.6 }, for: { windows: 1 } },
      }),
    ];
    await tickHours(house, 2);
    expect(strip(house.rows).at(-1)).toBe("errors credit/v1 2h pass ok");
    await living(house, async ({ ledger }) => {
      const record = ledger.state.nonconformities.get("NC-2026-0001");
      expect(record?.episodes[0]?.endedMs).toBe(START + 2 * HOUR);
      expect(record?.steps.at(-1)).toMatchObject({ kind: "episode_ended", text: "superseded" });
    });
  });
});

test("a control that is no longer in force ends what it had open as retired, once", async () => {
  await inHouse(
    { records: predictions({ hour: 0, failed: 0.5 }), controls: [errors] },
    async (house) => {
      await tickHours(house, 1);
      house.controls = [];
      await tickHours(house, 2, 3);
      await tickHours(house, 4);
      expect(strip(house.rows)).toEqual([
        "errors credit/v1 1h breach firing",
        "errors credit/v1 2h no_data ok",
      ]);
      await living(house, async ({ ledger }) => {
        const record = ledger.state.nonconformities.get("NC-2026-0001");
        expect(record?.steps.at(-1)).toMatchObject({ kind: "episode_ended", text: "retired" });
      });
    },
  );
});

test("controls apply by system and by declared risk tier, and to live systems only", async () => {
  const declared = {
    environment: null,
    positiveLabel: null,
    lists: {},
    suspendedSinceMs: null,
    resumedMs: null,
    declaredMs: START,
  } as const;
  const records = ["high", "minimal", "retired", "unknown", "named"].flatMap((system) =>
    predictions({ hour: 0, system, failed: 0.5 }),
  );
  const inventory = [
    { ...declared, id: "high", riskTier: "high", status: "live" },
    { ...declared, id: "minimal", riskTier: "minimal", status: "live" },
    { ...declared, id: "retired", riskTier: "high", status: "retired" },
  ] as const;
  const scope = { systems: [], environments: [], riskTiers: [] };
  const controls = [
    control({ id: "tiered", appliesTo: { ...scope, riskTiers: ["high"] } }),
    control({ id: "named", appliesTo: { ...scope, systems: ["named"] } }),
    control({ id: "all" }),
  ];
  await inHouse({ records, controls, inventory }, async (house) => {
    await tickHours(house, 1);
    const judged = (id: string): readonly string[] =>
      house.rows.filter((row) => row.control === id).map((row) => row.instance["system"] ?? "");
    expect(judged("tiered")).toEqual(["high"]);
    expect(judged("named")).toEqual(["named"]);
    expect(judged("all").toSorted()).toEqual(["high", "minimal", "named", "unknown"]);
    // Three controls, one question.
    expect(house.requests).toHaveLength(1);
  });
});

test("controls that need the same cells share one question, others do not", async () => {
  const controls = [
    ...Array.from({ length: 20 }, (_, i) => control({ id: `c${i}`, limit: { max: i / 100 } })),
    control({ id: "two-hours", windowMs: 2 * HOUR }),
    control({ id: "by-system", by: ["system"] }),
  ];
  await inHouse({ records: predictions({ hour: 0 }), controls }, async (house) => {
    await tickHours(house, 1);
    expect(
      house.requests.map(({ kind, by, fromMs }) => [kind, by.length, (START - fromMs) / HOUR]),
    ).toEqual([
      ["volume", 2, 0],
      ["volume", 2, 1],
      ["volume", 1, 0],
    ]);
    expect(house.rows).toHaveLength(22);
  });
});

test("hours outside a system's calendar are no silence, where the control counts those alone", async () => {
  const silence = (id: string, activeHours: "always" | "calendar") =>
    control({
      ...{ id, measure: "silence", by: ["system"], limit: { max: 5400 }, minSample: 0 },
      ...{ activeHours, recover: { limit: { max: 5400 }, for: { windows: 1 } } },
    });
  // From 02:00 UTC on every day.
  const calendar = {
    week: Array.from({ length: 7 }, () => [{ fromMinute: 120, toMinute: 1440 }]),
    holidays: new Set<number>(),
    offsets: [{ fromMs: 0, minutes: 0 }],
  };
  const declared = {
    ...{ id: "night", environment: null, positiveLabel: null, lists: {}, riskTier: null },
    ...{ suspendedSinceMs: null, resumedMs: null, status: "live" as const, declaredMs: START },
  };
  const controls = [silence("always", "always"), silence("hours", "calendar")];
  await inHouse(
    { records: [], controls, inventory: [{ ...declared, calendar }] },
    async (house) => {
      await tickHours(house, 1, 2, 3, 4);
      expect(strip(house.rows)).toEqual([
        "always night 1h pass ok",
        "hours night 1h pass ok",
        "always night 2h breach firing",
        "hours night 2h pass ok",
        "always night 3h breach firing",
        "hours night 3h pass ok",
        "always night 4h breach firing",
        "hours night 4h breach firing",
      ]);
    },
  );
});

test("a system that never reported is silent, and one that stopped is too", async () => {
  const silence = control({
    id: "silence",
    measure: "silence",
    by: ["system"],
    limit: { max: 900 },
    minSample: 0,
    recover: { limit: { max: 900 }, for: { windows: 1 } },
  });
  const declared = {
    environment: null,
    positiveLabel: null,
    lists: {},
    suspendedSinceMs: null,
    resumedMs: null,
    riskTier: null,
    status: "live",
  } as const;
  const inventory = [{ ...declared, id: "never", declaredMs: START }];
  const records = [0, 1].flatMap((hour) => predictions({ hour }));
  await inHouse({ records, controls: [silence], inventory }, async (house) => {
    expect(await tickHours(house, 1, 2, 3)).toEqual(["NC-2026-0001", "NC-2026-0002"]);
    expect(strip(house.rows)).toEqual([
      "silence credit 1h pass ok",
      "silence never 1h breach firing",
      "silence credit 2h pass ok",
      "silence never 2h breach firing",
      "silence credit 3h breach firing",
      "silence never 3h breach firing",
    ]);
    await living(house, async ({ ledger }) => {
      const statements = [...ledger.state.nonconformities.values()].map(
        ({ statement }) => statement,
      );
      expect(statements[0]).toContain("No sign of life");
    });
  });
});

test("above max_instances one summary is raised for all, and every instance is still judged", async () => {
  const records = Array.from({ length: 12 }, (_, i) =>
    predictions({ hour: 0, system: `s${i}`, count: 20, failed: 0.2 + i / 20 }),
  ).flat();
  const bounded = control({ id: "errors", maxInstances: 10 });
  await inHouse({ records, controls: [bounded] }, async (house) => {
    expect(await tickHours(house, 1)).toEqual(["NC-2026-0001"]);
    expect(house.rows).toHaveLength(12);
    await living(house, async ({ ledger }) => {
      const record = ledger.state.nonconformities.get("NC-2026-0001");
      expect(record?.group).toEqual({});
      expect(record?.episodes).toHaveLength(12);
      expect(record?.episodes[0]?.instance["system"]).toBe("s11");
    });
  });
});

test("thousands of instances that fire at once are one record, in appends that the ledger takes", async () => {
  const records = Array.from({ length: 2300 }, (_, i) =>
    predictions({ hour: 0, system: `${i} ${"é".repeat(300)}`, count: 10, failed: 0.5 }),
  ).flat();
  await inHouse({ records, controls: [errors] }, async (house) => {
    expect(await tickHours(house, 1)).toEqual(["NC-2026-0001"]);
    expect(house.rows).toHaveLength(2300);
    await living(house, async ({ ledger }) => {
      expect(ledger.state.nonconformities.get("NC-2026-0001")?.episodes).toHaveLength(500);
      expect(ledger.state.transitions.get("errors")?.size).toBe(2300);
    });
  });
});

test("drift of many features is one record whose evidence holds both histograms", async () => {
  const income = (of: readonly EvidenceRecord[], factor: number): readonly EvidenceRecord[] =>
    of.map((record) =>
      record.statement.kind === "prediction"
        ? {
            ...record,
            statement: {
              ...record.statement,
              numericFeatures: {
                income: (record.statement.numericFeatures["income"] ?? 0) * factor,
                age: 3,
              },
            },
          }
        : record,
    );
  const reference = predictions({ hour: -1, count: 1000 });
  const baseline = createBaseline(
    {
      system: "credit",
      name: "approved",
      version: 1,
      createdMs: START,
      origin: "test",
      columns: {
        income: reference.map((_, i) => i),
        age: reference.map(() => 3),
      },
      rates: {},
    },
    hash,
  );
  const drift = control({
    id: "drift",
    measure: "psi",
    by: ["system", "model_version", "feature"],
    baseline: "approved",
    limit: { max: 0.2 },
    recover: { limit: { max: 0.1 }, for: { windows: 2 } },
    proof: { kind: "confidence", confidence: 0.99, correctFor: ["feature"] },
    groupBy: ["system", "model_version"],
  });
  const records = [
    ...income(predictions({ hour: 0, count: 1000 }), 1),
    ...income(predictions({ hour: 1, count: 1000 }), 12),
  ];
  await inHouse({ records, controls: [drift], baselines: [baseline] }, async (house) => {
    expect(await tickHours(house, 1, 2)).toEqual(["NC-2026-0001"]);
    await living(house, async ({ ledger, content }) => {
      const record = ledger.state.nonconformities.get("NC-2026-0001");
      expect(record?.episodes.map(({ instance }) => instance["feature"])).toEqual(["income"]);
      const evidence = await content.get(record?.evidence ?? "");
      expect(evidence).toMatchObject({ baseline: { name: "approved", digest: baseline.digest } });
      expect(evidence).toHaveProperty("instances.0.bins.0.baseline", 100);
      expect(evidence).toHaveProperty("instances.0.evidence.kind", "cells");
      expect(JSON.stringify(evidence)).not.toContain('"edges"');
    });
  });
});

const budgeted = control({
  id: "errors",
  proof: { kind: "budget", alarms: 1, perMs: 365 * 24 * HOUR, correctFor: [] },
  recover: { limit: { max: 0.05 }, for: { windows: 2 } },
});

test("a false-alarm budget gathers hour by hour; the record says what it rests on", async () => {
  const shares = [0.02, 0.3, 0.3, 0.3, 0.3, 0.3, 0.3, 0.01, 0.01, 0.01, 0.01];
  const records = shares.flatMap((failed, hour) => predictions({ hour, failed }));
  const hours = shares.map((_, i) => i + 1);
  await inHouse({ records, controls: [budgeted] }, async (house) => {
    expect(await tickHours(house, ...hours)).toEqual(["NC-2026-0001"]);
    const lines = strip(house.rows);
    expect(lines.slice(0, 3)).toEqual([
      "errors credit/v1 1h pass ok",
      "errors credit/v1 2h inconclusive ok",
      "errors credit/v1 3h inconclusive ok",
    ]);
    expect(lines).toContain("errors credit/v1 7h breach firing");
    expect(lines.slice(-2)).toEqual([
      "errors credit/v1 10h pass recovering",
      "errors credit/v1 11h pass ok",
    ]);
    expect(house.rows[2]?.verdict).toHaveProperty(
      "reason",
      expect.stringMatching(/^the evidence stands at \S+ of 8760 windows$/),
    );
    await living(house, async ({ ledger, content, evaluator }) => {
      const record = ledger.state.nonconformities.get("NC-2026-0001");
      expect(record?.statement).toContain("8,760");
      expect(await content.get(record?.evidence ?? "")).toHaveProperty(
        "instances.0.measurement.detail.evidence.threshold",
        8760,
      );
      await evaluator.tick(START + 11 * HOUR);
      expect(evaluator.status().map(({ state }) => state)).toEqual([{ phase: "ok" }]);
    });
  });
});

test("a crash at any step of any tick leaves what a budget has gathered as it was", async () => {
  const shares = [0.02, 0.3, 0.3, 0.3, 0.3, 0.3, 0.3, 0.01, 0.01, 0.01];
  const records = shares.flatMap((failed, hour) => predictions({ hour, failed }));
  const lived = async (
    at: (house: House, moment: string) => void,
  ): Promise<readonly (readonly [string, unknown])[]> => {
    let result: readonly (readonly [string, unknown])[] = [];
    await inHouse({ records, controls: [budgeted] }, async (house) => {
      house.at = (moment) => at(house, moment);
      await tickHours(house, 1);
      for (let hour = 2; hour <= shares.length; hour++) {
        for (let tries = 0; tries < 3; tries++) {
          await living(house, ({ evaluator }) => evaluator.tick(START + hour * HOUR)).catch(
            () => undefined,
          );
        }
      }
      result = house.rows.map((row, i) => [strip(house.rows)[i] ?? "", row.state]);
    });
    return result;
  };
  const whole = await lived(() => undefined);
  expect(whole.some(([line]) => line.endsWith("firing"))).toBe(true);
  for (const moment of ["before append", "after append", "before rows", "after rows"]) {
    let crashes = 0;
    const crashed = await lived((house, now) => {
      // Every second life of the ticks after the first ends here.
      if (now === moment && house.lives > 1 && crashes++ % 2 === 0) throw new Error("crash");
    });
    expect(crashes).toBeGreaterThan(0);
    expect(crashed).toEqual(whole);
  }
});

test("a revised control gathers anew", async () => {
  const shares = [0.15, 0.15, 0.15, 0.15];
  const records = shares.flatMap((failed, hour) => predictions({ hour, failed }));
  await inHouse({ records, controls: [budgeted] }, async (house) => {
    await tickHours(house, 1, 2, 3);
    const { revision: _, ...rest } = budgeted;
    house.controls = [control({ ...rest, title: "Errors stay rarer" })];
    await tickHours(house, 4);
    await inHouse({ records, controls: house.controls }, async (other) => {
      await tickHours(other, 4);
      expect(house.rows.at(-1)?.state).toEqual(other.rows.at(-1)?.state);
    });
    expect(house.rows.at(-1)?.state).not.toEqual(house.rows.at(-2)?.state);
  });
});

test("ticking late, at odd instants or after restarts gives the rows of ticking at every hour", async () => {
  const hours = fc.array(
    fc.record({
      failed: fc.constantFrom(0, 0.05, 0.1, 0.2, 0.9),
      count: fc.constantFrom(0, 5, 40),
      other: fc.constantFrom(0, 20),
      gap: fc.integer({ min: 0, max: 2 * HOUR }),
      restart: fc.boolean(),
    }),
    { minLength: 2, maxLength: 9 },
  );
  const flappy = control({
    id: "errors",
    for: { windows: 2 },
    recover: { limit: { max: 0.05 }, for: { windows: 2 } },
  });
  await fc.assert(
    fc.asyncProperty(hours, async (plan) => {
      const records = plan.flatMap(({ failed, count, other }, hour) => [
        ...predictions({ hour, failed, count }),
        ...predictions({ hour, failed: failed / 2, count: other, system: "other" }),
      ]);
      const run = async (ticks: readonly (readonly number[])[]) => {
        let result = {};
        await inHouse({ records, controls: [flappy] }, async (house) => {
          for (const lives of ticks) {
            await living(house, async ({ evaluator }) => {
              for (const nowMs of lives) await evaluator.tick(nowMs);
            });
          }
          await living(house, async ({ ledger }) => {
            const steps = [...ledger.state.nonconformities.values()].map((record) => ({
              id: record.id,
              episodes: record.episodes,
              evidence: record.evidence,
            }));
            result = { rows: strip(house.rows), steps, transitions: ledger.state.transitions };
          });
        });
        return result;
      };
      // The first tick sets the first window: both lives begin with the first hour.
      const ends = plan.map((_, i) => START + (i + 1) * HOUR);
      const lives: number[][] = [[START + HOUR]];
      let nowMs = START + HOUR;
      for (const { gap, restart } of plan) {
        nowMs += gap;
        if (restart) lives.push([]);
        lives.at(-1)?.push(Math.min(nowMs, START + plan.length * HOUR));
      }
      lives.push([START + plan.length * HOUR]);
      expect(await run(lives)).toEqual(await run([ends]));
    }),
    { numRuns: 25 },
  );
});

test("a long absence is made up for over several ticks, the oldest window first", async () => {
  const minute = control({ id: "errors", windowMs: 60_000, everyMs: 60_000 });
  await inHouse({ controls: [minute], records: predictions({ hour: 0 }) }, async (house) => {
    await living(house, async ({ evaluator }) => {
      await evaluator.tick(START + 60_000);
      const reports = [];
      for (let i = 0; i < 4; i += 1) reports.push(await evaluator.tick(START + 10 * HOUR));
      expect(reports.map(({ windows }) => windows)).toEqual([288, 288, 10 * 60 - 1 - 2 * 288, 0]);
      expect(reports.map(({ missed }) => missed)).toEqual([0, 0, 0, 0]);
      const ends = house.rows.map((row) => row.windowEndMs);
      expect([...new Set(ends)]).toEqual([...new Set(ends)].sort((a, b) => a - b));
      expect(new Set(ends).size).toBe(10 * 60);
    });
  });
});

test("of an absence of more than a day of minutes the newest are made up for, the rest is counted as missed", async () => {
  const minute = control({ id: "errors", windowMs: 60_000, everyMs: 60_000 });
  await inHouse({ controls: [minute], records: predictions({ hour: 0 }) }, async (house) => {
    await living(house, async ({ evaluator }) => {
      await evaluator.tick(START + 60_000);
      const report = await evaluator.tick(START + 30 * HOUR);
      expect([report.windows, report.missed]).toEqual([288, 30 * 60 - 1 - 1440]);
      expect((await evaluator.tick(START + 30 * HOUR)).missed).toBe(0);
    });
  });
});

test("while the store lags behind, windows wait instead of being judged without their data", async () => {
  await inHouse({ controls: [errors] }, async (house) => {
    await living(house, async ({ evaluator, options }) => {
      let readableUpToMs = START + 1.5 * HOUR;
      Object.assign(options, { readableUpToMs: () => readableUpToMs });
      house.records = predictions({ hour: 0 });
      await evaluator.tick(START + 3 * HOUR);
      expect(strip(house.rows)).toEqual(["errors credit/v1 1h pass ok"]);
      house.records = [0, 1, 2].flatMap((hour) => predictions({ hour }));
      readableUpToMs = START + 3 * HOUR;
      await evaluator.tick(START + 3 * HOUR);
      expect(strip(house.rows)).toEqual([
        "errors credit/v1 1h pass ok",
        "errors credit/v1 2h pass ok",
        "errors credit/v1 3h pass ok",
      ]);
    });
  });
});
