// Decoding of OTLP logs to columns: ours, protobufjs' static code as OpenTelemetry ships it, and JSON.parse, to the very same
// columns, each round one after the other so that what the machine does meanwhile is in all of them. Time of the
// processor; the median of the rounds. Prints a table; asserts nothing but that the columns are the same.
import { createRequire } from "node:module";
import { isDeepStrictEqual } from "node:util";
import { encodeLogs } from "@tiltmeter/sdk/wire/otlp-logs";
import { toWire } from "@tiltmeter/sdk/wire/to-wire";
import { columnsOf } from "../../collector/dist/columns/columns-of.js";
import { decodeLogs } from "../../collector/dist/ingest/decode.js";
import { PlainReader } from "../../collector/dist/ingest/plain/plain-reader.js";
import { recognise } from "../../collector/dist/ingest/recognise.js";

const RECORDS = 512;
const BODIES = 8;
const ROUNDS = Number(process.env.TILTMETER_BENCH_ROUNDS ?? 15);
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

/** Figures for the table of `npm run bench`: µs of the processor a record. */
export async function rows() {
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
  const ways = {
    ours: [ours, bodies],
    messages: [(body) => Request.decode(body), bodies],
    official: [(body) => columnsFrom(Request.decode(body), OF_MESSAGES), bodies],
    parsed: [(body) => columnsFrom(JSON.parse(body.toString()), OF_JSON), jsons],
    objects: [(body) => byObjects(body, "protobuf"), bodies],
    json: [(body) => byObjects(body, "json"), jsons],
  };
  for (const name of ["official", "parsed", "objects", "json"]) {
    const [decode, inputs] = ways[name];
    for (const [i, body] of inputs.entries()) {
      if (!isDeepStrictEqual({ ...decode(body) }, { ...ours(bodies[i]) })) {
        throw new Error(`${name} gives other columns than ours of body ${i}`);
      }
    }
  }
  const took = Object.fromEntries(Object.keys(ways).map((name) => [name, []]));
  for (let round = 0; round < ROUNDS + 3; round += 1) {
    for (const [name, [decode, inputs]] of Object.entries(ways)) {
      const before = process.cpuUsage();
      for (const body of inputs) decode(body);
      const { user, system } = process.cpuUsage(before);
      // The first rounds are the compiler's.
      if (round >= 3) took[name].push((user + system) / (BODIES * RECORDS));
    }
    await new Promise((resolve) => setImmediate(resolve));
  }
  const median = (name) => took[name].toSorted((a, b) => a - b)[Math.floor(ROUNDS / 2)];
  const row = (what, own, peer, other, goal) => ({
    ...{ what, figure: median(own), unit: "µs a record", peer, peerFigure: median(other) },
    ...{ ratio: median(other) / median(own), goal },
  });
  return [
    row(
      "OTLP decode to columns",
      "ours",
      "protobufjs static code to the same columns",
      "official",
      "≤ 3; ≥ 4×",
    ),
    row("OTLP decode to columns", "ours", "protobufjs static code to messages", "messages", ""),
    row("OTLP decode to columns", "ours", "JSON.parse to the same columns", "parsed", ""),
    row(
      "OTLP decode to columns",
      "ours",
      "our walk over objects, for what is unusual",
      "objects",
      "",
    ),
    row(
      "OTLP/JSON to columns, limits held",
      "json",
      "JSON.parse to the same columns",
      "parsed",
      "",
    ),
  ];
}

if (process.argv[1] === new URL(import.meta.url).pathname) {
  for (const { what, figure, peer, peerFigure, ratio } of await rows()) {
    const beside = `${peer} ${peerFigure.toFixed(2)}`.padEnd(60);
    console.log(`${what.padEnd(36)} ${figure.toFixed(2)} µs   ${beside} ${ratio.toFixed(1)}×`);
  }
}
