import { gzipSync } from "node:zlib";
import { distributionsOf } from "@tiltmeter/rules";
import { expect, test } from "vitest";
import { get } from "../api-answer.ts";
import { httpBench, json } from "../http-bench.ts";

test("a baseline is made from columns or from a window, and approved by another role", async () => {
  const bench = httpBench();
  const post = async (body: unknown, key = bench.keys.operator): Promise<Response> =>
    bench.request("/api/v1/baselines", { key, ...json(body) });
  const columns = { income: [1, 2, null], purpose: ["car", "house", null] };
  const made = await post({ system: "credit", name: "v1", columns, rates: { accuracy: 0.8 } });
  expect([made.status, await made.json()]).toMatchObject([
    201,
    { system: "credit", name: "v1", approvedAt: null },
  ]);
  await post({ system: "credit", name: "v2", from: "2026-11-01", to: "2026-11-08T00:00:00Z" });
  expect(bench.acts.map(({ of }) => of)).toEqual([
    {
      system: "credit",
      name: "v1",
      from: { kind: "columns", columns },
      rates: { accuracy: 0.8 },
      by: "the operator",
    },
    {
      system: "credit",
      name: "v2",
      from: { kind: "window", fromMs: Date.UTC(2026, 10, 1), toMs: Date.UTC(2026, 10, 8) },
      rates: {},
      by: "the operator",
    },
  ]);
  for (const wrong of [
    { columns: { a: [1], b: [1, 2] } },
    { columns: {} },
    { columns: { a: [] } },
    { columns: { a: [true] } },
    { columns, from: "2026-11-01", to: "2026-11-08" },
    { from: "2026-11-01" },
    { from: "2026-11-08", to: "2026-11-01" },
    { columns, rates: { accuracy: 2 } },
    { columns, colour: "red" },
  ]) {
    expect(
      (await post({ system: "credit", name: "v", ...wrong })).status,
      JSON.stringify(wrong),
    ).toBe(422);
  }
  expect((await post({ system: "nobody", name: "v", columns })).status).toBe(422);
  const approve = `/api/v1/baselines/${"d".repeat(64)}/approve`;
  expect((await bench.request(approve, { key: bench.keys.operator, method: "POST" })).status).toBe(
    403,
  );
  expect(
    (await bench.request(approve, { key: bench.keys.compliance, method: "POST" })).status,
  ).toBe(200);
  const missing = await bench.request("/api/v1/baselines/dd/approve", {
    key: bench.keys.admin,
    method: "POST",
  });
  expect(missing.status).toBe(404);
  expect((await get(bench, "/api/v1/baselines?system=credit")).body).toMatchObject({
    items: [{ rows: 100 }],
  });
});

test("rows come with their times and with scores of their own, and a rule with its days", async () => {
  const bench = httpBench();
  const post = async (body: object): Promise<number> => {
    const init = { key: bench.keys.operator, ...json({ system: "credit", name: "v1", ...body }) };
    return (await bench.request("/api/v1/baselines", init)).status;
  };
  const columns = { income: [1, 2, null] };
  const times = ["2026-11-01T01:00:00+01:00", Date.UTC(2026, 10, 2), null];
  const scores = { label: ["yes", null], score: [0.75, null], truth: ["no", "no"] };
  const rolling = { days: 28, everyDays: 7 };
  const seasonal = "hour_of_week";
  const window = { from: "2026-11-01", to: "2026-11-08" };
  for (const body of [
    { columns, times, seasonal, scores },
    { columns, scores },
    { columns, outputs: { yes: 3, no: 1, "": 2 } },
    { rolling, seasonal },
    { ...window, seasonal },
  ]) {
    expect(await post(body), JSON.stringify(body)).toBe(201);
  }
  const given = { system: "credit", name: "v1", rates: {}, by: "the operator" };
  const instants = [Date.UTC(2026, 10, 1), Date.UTC(2026, 10, 2), Number.NaN];
  const [fromMs, toMs] = [Date.UTC(2026, 10, 1), Date.UTC(2026, 10, 8)];
  expect(bench.acts.map(({ of }) => of)).toEqual([
    { ...given, from: { kind: "columns", columns, times: instants, scores }, seasonal },
    { ...given, from: { kind: "columns", columns, scores } },
    { ...given, from: { kind: "columns", columns, outputs: { yes: 3, no: 1, "": 2 } } },
    { ...given, from: { kind: "rolling", ...rolling }, seasonal },
    { ...given, from: { kind: "window", fromMs, toMs }, seasonal },
  ]);
  for (const wrong of [
    { columns, seasonal },
    { columns, times },
    { columns, times: times.slice(1), seasonal },
    { columns, times: ["yesterday", null, null], seasonal },
    { columns, times: [null, null, null], seasonal },
    { columns, times: [1e300, 0, 0], seasonal },
    { columns, times: {}, seasonal },
    { columns, seasonal: "day_of_week", times },
    { columns, scores: { label: ["yes"], score: [1] } },
    { columns, scores: { ...scores, truth: ["no"] } },
    { columns, scores: { ...scores, score: ["1", null] } },
    { columns, scores: { ...scores, weight: [1, 1] } },
    { columns, scores: { label: [], score: [], truth: [] } },
    { columns, rolling },
    { ...window, rolling },
    { ...window, times, seasonal },
    { ...window, scores },
    { ...window, outputs: { yes: 1 } },
    { columns, outputs: { yes: -1 } },
    { columns, outputs: { yes: 0.5 } },
    { columns, outputs: ["yes"] },
    { columns, outputs: Object.fromEntries(Array.from({ length: 1002 }, (_, i) => [`l${i}`, 1])) },
    { rolling: { days: 7, everyDays: 28 } },
    { rolling: { days: 0.5, everyDays: 0.5 } },
    { rolling: { days: 28 } },
    { rolling: { days: 1000, everyDays: 7 } },
    {},
  ]) {
    expect(await post(wrong), JSON.stringify(wrong)).toBe(422);
  }
});

test("a baseline is read whole by its digest, by whoever may read; an ingest key reads nothing", async () => {
  const bench = httpBench();
  const path = `/api/v1/baselines/${"d".repeat(64)}`;
  expect(await get(bench, path)).toEqual({
    status: 200,
    body: expect.objectContaining({ digest: "d".repeat(64), system: "credit", features: {} }),
  });
  expect((await bench.request(path, { key: bench.keys.ingest })).status).toBe(403);
  const none = await bench.request("/api/v1/baselines/dd", { key: bench.keys.viewer });
  expect(none.status).toBe(404);
});

test("a reference set of a hundred thousand rows travels, compressed or not", async () => {
  const bench = httpBench();
  const column = Array.from({ length: 100_000 }, (_, i) => Math.sin(i));
  const body = JSON.stringify({
    system: "credit",
    name: "large",
    columns: { a: column, b: column },
  });
  const headers = { "content-type": "application/json" };
  const plain = await bench.request("/api/v1/baselines", {
    key: bench.keys.admin,
    method: "POST",
    headers,
    body,
  });
  expect(plain.status).toBe(201);
  const zipped = await bench.request("/api/v1/baselines", {
    key: bench.keys.admin,
    method: "POST",
    headers: { ...headers, "content-encoding": "gzip" },
    body: Uint8Array.from(gzipSync(body)),
  });
  expect(zipped.status).toBe(201);
});

test("distributions that a sender made are taken as checked: each broken rule is a 422 that names it", async () => {
  const bench = httpBench();
  const { rows, features, derived } = distributionsOf({
    columns: {
      income: Array.from({ length: 90 }, (_, i) => (i % 9 === 0 ? null : i % 40)),
      purpose: Array.from({ length: 90 }, (_, i) => `p${i % 7}`),
    },
    texts: { note: Array.from({ length: 90 }, (_, i) => `words of row ${i}`) },
    embeddings: { face: Array.from({ length: 90 }, (_, i) => [i, i % 7]) },
    times: Array.from({ length: 90 }, (_, i) => i * 3_600_000),
  });
  const bins = new Array<number>(200).fill(1);
  const sent = {
    ...{ origin: "file a.csv", rows, features, derived },
    scores: { yes: { no: bins } },
    outputs: { yes: 90 },
  };
  const post = async (distributions: unknown, more: object = {}): Promise<Response> =>
    bench.request("/api/v1/baselines", {
      key: bench.keys.operator,
      ...json({ system: "credit", name: "v1", distributions, ...more }),
    });
  expect((await post(sent, { seasonal: "hour_of_week" })).status).toBe(201);
  expect(bench.acts.at(-1)?.of).toMatchObject({
    from: {
      kind: "distributions",
      origin: "file a.csv",
      distributions: JSON.parse(JSON.stringify({ rows, features, derived })),
      scores: sent.scores,
      outputs: sent.outputs,
    },
  });

  const { income, purpose } = JSON.parse(JSON.stringify(features));
  const withIncome = (change: object): object => ({
    ...sent,
    features: { ...features, income: { ...income, ...change } },
  });
  const withPurpose = (change: object): object => ({
    ...sent,
    features: { ...features, purpose: { ...purpose, ...change } },
  });
  const broken: readonly (readonly [unknown, string, object?])[] = [
    [withIncome({ edges: income.edges.toReversed() }), "ascend"],
    [withIncome({ counts: income.counts.slice(1) }), "one a cell"],
    [withIncome({ missing: 3 }), "count every row once"],
    [withIncome({ counts: income.counts.map((n: number) => -n) }), "income"],
    [withIncome({ deciles: [0.123] }), "deciles"],
    [withIncome({ hourly: new Array(168).fill([[5000, 1]]) }), "hourly"],
    [withIncome({ colour: "red" }), "colour"],
    [withPurpose({ categories: purpose.categories.map(() => "p0") }), "stand once"],
    [{ ...sent, features: {} }, "1 to 5000 features"],
    [{ ...sent, rows: 0 }, "rows"],
    [{ ...sent, derived: { face: { kind: "embedding", dimensions: 2 } } }, "seed"],
    [{ ...sent, scores: { yes: { no: [1] } } }, "scores"],
    [{ ...sent, outputs: { yes: "many" } }, "outputs"],
    [sent, "times, scores and outputs go with columns", { outputs: { yes: 1 } }],
    [sent, "one of them", { columns: { a: [1] } }],
    [
      { ...sent, features: { income: { ...income, hourly: undefined } } },
      "hourly",
      { seasonal: "hour_of_week" },
    ],
  ];
  for (const [body, rule, more] of broken) {
    const answer = await post(body, more);
    const text = await answer.text();
    expect([answer.status, text], rule).toEqual([422, expect.stringContaining(rule)]);
  }
});
