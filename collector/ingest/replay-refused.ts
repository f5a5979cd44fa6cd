import { createHash } from "node:crypto";
import { JSON_ITEMS, type JsonPath } from "./json-shapes.ts";
import { REPLAY } from "./kept-record.ts";
import type { QuarantineEntry } from "./quarantined.ts";
import { type Answer, type ReceiveDeps, type ReceiveRequest, receive } from "./receive.ts";

/** A refused record, and by what it is found. */
export interface RefusedRecord extends QuarantineEntry {
  readonly id: string;
  /** The table that would not take it; `""` where the door refused it. */
  readonly target: string;
}

export type Replayed =
  | { readonly kind: "accepted"; readonly receipt: NonNullable<Answer["receipt"]> }
  | { readonly kind: "refused"; readonly reason: string };

/**
 * Takes a refused record in once more, as it was sent: through the same door, with the time of its first
 * arrival where it has none of its own. What is refused again is not kept a second time. A system that its key may
 * not append to does not stand against it: whoever replays it answers for it.
 *
 * Its batch is named after its id: to do it twice is to repeat a batch, which changes nothing. Passes on what
 * `append` rejects with.
 */
export async function replayRefused(
  of: RefusedRecord,
  append: ReceiveDeps["append"],
): Promise<Replayed> {
  const sent = requestOf(of);
  if (typeof sent === "string") return { kind: "refused", reason: sent };
  const take = receive({
    append,
    now: () => of.receivedMs,
    quarantine: () => undefined,
  });
  const batchId = createHash("sha256").update(`quarantine\n${of.id}`).digest().subarray(0, 16);
  const key = { id: of.key, systems: null };
  const answer = await take({ ...sent, key, batchId });
  if (answer.receipt !== null) return { kind: "accepted", receipt: answer.receipt };
  const why = answer.rejected[0]?.reason ?? "it is no record of this collector's";
  return { kind: "refused", reason: `it is refused again: ${why}` };
}

const SEND_AGAIN = "mend it where it comes from and send it again, or discard it";

/** The record as a request of one; or why it cannot be one. */
function requestOf(of: RefusedRecord): Pick<ReceiveRequest, "form" | "body"> | string {
  if (of.target !== "") {
    return `it was accepted and stands in the journal, and ${of.target} would not take it: what a newer version of the store takes it reads from there`;
  }
  const kept = parsed(of.record);
  if (kept === undefined) {
    return `only its first ${of.record.length} characters were kept; ${SEND_AGAIN}`;
  }
  if (isPath(of.event)) return { form: { json: of.event }, body: bytes([kept]) };
  const note = isObject(kept) ? kept[REPLAY] : undefined;
  if (!isObject(kept) || !isObject(note)) {
    return `not all of it was kept: it broke a limit, held what JSON does not carry, or was refused by an earlier version; ${SEND_AGAIN}`;
  }
  return isObject(note["span"])
    ? { form: { otlp: "json", signal: "traces" }, body: bytes(spansOf(note["span"], kept, note)) }
    : { form: { otlp: "json" }, body: bytes(logsOf(of, kept, note)) };
}

type JsonObject = Readonly<Record<string, unknown>>;

/** The OTLP/JSON of one record that `keptRecord` wrote. */
function logsOf({ event }: RefusedRecord, kept: JsonObject, note: JsonObject): unknown {
  const { resource, attributes } = attributesOf(kept, note);
  const record = {
    eventName: event,
    timeUnixNano: String(nanosOf(Number(note["timeMs"]))),
    ...{ traceId: note["traceId"], spanId: note["spanId"], attributes },
  };
  return { resourceLogs: [{ resource, scopeLogs: [{ logRecords: [record] }] }] };
}

/** The OTLP/JSON of one span that `keptSpan` wrote. */
function spansOf(of: JsonObject, kept: JsonObject, note: JsonObject): unknown {
  const { resource, attributes } = attributesOf(kept, note);
  const { scope, startMs, endMs, isError, ...rest } = of;
  const span = {
    ...rest,
    startTimeUnixNano: String(nanosOf(Number(startMs))),
    endTimeUnixNano: String(nanosOf(Number(endMs))),
    status: { code: isError === true ? 2 : 0 },
    attributes,
  };
  const schemaUrl = isObject(scope) ? scope["schemaUrl"] : "";
  return { resourceSpans: [{ resource, scopeSpans: [{ scope, schemaUrl, spans: [span] }] }] };
}

function attributesOf(kept: JsonObject, note: JsonObject) {
  const ofResource = new Set(Array.isArray(note["resource"]) ? note["resource"] : []);
  const pairs = Object.entries(kept)
    .filter(([name]) => name !== REPLAY)
    .map(([key, value]) => ({ key, value: anyValue(value) }));
  return {
    resource: { attributes: pairs.filter(({ key }) => ofResource.has(key)) },
    attributes: pairs.filter(({ key }) => !ofResource.has(key)),
  };
}

/** OTLP's times are unsigned and have 64 bits. */
const NANOS_MAX = 2n ** 64n - 1n;

/** Times are kept to the microsecond, in a double that has no room for it in one product after 2109. */
function nanosOf(timeMs: number): bigint {
  const wholeMs = Math.trunc(timeMs);
  const micros = BigInt(wholeMs) * 1_000n + BigInt(Math.round((timeMs - wholeMs) * 1_000));
  return micros * 1_000n < NANOS_MAX ? micros * 1_000n : NANOS_MAX;
}

function anyValue(value: unknown): unknown {
  if (typeof value === "string") return { stringValue: value };
  if (typeof value === "number") return { doubleValue: value };
  if (typeof value === "boolean") return { boolValue: value };
  if (Array.isArray(value)) return { arrayValue: { values: value.map(anyValue) } };
  if (!isObject(value)) return {};
  const values = Object.entries(value).map(([key, each]) => ({ key, value: anyValue(each) }));
  return { kvlistValue: { values } };
}

function isPath(event: string): event is JsonPath {
  return Object.hasOwn(JSON_ITEMS, event);
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function bytes(value: unknown): Uint8Array {
  return Buffer.from(JSON.stringify(value));
}
