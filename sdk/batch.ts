import { randomBytes } from "node:crypto";
import { promisify } from "node:util";
import { gzip } from "node:zlib";
import type { RecordClass, Taken } from "./recorder.ts";
import { turn } from "./turn.ts";
import type { Attributes } from "./wire/attribute-value.ts";
import type { Heartbeat } from "./wire/heartbeat.ts";
import type { Origin } from "./wire/origin.ts";
import { encodeRecords, joinLogs } from "./wire/otlp-logs.ts";
import { ProtobufWriter } from "./wire/protobuf-writer.ts";
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

const compress = promisify(gzip);
const writer = new ProtobufWriter();

/** What a request is made of. */
export interface BatchParts {
  readonly taken: Taken;
  readonly heartbeat: HeartbeatRecord | null;
  readonly origin: Origin;
  readonly resource: Attributes;
  readonly isCompressed: boolean;
}

/** Makes one request of what was taken, and of the account that goes with it. */
export async function encodeBatch(of: BatchParts): Promise<Batch> {
  const batch = encodeNow(of);
  // Sending begins with a copy into the socket: not in the same turn.
  if (batch.records > 0) await turn();
  // Level 1: half of level 6's time for a tenth more bytes.
  return of.isCompressed ? { ...batch, body: await compress(batch.body, { level: 1 }) } : batch;
}

/** As `encodeBatch`, at once and never compressed: for the last moment of a process. */
export function encodeNow(of: Omit<BatchParts, "isCompressed">): Batch {
  const { heartbeat, origin, resource } = of;
  const { records, perClass } = of.taken;
  const slices = of.taken.slices.map((slice) => slice.body);
  if (heartbeat !== null) {
    const beat = toWire({ origin, ...heartbeat, traceId: "", spanId: "" });
    slices.push(encodeRecords(writer, [beat]));
  }
  const body = joinLogs(writer, resource, slices);
  return { id: randomBytes(16).toString("hex"), body, records, perClass };
}
