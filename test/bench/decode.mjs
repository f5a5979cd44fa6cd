// Decoding of OTLP logs to columns: ours, protobufjs' static code as OpenTelemetry ships it, and JSON.parse, to the very same
// columns. Each way in processes of its own, since what one leaves for the collector of garbage is cleared away in the time of the
// next, and in turns, so that what the machine does meanwhile is in all of them. Time of the processor; medians.
// Prints a table; asserts nothing but that the columns are the same.
import { execFileSync } from "node:child_process";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import { isDeepStrictEqual } from "node:util";
import { encodeLogs } from "@tiltmeter/sdk/wire/otlp-logs";
import { toWire } from "@tiltmeter/sdk/wire/to-wire";
import { columnsOf } from "../../collector/dist/columns/columns-of.js";
import { decodeLogs } from "../../collector/dist/ingest/decode.js";
import { PlainReader } from "../../collector/dist/ingest/plain/plain-reader.js";
import { recognise } from "../../collector/dist/ingest/recognise.js";
import { isMain, report } from "./table.mjs";

const RECORDS = 512;
const BODIES = 8;
const ROUNDS = Number(process.env.TILTMETER_BENCH_ROUNDS ?? 5);
/** Of all bodies, in each process; the first of them are the compiler's. */
const PASSES = 40;
const PASSES_UNTIMED = 10;
/** Ten attributes, one of them a map of twenty features. */
const prediction = (n) => ({
  seq: n,
  traceId: (n * 2654435761).toString(16).padStart(32, "a"),
  spanId: (n * 40503).toString(16).padStart(16, "b"),
  statement: {
    kind: "prediction",
    id: `0192f5e0-7c1a-7000-8000-${String(n).padStart(12, "0")}`,
    timeMs: 1_795_469_025_213 + n / 8,
    model: { name: "credit-risk", version: "2026.11.3", supplier: "", digest: "" },
    task: "classification",
    label: n % 3 === 0 ? "approve" : "decline",
    score: (n % 1000) / 1000,
    value: null,
    latency: 0.012 + n / 1e6,
    status: "ok",
    errorType: "",
    numericFeatures: Object.fromEntries(
      Array.from({ length: 12 }, (_, i) => [`numeric_${i}`, n * (i + 1) * 0.37]),
    ),
    categoricalFeatures: Object.fromEntries(
      Array.from({ length: 8 }, (_, i) => [`category_${i}`, `value-${(n * (i + 3)) % 11}`]),
    ),
    missingFeatures: [],
    segment: {},
    subject: "",
  },
});

/** OpenTelemetry's own static code, made from its .proto files. */
function officialRequest() {
  const near = createRequire(createRequire(import.meta.url).resolve("@traceloop/node-server-sdk"));
  const exporter = createRequire(near.resolve("@opentelemetry/exporter-logs-otlp-http"));
  const transformer = createRequire(exporter.resolve("@opentelemetry/otlp-transformer"));
  const root = transformer("./generated/root.js");
  return root.opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest;
}

const WORDS = ["system", "environment", "systemVersion", "producer"];
const ATTRIBUTES = {
  "aims.model.name": "modelName",
  "aims.model.version": "modelVersion",
  "aims.model.supplier": "modelSupplier",
  "aims.model.digest": "modelDigest",
  "aims.prediction.task": "task",
  "aims.prediction.label": "label",
  "aims.prediction.status": "status",
  "error.type": "errorType",
};
const NUMBERS = {
  "aims.prediction.score": ["score", 1],
  "aims.prediction.value": ["value", 2],
  "aims.prediction.latency": ["latency", 4],
};

/**
 * Columns from decoded messages or parsed JSON, straight, with a map of words: what somebody would write who starts from
 * those and means to be quick. It holds no limits and believes every type.
 */
function columnsFrom(request, { micros, hex, int }) {
  const words = [""];
  const codes = new Map([["", 0]]);
  const word = (text) => {
    let code = codes.get(text);
    if (code === undefined) {
      code = words.push(text) - 1;
      codes.set(text, code);
    }
    return code;
  };
  const lists = [[]];
  const listCodes = new Map([["", 0]]);
  const list = (of) => {
    const key = of.join(",");
    let code = listCodes.get(key);
    if (code === undefined) {
      code = lists.push(of) - 1;
      listCodes.set(key, code);
    }
    return code;
  };
  const names = [...WORDS, ...Object.values(ATTRIBUTES)];
  const u32 = Object.fromEntries(
    [...names, "segment", "numeric", "categorical", "missing"].map((name) => [name, []]),
  );
  const f64 = { time: [], seq: [], score: [], value: [], latency: [] };
  const texts = { id: [], traceId: [], spanId: [], subject: [] };
  const given = [];
  const numericValues = [];
  const categoricalValues = [];
  for (const group of request.resourceLogs) {
    const sender = Object.fromEntries(
      group.resource.attributes.map(({ key, value }) => [key, value.stringValue]),
    );
    for (const scope of group.scopeLogs) {
      for (const record of scope.logRecords) {
        const said = { status: "ok" };
        const numbers = { score: 0, value: 0, latency: 0 };
        let [bits, seq, id, subject, features] = [0, 0, "", "", []];
        for (const { key, value } of record.attributes) {
          const column = ATTRIBUTES[key];
          if (column !== undefined) said[column] = value.stringValue;
          else if (key in NUMBERS) {
            const [name, bit] = NUMBERS[key];
            numbers[name] = value.doubleValue;
            bits |= bit;
          } else if (key === "aims.prediction.id") id = value.stringValue;
          else if (key === "aims.prediction.subject") subject = value.stringValue;
          else if (key === "aims.seq") seq = int(value.intValue);
          else if (key === "aims.prediction.features") features = value.kvlistValue.values;
        }
        u32.system.push(word(sender["aims.system.id"] ?? sender["service.name"]));
        u32.environment.push(word(sender["deployment.environment.name"] ?? ""));
        u32.systemVersion.push(word(sender["aims.system.version"] ?? ""));
        u32.producer.push(word(sender["aims.producer.id"] ?? ""));
        for (const name of Object.values(ATTRIBUTES)) u32[name].push(word(said[name] ?? ""));
        f64.time.push(micros(record.timeUnixNano));
        f64.seq.push(seq);
        for (const name of ["score", "value", "latency"]) f64[name].push(numbers[name]);
        given.push(bits);
        texts.id.push(id);
        texts.subject.push(subject);
        texts.traceId.push(hex(record.traceId));
        texts.spanId.push(hex(record.spanId));
        const numeric = [];
        const categorical = [];
        for (const pair of features) {
          if (pair.value.stringValue != null) categorical.push(pair);
          else numeric.push(pair);
        }
        const byName = (a, b) => (a.key < b.key ? -1 : 1);
        numeric.sort(byName);
        categorical.sort(byName);
        u32.numeric.push(list(numeric.map(({ key }) => word(key))));
        for (const { value } of numeric) numericValues.push(value.doubleValue);
        u32.categorical.push(list(categorical.map(({ key }) => word(key))));
        for (const { value } of categorical) categoricalValues.push(word(value.stringValue));
        u32.missing.push(0);
        u32.segment.push(0);
      }
    }
  }
  const rows = given.length;
  const textsOf = (all) => {
    const ends = new Uint32Array(all.length);
    let end = 0;
    for (let i = 0; i < all.length; i += 1) ends[i] = end += Buffer.byteLength(all[i]);
    const bytes = Buffer.from(all.join(""));
    return { ends, bytes: new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.length) };
  };
  const mapped = (of, make) =>
    Object.fromEntries(Object.entries(of).map(([key, value]) => [key, make(value)]));
  return {
    ...{ rows, places: Uint32Array.from({ length: rows }, (_, i) => i) },
    ...mapped(u32, (all) => Uint32Array.from(all)),
    ...mapped(f64, (all) => Float64Array.from(all)),
    ...mapped(texts, textsOf),
    ...{ given: Uint8Array.from(given), words: textsOf(words) },
    ...{ lists: lists.map((each) => Uint32Array.from(each)), segments: [new Uint32Array()] },
    numericValues: Float64Array.from(numericValues),
    categoricalValues: Uint32Array.from(categoricalValues),
  };
}

const OF_MESSAGES = {
  micros: ({ high, low }) =>
    (high >>> 0) * 4_294_967 + Math.round(((high >>> 0) * 296 + (low >>> 0)) / 1000),
  hex: (bytes) => Buffer.from(bytes).toString("hex"),
  int: (value) => value.toNumber(),
};
const OF_JSON = {
  micros: (nanos) => Number((BigInt(nanos) + 500n) / 1000n),
  hex: (text) => text,
  int: Number,
};

/** OTLP/JSON of the same records. */
function jsonOf(resource, records) {
  const any = (value, isWhole) => {
    if (typeof value === "string") return { stringValue: value };
    if (typeof value === "number")
      return isWhole ? { intValue: `${value}` } : { doubleValue: value };
    return { kvlistValue: { values: pairs(value) } };
  };
  const pairs = (of) =>
    Object.entries(of).map(([key, value]) => ({ key, value: any(value, key === "aims.seq") }));
  const logRecords = records.map(({ eventName, timeMs, traceId, spanId, attributes }) => ({
    ...{ eventName, traceId, spanId, attributes: pairs(attributes) },
    timeUnixNano: `${BigInt(Math.round(timeMs * 1000)) * 1000n}`,
  }));
  const group = { resource: { attributes: pairs(resource) }, scopeLogs: [{ logRecords }] };
  return Buffer.from(JSON.stringify({ resourceLogs: [group] }));
}

/** How each way decodes a body, and the bodies in its encoding. */
function waysOf() {
  const resource = { "aims.system.id": "bench", "aims.producer.id": "p" };
  const batches = Array.from({ length: BODIES }, (_, k) =>
    Array.from({ length: RECORDS }, (_, i) => toWire(prediction(k * RECORDS + i + 1))),
  );
  const bodies = batches.map((records) => Buffer.from(encodeLogs(resource, records)));
  const jsons = batches.map((records) => jsonOf(resource, records));
  const Request = officialRequest();
  const plain = new PlainReader();
  const ours = (body) => {
    plain.begin(body, null);
    decodeLogs(body, "protobuf", plain);
    return plain.columns(plain.taken());
  };
  const byObjects = (body, encoding) =>
    columnsOf(
      decodeLogs(body, encoding).groups.flatMap(({ resource: sender, records }) =>
        records.map((record, place) => ({ place, telemetry: recognise(record, sender).telemetry })),
      ),
    );
  return {
    ours: [ours, bodies],
    messages: [(body) => Request.decode(body), bodies],
    official: [(body) => columnsFrom(Request.decode(body), OF_MESSAGES), bodies],
    parsed: [(body) => columnsFrom(JSON.parse(body.toString()), OF_JSON), jsons],
    objects: [(body) => byObjects(body, "protobuf"), bodies],
    json: [(body) => byObjects(body, "json"), jsons],
  };
}

function mustAgree(ways) {
  const [ours, bodies] = ways.ours;
  for (const name of ["official", "parsed", "objects", "json"]) {
    const [decode, inputs] = ways[name];
    for (const [i, body] of inputs.entries()) {
      if (!isDeepStrictEqual({ ...decode(body) }, { ...ours(bodies[i]) })) {
        throw new Error(`${name} gives other columns than ours of body ${i}`);
      }
    }
  }
}

/** µs of the processor a record, by one way in this process. */
function timed([decode, inputs]) {
  const took = [];
  for (let pass = 0; pass < PASSES; pass += 1) {
    const before = process.cpuUsage();
    for (const body of inputs) decode(body);
    const { user, system } = process.cpuUsage(before);
    if (pass >= PASSES_UNTIMED) took.push((user + system) / (BODIES * RECORDS));
  }
  return median(took);
}

function median(of) {
  return of.toSorted((a, b) => a - b)[Math.floor(of.length / 2)];
}

/** Figures for the table of `npm run bench`. */
export async function rows() {
  const ways = waysOf();
  mustAgree(ways);
  const took = Object.fromEntries(Object.keys(ways).map((name) => [name, []]));
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const name of Object.keys(ways)) {
      const told = execFileSync(process.execPath, [fileURLToPath(import.meta.url), "--way", name]);
      took[name].push(Number(told));
    }
  }
  const row = (what, own, peer, other, goal) => {
    const [figure, peerFigure] = [median(took[own]), median(took[other])];
    const isMet = figure <= 3 && peerFigure >= 4 * figure;
    return {
      ...{ what, figure, unit: "µs a record", peer, peerFigure, ratio: figure / peerFigure },
      ...(goal === undefined ? {} : { goal, met: isMet }),
    };
  };
  const goal = "≤ 3 µs, ≤ 1/4";
  const what = "OTLP decode to columns";
  return [
    row(what, "ours", "protobufjs static code, the same columns", "official", goal),
    row(what, "ours", "protobufjs static code, to messages", "messages"),
    row(what, "ours", "JSON.parse, the same columns", "parsed"),
    row(what, "ours", "our walk over objects, for what is unusual", "objects"),
    row("OTLP/JSON to columns", "json", "JSON.parse, the same columns", "parsed"),
  ];
}

if (isMain(import.meta.url)) {
  if (process.argv[2] === "--way") console.log(timed(waysOf()[process.argv[3]]));
  else report(await rows());
}
