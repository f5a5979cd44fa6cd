import { randomUUID } from "node:crypto";
import { readFile } from "node:fs/promises";
import { createApply } from "tiltmeter/store/apply/apply";
import { openEngine } from "tiltmeter/store/engine/open";
import { createRead } from "tiltmeter/store/engine/read";
import { appendQuarantine, readQuarantine } from "tiltmeter/store/reads/quarantine";
import { migrate } from "tiltmeter/store/schema/migrate";
import { eachPlace } from "tiltmeter/store/seals/places";
import { readLeaves } from "tiltmeter/store/seals/read-leaves";
import { readTrees } from "tiltmeter/store/seals/read-trees";
import { createSeals, type MadeSeal } from "tiltmeter/store/seals/seals";
import { EMPTY_TREE, grow, rootHash } from "tiltmeter/tlog/merkle";
import { packedNodes } from "tiltmeter/tlog/packed-tree";
import { columnsOf, ENCODER, SEALED_TABLES } from "tiltmeter/tlog/row-columns";
import { rowLeaf } from "tiltmeter/tlog/row-encoding";
import { afterAll, beforeAll, expect, test } from "vitest";
import * as made from "../telemetry.ts";
import { temporaryFolder } from "../temporary-folder.ts";

// Over the real engine: what is hashed is what it stores.

let engine: Awaited<ReturnType<typeof openEngine>>;
let read: ReturnType<typeof createRead>;

beforeAll(async () => {
  engine = await openEngine({ folder: await temporaryFolder() });
  await migrate(engine);
  read = createRead(engine);
});
afterAll(() => engine.close());

const AWKWARD = ["", "a", "ä\u0000b", "𝒳'\"\\", "line\nfeed", "__proto__", "z".repeat(300)];
const FLOATS = [0, -0, 1.5, Number.NaN, Number.POSITIVE_INFINITY, -1e308, 5e-324, 2 ** 53 + 2];

function call(text: string, firstChunk: number | null) {
  const isUnknown = text === "";
  return made.genAiCall({
    responseId: text,
    inputTokens: isUnknown ? null : 2 ** 53,
    finishReasons: [text, "stop", text],
    tools: { [text]: 3, b: 1 },
    isRefused: isUnknown ? null : text.length > 1,
    firstChunk,
    source: {
      ...{ dialect: "otel", scope: text, scopeVersion: "1", schemaUrl: text },
      seenBy: isUnknown ? [] : ["b7ad6b7169203331", text],
    },
  });
}

/** Records of every kind, with the values that encodings get wrong. */
function records(system: string) {
  const telemetry = (...[statement, of]: Parameters<typeof made.telemetry>) =>
    made.telemetry(statement, { ...of, system });
  return [
    ...AWKWARD.map((text, i) =>
      telemetry(
        made.prediction(`id ${i} ${text}`, {
          label: text,
          score: FLOATS[i] ?? null,
          value: i % 2 === 0 ? null : -0,
          timeMs: made.START_MS + i + 0.123,
          numericFeatures: Object.fromEntries(
            AWKWARD.map((name, k) => [`${name}${k}`, FLOATS[(i + k) % FLOATS.length] ?? 0]),
          ),
          categoricalFeatures: { [text]: text, b: "c", é: "1", ê: "2", 𝒳: "3", "\uffff": "4" },
          missingFeatures: i % 2 === 0 ? [] : ["one", text],
          segment: { race: text },
          subject: `subject ${i}`,
          ...(i % 2 === 0 ? { call: call(text, FLOATS[i] ?? null) } : {}),
        }),
        { seq: i + 1, origin: { producer: `producer ${i % 2}` } },
      ),
    ),
    telemetry(made.prediction("id 1 a", { label: "other" }), { seq: 9 }),
    telemetry(made.outcome("id 1 a", { value: Number.NaN }), { seq: 1 }),
    telemetry(made.oversight("id 1 a", { reviewSeconds: 1.25 }), { seq: 1 }),
    telemetry(made.score("id 1 a", { passed: null, value: null }), { seq: 1 }),
    telemetry(made.score("id 2", { passed: false }), { seq: 2 }),
    telemetry(made.concern("c-1"), { seq: 1 }),
    telemetry(made.profile("income", { cells: { 3: 2, 200: -1, 10: 7 }, min: -0, max: 1e300 }), {
      seq: 1,
    }),
    telemetry(
      {
        kind: "change",
        timeMs: made.START_MS,
        change: "model",
        summary: "new",
        from: "1",
        to: "2",
      },
      { seq: 1 },
    ),
    telemetry(
      {
        kind: "heartbeat",
        timeMs: made.START_MS,
        lastSeq: { prediction: 12, outcome: 3 },
        dropped: { "prediction.queue_full": 2, "prediction.too_large": 1 },
        queueDepth: 4,
        instrumented: ["openai@7.59.0"],
        uninstrumented: ["@anthropic-ai/sdk@1.14.0"],
        clockOffsetMs: -1250,
      },
      { seq: 1, origin: { producer: "producer 0" } },
    ),
    made.telemetry(made.clientMetric(), { origin: { system } }),
  ];
}

async function applied(...batches: ReturnType<typeof records>[]): Promise<string> {
  const journal = randomUUID();
  await createApply(engine, read)(made.batches(1, ...batches), { journal, uncertain: false });
  return journal;
}

const gone = () => null;

test("every stored column of every table of evidence is hashed: the schema and the encoder agree", async () => {
  const rows = await read(
    "schema",
    // What calls were asked and answered may go at any time: the row of the features names it, and is sealed.
    "SELECT table, name, type FROM system.columns WHERE database = currentDatabase() AND table != 'content_v1' AND table IN (SELECT table FROM system.columns WHERE database = currentDatabase() AND name = '_seq') ORDER BY table, position",
  );
  const shape = (type: unknown): string =>
    String(type)
      .replace(/LowCardinality\((\w+)\)/g, "$1")
      .replaceAll(" ", "");
  const names: Readonly<Record<string, string>> = {
    ...{ text: "String", bool: "Bool", u16: "UInt16", u32: "UInt32", u64: "UInt64", i32: "Int32" },
    ...{
      i64: "Int64",
      f64: "Float64",
      micros: "DateTime64(6,'UTC')",
      millis: "DateTime64(3,'UTC')",
      uuid: "UUID",
    },
  };
  const named = (
    type: NonNullable<ReturnType<typeof columnsOf>>[string] extends infer C
      ? C extends readonly (readonly [string, infer T])[]
        ? T
        : never
      : never,
  ): string => {
    if (typeof type === "string") return names[type] ?? type;
    if ("nullable" in type) return `Nullable(${named(type.nullable)})`;
    if ("list" in type) return `Array(${named(type.list)})`;
    return `Map(${named(type.map[0])},${named(type.map[1])})`;
  };
  const hashed = SEALED_TABLES.flatMap((table) =>
    (columnsOf(ENCODER)?.[table] ?? []).map(([name, type]) => `${table}.${name} ${named(type)}`),
  );
  const stored = rows.map(([table, name, type]) => `${table}.${name} ${shape(type)}`);
  // A column that is missing here is stored and not committed to: write the next version of the encoder.
  expect(stored.toSorted()).toEqual(hashed.toSorted());
});

test("the engine's leaves are those of the encoder over exported rows, for every table", async () => {
  const journal = await applied(records(randomUUID()));
  const range = { journal, fromSeq: 1, toSeq: 1 };
  const seals = createSeals(engine, read);
  const seal = await seals.make(range);
  expect(seal.tables.map(({ table }) => table)).toEqual(
    SEALED_TABLES.filter((each) => each !== "quarantine_v1"),
  );
  for (const { table, rows: n, root } of seal.tables) {
    const { rows, leaves } = await seals.rows({ ...range, table, encoder: ENCODER });
    expect(rows).toHaveLength(n);
    const travelled = JSON.parse(JSON.stringify(rows)) as typeof rows;
    let tree = EMPTY_TREE;
    for (const [i, { row, index }] of travelled.entries()) {
      expect(index).toBe(i);
      const leaf = rowLeaf(ENCODER, table, row);
      expect(Buffer.from(leaf)).toEqual(Buffer.from(leaves.subarray(i * 32, i * 32 + 32)));
      tree = grow(tree, leaf);
    }
    expect(Buffer.from(rootHash(tree)).toString("hex")).toBe(root);
  }
});

test("what the engine hands over of a table is the tree over its leaves, their marks and their places", async () => {
  const sizes = [1, 256, 257, 771];
  for (const size of sizes) {
    const outcomes = Array.from({ length: size }, (_, i) =>
      made.telemetry(made.outcome(`tree ${size} ${i}`)),
    );
    // Of every batch a record of another table in between, so that rows do not follow each other.
    const cut = Math.ceil(size / 2);
    const concern = made.telemetry(made.concern(randomUUID()));
    const journal = await applied(outcomes.slice(0, cut), [
      ...outcomes.slice(cut, cut + 5),
      concern,
      ...outcomes.slice(cut + 5),
    ]);
    const range = { journal, fromSeq: 1, toSeq: 2 };
    const leaves = await readLeaves(read, range);
    const trees = await readTrees(read, range);
    expect(trees.map(({ table }) => table)).toEqual(leaves.map(({ table }) => table));
    for (const [i, tree] of trees.entries()) {
      const of = leaves[i];
      if (of === undefined) throw new Error("each tree has its leaves");
      expect(tree.rows).toBe(of.rows.length);
      expect([...eachPlace(tree.places)]).toEqual(
        of.seqs.map((seq, k) => ({ seq, row: of.rows[k] })),
      );
      expect(Buffer.from(tree.nodes)).toEqual(Buffer.from(packedNodes(of.leaves)));
      expect([...tree.marks]).toEqual([...of.leaves].filter((_, k) => k % 32 < 2));
    }
  }
});

test("what a seal says of producers is what they numbered, and not measured is null", async () => {
  const journal = await applied(records(randomUUID()));
  const { ranges, repeats, conflicts } = await createSeals(engine, read).make({
    journal,
    fromSeq: 1,
    toSeq: 1,
  });
  const of = (producer: string, name: string) =>
    ranges.find((each) => each.producer === producer && each.class === name);
  expect(of("producer 0", "prediction")).toMatchObject({
    from: 1,
    to: 7,
    absent: 3,
    issued: 12,
    dropped: 3,
  });
  expect(of("producer 0", "outcome")).toMatchObject({
    from: 0,
    to: 0,
    absent: 0,
    issued: 3,
    dropped: null,
  });
  expect(of("producer 1", "prediction")).toMatchObject({
    from: 2,
    to: 6,
    absent: 2,
    issued: null,
    dropped: null,
  });
  expect([repeats, conflicts]).toEqual([0, 1]);
});

test("a column changed, a row gone and a row added are each found, with the place", async () => {
  const many = Array.from({ length: 600 }, (_, i) =>
    made.telemetry(made.prediction(`many ${i} ${Math.random()}`)),
  );
  const journal = await applied(
    many,
    many.slice(0, 3).map((_, i) => made.telemetry(made.prediction(`other ${i} ${Math.random()}`))),
  );
  const range = { journal, fromSeq: 1, toSeq: 2 };
  const seals = createSeals(engine, read);
  const seal: MadeSeal = await seals.make(range);
  const verdicts = async () =>
    Object.fromEntries(
      (await seals.check({ ...range, ...seal }, gone)).map(({ table, verdict }) => [
        table,
        verdict,
      ]),
    );
  expect(await verdicts()).toEqual({
    features_v1: { kind: "verified", rows: 603 },
    predictions_v1: { kind: "verified", rows: 603 },
  });
  const alter = (query: string): Promise<unknown> =>
    engine.client.command({ query, clickhouse_settings: { mutations_sync: "2" } });
  await alter(
    `ALTER TABLE predictions_v1 UPDATE score = 0.7500001 WHERE _journal = '${journal}' AND _seq = 1 AND _row = 300`,
  );
  expect((await verdicts())["predictions_v1"]).toMatchObject({
    kind: "changed",
    places: ["1/300"],
  });
  await alter(
    `ALTER TABLE features_v1 DELETE WHERE _journal = '${journal}' AND _seq = 2 AND _row = 1`,
  );
  expect((await verdicts())["features_v1"]).toMatchObject({ kind: "missing", places: ["2/1"] });
  const later = await createApply(engine, read)(
    [{ seq: 3, receivedMs: made.START_MS, records: [made.telemetry(made.outcome("late"))] }],
    { journal, uncertain: false },
  );
  expect(later.outcomes).toBe(1);
  await alter(`ALTER TABLE outcomes_v1 UPDATE _seq = 2, _row = 90 WHERE _journal = '${journal}'`);
  expect((await verdicts())["outcomes_v1"]).toMatchObject({ kind: "added", places: ["2/90"] });
});

test("rows that an act destroyed verify by the leaves that were kept, and no others may go under that name", async () => {
  const many = Array.from({ length: 300 }, (_, i) =>
    made.telemetry(made.prediction(`erased ${i} ${Math.random()}`)),
  );
  const journal = await applied(many);
  const range = { journal, fromSeq: 1, toSeq: 1 };
  const seals = createSeals(engine, read);
  const seal = { ...range, ...(await seals.make(range)) };
  await seals.keepLeaves(seal, ["predictions_v1"]);
  await engine.client.command({
    query: `ALTER TABLE predictions_v1 DELETE WHERE _journal = '${journal}' AND _row IN (3, 280)`,
    clickhouse_settings: { mutations_sync: "2" },
  });
  const verdict = async (rows: readonly number[]) =>
    (await seals.check(seal, ({ row }) => (rows.includes(row) ? "erased" : null))).find(
      ({ table }) => table === "predictions_v1",
    )?.verdict;
  expect(await verdict([3, 280])).toEqual({ kind: "erased", rows: 298, gone: 2 });
  expect(await verdict([3])).toMatchObject({ kind: "missing", places: ["1/280"] });
  expect(
    (await readLeaves(read, range)).find(({ table }) => table === "predictions_v1")?.rows,
  ).toHaveLength(298);
});

test("a data subject is erased from every table, and its seal still verifies", async () => {
  const system = randomUUID();
  const telemetry = (...[statement]: Parameters<typeof made.telemetry>) =>
    made.telemetry(statement, { system });
  const marker = `patient-${randomUUID()}`;
  const batch = [
    telemetry(
      made.prediction("p1", {
        ...{ subject: marker, segment: { name: marker } },
        call: made.genAiCall({ conversationId: marker }),
      }),
    ),
    telemetry(made.prediction("p2", { subject: "another" })),
    telemetry(made.prediction("p1", { subject: marker, label: "a conflict" })),
    telemetry(made.outcome("p1", { source: marker })),
    telemetry(made.oversight("p1", { reason: marker })),
  ];
  const journal = await applied(batch);
  const range = { journal, fromSeq: 1, toSeq: 1 };
  const seals = createSeals(engine, read);
  const seal = { ...range, ...(await seals.make(range)) };
  const found = await seals.find({ kind: "data-subject", system, subject: marker });
  expect(found.map(({ table, rows }) => [table, rows])).toEqual([
    ["calls_v1", [0]],
    ["corrections_v1", [2]],
    ["features_v1", [0]],
    ["outcomes_v1", [3]],
    ["oversight_v1", [4]],
    ["predictions_v1", [0]],
  ]);
  await seals.keepLeaves(
    seal,
    found.map(({ table }) => table),
  );
  await seals.erase(found);
  await seals.erase(found);
  expect(await seals.find({ kind: "data-subject", system, subject: marker })).toEqual([]);
  const isGone: Parameters<typeof seals.check>[1] = ({ table, row }) =>
    found.some((each) => each.table === table && each.rows.includes(row)) ? "erased" : null;
  const verdicts = await seals.check(seal, isGone);
  expect(verdicts.map(({ verdict }) => verdict.kind)).toEqual(verdicts.map(() => "erased"));
});

test("rows are counted by place, so that one there twice is found though the sum agrees", async () => {
  const system = randomUUID();
  const outcomes = (n: number) =>
    Array.from({ length: n }, () => made.telemetry(made.outcome(randomUUID()), { system }));
  const prediction = made.telemetry(made.prediction("once", { call: made.genAiCall() }), {
    system,
  });
  const journal = await applied([...outcomes(4), prediction, prediction], outcomes(3));
  const count = () => createSeals(engine, read).count({ journal, fromSeq: 1, toSeq: 2 });
  expect(await count()).toEqual({
    records: 9,
    tables: Object.entries({
      calls: 1,
      corrections: 1,
      features: 1,
      outcomes: 7,
      predictions: 1,
    }).map(([name, rows]) => ({ table: `${name}_v1`, rows, places: rows })),
  });
  const mine = `_journal = '${journal}' AND _seq = 1`;
  await engine.client.command({
    query: `INSERT INTO outcomes_v1 SELECT * FROM outcomes_v1 WHERE ${mine} AND _row = 1`,
    clickhouse_settings: { insert_deduplicate: 0 },
  });
  await engine.client.command({
    query: `ALTER TABLE outcomes_v1 DELETE WHERE ${mine} AND _row = 3`,
    clickhouse_settings: { mutations_sync: "2" },
  });
  const { records, tables } = await count();
  expect(records).toBe(9);
  expect(tables).toContainEqual({ table: "outcomes_v1", rows: 7, places: 6 });
});

const SCHEMA = new URL("../../../../collector/store/schema/", import.meta.url);

test("refused records that name a subject or its predictions are found and erased, others of the system stay", async () => {
  const [system, other] = [randomUUID(), randomUUID()];
  const subject = `Zoë "4711"/${randomUUID()}`;
  const id = `p-${randomUUID()}`;
  await applied([made.telemetry(made.prediction(id, { subject }), { system })]);
  const record = (of: unknown): string => JSON.stringify(of);
  const refused = {
    "the subject": record({ system, subject }),
    "the subject within a text": record({ system, source: `said by ${subject} at night` }),
    "an id, of no system": record({ attributes: [{ key: "id", value: { stringValue: id } }] }),
    "an id, of its system": record({ inputs: { system: "windows" }, system, id }),
    "cut off within": record({ system, text: "x".repeat(8_192), subject }).slice(0, -20),
    "in the reason": record({ system }),
  };
  const kept = {
    "another subject": record({ system, subject: `not ${subject.slice(0, 9)}` }),
    "an id of another system": record({ system: other, id }),
    "the subject in another system": record({ system: other, subject }),
    "an id as a part": record({ system, id: `${id}0` }),
    "cut off elsewhere": record({ system, text: "x".repeat(9_000) }).slice(0, 8_192),
  };
  const entries = Object.entries({ ...refused, ...kept }).map(([event, each]) => ({
    ...{ receivedMs: made.START_MS, key: "k", event, record: each },
    reason: event === "in the reason" ? `subject ${JSON.stringify(subject)} is wrong` : "no label",
  }));
  await appendQuarantine(engine, entries);
  const seals = createSeals(engine, read);
  const found = await seals.find({ kind: "data-subject", system, subject });
  const door = found.filter(({ table }) => table === "quarantine_v1");
  expect(door.map(({ seq, rows }) => [seq, rows])).toEqual([[0, [0, 1, 2, 3, 4, 5]]]);
  await seals.erase(found);
  await seals.erase(found);
  expect(await seals.find({ kind: "data-subject", system, subject })).toEqual([]);
  const left = (await readQuarantine(read, { limit: 1_000 })).map(({ event }) => event);
  for (const event of Object.keys(kept)) expect(left).toContain(event);
  for (const event of Object.keys(refused)) expect(left).not.toContain(event);
});

test("a short name is looked for as a whole text or number, and rows from before have names of their own", async () => {
  const system = randomUUID();
  const subject = { kind: "data-subject", system, subject: "47" } as const;
  const rows = [
    { system, subject: 47 },
    { system, subject: "47" },
    { system, id: "1473" },
    { system, version: 147 },
  ];
  await engine.client.insert({
    table: "quarantine_v1",
    columns: ["record", "received_at"],
    values: rows.map((each) => [JSON.stringify(each), made.START_MS]),
    format: "JSONCompactEachRow",
    clickhouse_settings: { async_insert: 0 },
  });
  const file = new URL("030_quarantine_named.sql", SCHEMA);
  await engine.client.command({ query: await readFile(file, "utf8") });
  const seals = createSeals(engine, read);
  const found = await seals.find(subject);
  expect(found.map(({ seq, rows: numbers }) => [seq, numbers])).toEqual([
    [0, [0]],
    [0, [0]],
  ]);
  await seals.erase(found);
  expect(await seals.find(subject)).toEqual([]);
  const left = (await readQuarantine(read, { limit: 1_000 })).map(({ record }) => record);
  expect(left.filter((each) => each.includes(system))).toHaveLength(2);
});

test("a certificate counts what came, what is missing by its numbers and what was dropped; unknown is null", async () => {
  const system = randomUUID();
  const at = (minute: number) => made.START_MS - 7_200_000 + minute * 60_000;
  const numbered = (minute: number, seq: number, producer = "a") =>
    made.telemetry(
      made.prediction(`${producer}${minute}-${seq}-${system}`, { timeMs: at(minute) }),
      {
        ...{ system, seq, origin: { producer } },
      },
    );
  const heartbeat = (minute: number, dropped: number) =>
    made.telemetry(
      {
        ...{ kind: "heartbeat", timeMs: at(minute), lastSeq: { prediction: 9 }, queueDepth: 0 },
        dropped: { "prediction.queue_full": dropped },
      },
      { system, seq: minute + 1, origin: { producer: "a" } },
    );
  await applied([
    // Number 3 came with a time outside of the window, 4 never came, 6 is a repeat of 5's content.
    ...[numbered(10, 2), numbered(90, 3), numbered(20, 5)],
    made.telemetry(made.prediction(`a20-5-${system}`, { timeMs: at(20) }), {
      ...{ system, seq: 6, origin: { producer: "a" } },
    }),
    ...[numbered(25, 7), numbered(30, 0, "b"), heartbeat(1, 4), heartbeat(26, 9)],
    made.telemetry(made.outcome(`a10-2-${system}`, { timeMs: at(12) }), { system }),
  ]);
  const seals = createSeals(engine, read);
  const certificate = await seals.certificate({ system, fromMs: at(5), toMs: at(60) });
  expect(certificate.classes).toEqual([
    { class: "outcome", received: 1, unnumbered: 1, expected: null, gaps: null, dropped: 0 },
    { class: "prediction", received: 4, unnumbered: 1, expected: 6, gaps: 1, dropped: 5 },
  ]);
  expect(certificate.batches.map(({ rows }) => rows)).toEqual([5]);
  const other = await seals.certificate({ system: "nobody", fromMs: at(5), toMs: at(60) });
  expect(other).toEqual({ producers: 0, classes: [], batches: [] });
});
