import { expect, test } from "vitest";
import { detail, get } from "../api-answer.ts";
import { httpBench } from "../http-bench.ts";

test("a system has the documented shape, and counts are passed on as they are", async () => {
  const bench = httpBench();
  expect(await get(bench, "/api/v1/systems/credit")).toEqual({
    status: 200,
    body: {
      id: "credit",
      owner: "retail risk",
      riskTier: "high",
      declared: true,
      standing: "live",
      environments: ["production"],
      firstSeen: "2026-11-23T09:59:59.000Z",
      lastSeen: "2026-11-23T10:00:00.000Z",
      models: [{ name: "xgb", version: "7", predictions: 10 }],
      predictions: 10,
      outcomes: 4,
      oversight: 2,
      unexplainedLoss: null,
      openNonconformities: 1,
      baseline: {
        name: "approved",
        digest: "d".repeat(64),
        approvedAt: "2026-11-23T10:00:00.000Z",
      },
    },
  });
  expect(await detail(bench, "/api/v1/systems/nobody")).toBe('404 there is no system "nobody"');
});

test("the history of a declaration is told newest first, in the words of its file, page by page", async () => {
  const bench = httpBench();
  const first = await get(bench, "/api/v1/systems/credit/history?limit=1");
  expect(first.body).toEqual({
    items: [
      {
        at: "2026-11-23T10:00:00.000Z",
        by: "tiltmeter",
        field: "risk_tier",
        from: "limited",
        to: "high",
      },
    ],
    next: expect.any(String),
  });
  const { next } = first.body as { next: string };
  const second = await get(bench, `/api/v1/systems/credit/history?cursor=${next}`);
  expect(second.body).toMatchObject({ items: [{ field: "owner", from: null }], next: null });
  expect(await detail(bench, "/api/v1/systems/spam/history")).toContain("404");
});

test("lists come in pages that lose and repeat nothing", async () => {
  const bench = httpBench();
  const seen: string[] = [];
  let cursor = "";
  do {
    const { body } = await get(bench, `/api/v1/systems?limit=1${cursor}`);
    const { items, next } = body as { items: { id: string }[]; next: string | null };
    seen.push(...items.map(({ id }) => id));
    cursor = next === null ? "" : `&cursor=${next}`;
  } while (cursor !== "");
  expect(seen).toEqual(["credit", "spam", "triage"]);
  expect(await detail(bench, "/api/v1/systems?limit=0")).toContain('limit must be 1–1000, got "0"');
  expect(await detail(bench, "/api/v1/systems?cursor=zz")).toContain("begin without one");
});

test("a series has the documented shape", async () => {
  const query = "metric=accuracy&by=segment.race&from=2016-01-01&to=2017-01-01T00:00:00Z&step=all";
  expect((await get(httpBench(), `/api/v1/systems/credit/series?${query}`)).body).toEqual({
    metric: "accuracy",
    unit: "1",
    points: [
      {
        time: "2016-01-01T00:00:00.000Z",
        by: { "segment.race": "Caucasian" },
        value: 0.2345,
        n: 1488,
        lower: 0.213,
        upper: 0.257,
      },
    ],
  });
  const stepped = await get(httpBench(), "/api/v1/systems/credit/series?metric=psi&step=1h");
  expect(stepped.body).toMatchObject({ points: [{ value: null, note: "no predictions" }] });
});

test("one feature's drift has the documented shape, and repeats no histogram", async () => {
  const query = "system=credit&feature=income&model_version=7";
  const { body } = await get(httpBench(), `/api/v1/drift?${query}`);
  expect(body).toMatchObject({
    system: "credit",
    modelVersion: "7",
    baseline: { name: "approved", version: 2, approvedBy: "mara", seasonal: false },
    features: [
      {
        feature: "income",
        metric: "psi",
        value: 0.31,
        lower: 0.28,
        n: 900,
        missing: { current: 3 },
        distances: [
          { id: "psi", value: 0.31, threshold: 0.2, detail: { debiased: 0.29 } },
          { id: "wasserstein", value: null, note: "income is constant" },
        ],
        quality: [{ id: "missing_rate", isFound: true }],
        segments: [{ dimension: "segment.race", parts: [{ segment: "Caucasian" }] }],
        segmentsLeft: ["segment.city"],
      },
    ],
  });
  expect(JSON.stringify(body).match(/"contribution":0.1/g)).toHaveLength(1);
});

test("drift, changes, metrics, controls, evaluations, evidence and status are told in plain JSON", async () => {
  const bench = httpBench();
  const drift = await get(bench, "/api/v1/drift?system=credit");
  expect(drift.body).toMatchObject({
    system: "credit",
    baseline: { rows: 100 },
    features: [
      {
        feature: "income",
        value: 0.31,
        lower: 0.28,
        n: 900,
        bins: [{ label: "≤ 1" }],
        missing: { current: 3 },
      },
      { feature: "age", value: null, note: "3 of 200 needed" },
    ],
  });
  expect((await get(bench, "/api/v1/changes?system=credit")).body).toEqual({
    items: [{ time: "2026-11-23T10:00:00.000Z", kind: "model", summary: "retrained" }],
    next: null,
  });
  expect((await get(bench, "/api/v1/metrics")).body).toMatchObject({
    items: [{ id: "accuracy" }, { id: "psi" }],
  });
  const evaluation = {
    control: "drift",
    labels: { "segment.race": "Caucasian" },
    windowStart: "2026-11-23T09:00:00.000Z",
    verdict: { kind: "breach", bound: "psi ≤ 0.25", value: 0.31, n: 900 },
    state: { phase: "firing", firstBreachAt: "2026-11-23T09:59:00.000Z" },
  };
  expect((await get(bench, "/api/v1/controls")).body).toMatchObject({
    items: [
      {
        id: "drift",
        everySeconds: 60,
        windowSeconds: 3600,
        due: "at 10:01 UTC",
        instances: [evaluation],
      },
    ],
  });
  for (const path of ["/api/v1/evaluations", "/api/v1/controls/drift/evaluations"]) {
    const first = (await get(bench, `${path}?limit=1`)).body as { next: string };
    expect(first).toMatchObject({
      items: [
        {
          ...evaluation,
          instanceKey: "a",
          dataRevision: 2,
          evaluatedAt: "2026-11-23T10:00:00.001Z",
          watermark: null,
          backfilled: true,
          muted: "move",
          durationSeconds: 1.5,
        },
      ],
    });
    expect((await get(bench, `${path}?limit=1&cursor=${first.next}`)).body).toMatchObject({
      items: [{ instanceKey: "b" }],
      next: null,
    });
    expect(await detail(bench, `${path}?cursor=e30`)).toContain("cursor is none of this list");
    expect(await detail(bench, `${path}?revisions=some`)).toContain("one of newest, all");
  }
  expect(await detail(bench, "/api/v1/controls/none/evaluations")).toContain("404");
  expect((await get(bench, `/api/v1/evidence/${"e".repeat(64)}`)).body).toMatchObject({
    control: { text: "id: drift" },
    window: { from: "2026-11-23T09:00:00.000Z", to: "2026-11-23T10:00:00.000Z" },
    predictions: ["a-1"],
  });
  expect(await detail(bench, "/api/v1/evidence/..%2f..%2fetc%2fpasswd")).toContain("404");
  expect((await get(bench, "/api/v1/status")).body).toMatchObject({
    appliedSeq: { "j-1": 7 },
    lastSeq: { "j-1": 9 },
    startedAt: "2026-11-23T10:00:00.000Z",
  });
});

test.each([
  ["", "400 metric is required, as in ?metric=…"],
  ["metric=accurcy", '400 metric must be one of accuracy, psi, got "accurcy"'],
  ["metric=psi&step=fast", "400 step must be all or a duration such as 30s, 15m, 1h, 1d"],
  ["metric=psi&from=yesterday", "400 from must be an ISO 8601 date, or instant with a time zone"],
  ["metric=psi&from=2026-02-30", "400 from must be an ISO 8601 date"],
  ["metric=psi&to=2026-11-23T10:00:00", "400 to must be an ISO 8601 date, or instant"],
  ["metric=psi&from=2026-11-24&to=2026-11-23", "400 from must be earlier than to"],
  ["metric=psi&from=2016-01-01&step=1s", "400 a series has at most 2000 points"],
])("a series asked for with %j is refused with rule and value", async (query, why) => {
  expect(await detail(httpBench(), `/api/v1/systems/credit/series?${query}`)).toContain(why);
});

test("drift from a baseline that nobody made is not found, rather than no drift", async () => {
  const query = "system=credit&baseline=unheard-of";
  expect(await detail(httpBench(), `/api/v1/drift?${query}`)).toBe(
    '404 there is no baseline "unheard-of"',
  );
});
