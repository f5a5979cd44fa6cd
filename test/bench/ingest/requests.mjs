// Requests of 512 predictions each, made once and renewed in place, so that a sender costs little beside what it loads: of each
// record the id, the time and the number are other ones every time.
import { encodeLogs } from "@tiltmeter/sdk/wire/otlp-logs";
import { toWire } from "@tiltmeter/sdk/wire/to-wire";
import { inputs } from "../sdk/predictions.mjs";

export const BATCH = 512;
const TEMPLATES = 64;
/** Five bytes as a varint, and so is whatever this is added to here. */
const SEQ_BASE = 2 ** 31;
const TIME_MS = 1_793_491_200_000;
const PRODUCER = "bench";
const SYSTEM = "credit";

/** As protobuf writes it. */
function varint(value, into, at) {
  let rest = value;
  for (let i = 0; i < 5; i += 1) {
    into[at + i] = (rest & 0x7f) | (i < 4 ? 0x80 : 0);
    rest = Math.floor(rest / 128);
  }
}

const idOf = (n) => `0197a5c0-4c1a-7f0e-a3b2-${n.toString(16).padStart(12, "0")}`;

function template(index) {
  const first = index * BATCH;
  const records = Array.from({ length: BATCH }, (_, i) => {
    const { features, customer } = inputs[(first + i) % inputs.length];
    const { request: _request, ...kept } = features;
    const entries = Object.entries(kept);
    return toWire({
      seq: SEQ_BASE + first + i,
      traceId: (first + i + 1).toString(16).padStart(32, "a7"),
      spanId: (first + i + 1).toString(16).padStart(16, "b"),
      statement: {
        kind: "prediction",
        id: idOf(first + i),
        timeMs: TIME_MS + i,
        model: { name: "credit-risk", version: "2026.11.3", supplier: "", digest: "" },
        task: "classification",
        label: features.fico_score > 650 ? "approve" : "decline",
        score: ((first + i) % 997) / 997,
        value: null,
        latency: 0.004 + ((first + i) % 113) / 10_000,
        status: "ok",
        errorType: "",
        numericFeatures: Object.fromEntries(entries.filter(([, of]) => typeof of === "number")),
        categoricalFeatures: Object.fromEntries(entries.filter(([, of]) => typeof of === "string")),
        missingFeatures: [],
        segment: {},
        subject: customer,
      },
    });
  });
  const resource = { "aims.system.id": SYSTEM, "aims.producer.id": PRODUCER };
  const body = Buffer.from(encodeLogs(resource, records));
  let at = 0;
  const places = records.map((_, i) => {
    const nanos = Buffer.alloc(8);
    nanos.writeBigUInt64LE(BigInt(TIME_MS + i) * 1_000_000n);
    const seq = Buffer.alloc(5);
    varint(SEQ_BASE + first + i, seq, 0);
    const found = {
      time: body.indexOf(nanos, at),
      id: body.indexOf(idOf(first + i), at, "latin1"),
      seq: body.indexOf(seq, at),
    };
    if (Object.values(found).includes(-1)) throw new Error("a record is not found in its request");
    at = Math.min(...Object.values(found)) + 1;
    return found;
  });
  return { body, places };
}

/** The system that the requests are of, and a maker of them: `next()` is good until as many as there are templates were made. */
export function createRequests() {
  const templates = Array.from({ length: TEMPLATES }, (_, i) => template(i));
  let made = 0;
  return {
    system: SYSTEM,
    /** Bytes of the next request; every prediction in it is a new one. */
    next() {
      const { body, places } = templates[made % TEMPLATES];
      const first = made * BATCH;
      made += 1;
      const nowMs = Date.now();
      const low = Number((BigInt(nowMs) * 1_000_000n) & 0xffff_ffffn);
      const high = Number((BigInt(nowMs) * 1_000_000n) >> 32n);
      for (let i = 0; i < BATCH; i += 1) {
        const place = places[i];
        body.writeUInt32LE(low, place.time);
        body.writeUInt32LE(high, place.time + 4);
        body.latin1Write((first + i).toString(16).padStart(12, "0"), place.id + 24);
        varint(SEQ_BASE + first + i, body, place.seq);
      }
      return body;
    },
  };
}
