import { randomBytes } from "node:crypto";
import { promisify } from "node:util";
import { gzip } from "node:zlib";
import { toPrediction } from "./observation.ts";
import type { Entry, RecordClass, Taken } from "./recorder.ts";
import type { Attributes } from "./wire/attribute-value.ts";
import type { Heartbeat } from "./wire/heartbeat.ts";
import type { Origin } from "./wire/origin.ts";
import { encodeRecords, joinLogs } from "./wire/otlp-logs.ts";
import { ProtobufWriter } from "./wire/protobuf-writer.ts";
import type { Telemetry } from "./wire/telemetry.ts";
import { toWire } from "./wire/to-wire.ts";

/** Encoded once: every attempt sends these bytes under this id, so that the collector knows a repeat. */
export interface Batch {
  /** 32 lower hex digits. */
  readonly id: string;
  readonly body: Uint8Array;
  readonly records: number;
  readonly perClass: Readonly<Partial<Record<RecordClass, number>>>;
}

export interface HeartbeatRecord {
  readonly seq: number;
  readonly statement: Heartbeat;
}

/** Records encoded before the host gets its turn: about a millisecond of its event loop. */
const SLICE_RECORDS = 128;

const compress = promisify(gzip);
const writer = new ProtobufWriter();

/** Encodes records slice by slice, giving way to the host between slices. */
export async function encodeBatch(of: {
  readonly taken: Taken;
  readonly heartbeat: HeartbeatRecord | null;
  readonly origin: Origin;
  readonly resource: Attributes;
  readonly isCompressed: boolean;
}): Promise<Batch> {
  const { heartbeat, origin, resource } = of;
  const { entries, records, perClass } = of.taken;
  const slices: Uint8Array[] = [];
  for (let from = 0; from < entries.length; from += SLICE_RECORDS) {
    if (from > 0) await turn();
    const slice = entries.slice(from, from + SLICE_RECORDS);
    slices.push(
      encodeRecords(
        writer,
        slice.map((entry) => toWire(telemetryOf(entry, origin))),
      ),
    );
  }
  if (heartbeat !== null) {
    const beat = toWire({ origin, ...heartbeat, traceId: "", spanId: "" });
    slices.push(encodeRecords(writer, [beat]));
  }
  const body = joinLogs(writer, resource, slices);
  return {
    id: randomBytes(16).toString("hex"),
    // Level 1: half of level 6's time for a tenth more bytes.
    body: of.isCompressed ? await compress(body, { level: 1 }) : body,
    records,
    perClass,
  };
}

function telemetryOf(entry: Entry, origin: Origin): Telemetry {
  const { body, seq, traceId, spanId } = entry;
  const statement = body.kind === "observation" ? toPrediction(body) : body;
  return { origin, seq, traceId, spanId, statement };
}

/** Lets the host's own work go first. Not unreferenced: an immediate that is waits for the next event. */
function turn(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}
