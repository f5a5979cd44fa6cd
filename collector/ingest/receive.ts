import type { Telemetry } from "@tiltmeter/sdk/wire/telemetry";
import { admit } from "./admit.ts";
import { decodeLogs, decodeMetrics, decodeSpans, type Encoding } from "./decode.ts";
import type { DecodedLogs, DecodedMetrics, DecodedSpans } from "./decoded.ts";
import { eventNameOf } from "./dialects/tiltmeter.ts";
import { identify, identityOf } from "./identity.ts";
import type { JsonPath } from "./json-shapes.ts";
import { parseJson } from "./json-text.ts";
import { keptRecord, REPLAY, senderOf } from "./kept-record.ts";
import { keptSpan } from "./kept-span.ts";
import { createLateCalls, type LateCalls } from "./late-calls.ts";
import { LIMITS } from "./limits.ts";
import { type QuarantineEntry, quarantined } from "./quarantined.ts";
import { recognise } from "./recognise.ts";
import { recogniseJson } from "./recognise-json.ts";
import { metricReader } from "./recognise-metrics.ts";
import { recogniseSpans } from "./recognise-spans.ts";
import type { Recognised } from "./recognised.ts";
import { show } from "./show.ts";
import { TooMuch } from "./undecodable.ts";

/** One request as it arrived: whose key, under which batch id, in which form. */
export interface ReceiveRequest {
  readonly key: {
    readonly id: string;
    /** Systems that the key may append to; null: all. */
    readonly systems: readonly string[] | null;
  };
  /** `Tiltmeter-Batch-Id`, 16 bytes; null where the sender named none. */
  readonly batchId: Uint8Array | null;
  /** OTLP by encoding, of logs where no other signal is named, or the path of the plain JSON ingest. */
  readonly form:
    | { readonly otlp: Encoding; readonly signal?: Signal }
    | { readonly json: JsonPath };
  /** As decompressed. */
  readonly body: Uint8Array;
}

/** What OTLP carries; each has a path of its own. */
export type Signal = "logs" | "traces" | "metrics";

export interface Rejected {
  /** Place of the record in the request, from 0, through all resources and scopes. */
  readonly index: number;
  readonly reason: string;
}

/** What became of a request. */
export interface Answer {
  readonly accepted: number;
  readonly rejectedCount: number;
  /** The first thousand of them, in order. */
  readonly rejected: readonly Rejected[];
  /** Records that are events of somebody else: neither stored nor refused. */
  readonly foreign: number;
  /** Records about calls that other records tell of; absent: none. */
  readonly elsewhere?: number;
  /** Where the accepted records are on disk; null where none were. */
  readonly receipt: { readonly journal: string; readonly seq: number } | null;
  /** The batch was on disk before: this is the answer of the first time. */
  readonly repeated?: true;
}

export interface ReceiveDeps {
  /** Resolves once the batch is on disk: `Journal.append`. */
  readonly append: (batch: {
    readonly batchId: Uint8Array;
    readonly records: readonly Telemetry[];
    readonly reply: Uint8Array;
    readonly digest: Uint8Array;
  }) => Promise<{
    readonly journal: string;
    readonly seq: number;
    readonly reply: Uint8Array;
    readonly duplicate?: boolean;
  }>;
  /** Unix milliseconds. */
  readonly now: () => number;
  /** Keeps refused records and why; must not throw, and is not waited for. */
  readonly quarantine: (entries: readonly QuarantineEntry[]) => void;
}

/**
 * Takes in one request: decode, recognise, admit, append. Resolves once what it accepted is on disk.
 *
 * One bad record refuses itself alone. Where nothing is accepted nothing is journaled. A batch that
 * is already on disk gets the answer of the first time, word for word. Throws `Undecodable` and
 * `TooMuch` before anything is kept, and passes on what `append` rejects with.
 */
export function receive(deps: ReceiveDeps): (request: ReceiveRequest) => Promise<Answer> {
  const calls = createLateCalls();
  return async (request) => {
    const receivedMs = deps.now();
    const sorted = sort(request, receivedMs, calls);
    if (sorted.refused.length > 0) deps.quarantine(sorted.refused.map(quarantined));
    const answer = {
      accepted: sorted.accepted.length,
      rejectedCount: sorted.refused.length,
      rejected: sorted.refused
        .slice(0, REJECTED_LISTED_MAX)
        .map(({ index, reason }) => ({ index, reason })),
      foreign: sorted.foreign,
      ...(sorted.elsewhere === 0 ? {} : { elsewhere: sorted.elsewhere }),
    };
    if (answer.accepted === 0) return { ...answer, receipt: null };
    const records = identify(sorted.accepted);
    const { journal, seq, reply, duplicate } = await deps.append({
      ...identityOf({
        key: request.key.id,
        named: request.batchId,
        form: formName(request.form),
        body: request.body,
        suppliedMs: sorted.timesSupplied ? receivedMs : null,
      }),
      records,
      reply: Buffer.from(JSON.stringify(answer)),
    });
    calls.add(records, receivedMs);
    const repeated = duplicate === true ? { repeated: true as const } : {};
    return { ...firstAnswer(reply), receipt: { journal, seq }, ...repeated };
  };
}

/** As a batch is told apart by; logs have had the bare names from the beginning. */
function formName(form: ReceiveRequest["form"]): string {
  if ("json" in form) return form.json;
  const { otlp, signal = "logs" } = form;
  return signal === "logs" ? otlp : `${signal} ${otlp}`;
}

/** The answer is kept beside its batch for a day, so a batch of nothing but refusals must not be a burden. */
const REJECTED_LISTED_MAX = 1_000;

/** Our own bytes, kept beside the batch by the journal. */
function firstAnswer(reply: Uint8Array): Omit<Answer, "receipt"> {
  return JSON.parse(Buffer.from(reply).toString());
}

interface Sorted {
  readonly accepted: readonly Telemetry[];
  readonly refused: readonly Parameters<typeof quarantined>[0][];
  readonly foreign: number;
  readonly elsewhere: number;
  readonly timesSupplied: boolean;
}

function sort(request: ReceiveRequest, receivedMs: number, calls: LateCalls): Sorted {
  const accepted: Telemetry[] = [];
  const refused: Parameters<typeof quarantined>[0][] = [];
  let foreign = 0;
  let elsewhere = 0;
  let timesSupplied = false;
  let index = 0;
  for (const { recognised, event, record, times = 1 } of itemsOf(request)) {
    const decided = decide(recognised, request.key, receivedMs);
    if (decided.kind === "telemetry") {
      const telemetry = calls.understood(decided.telemetry, receivedMs);
      if (telemetry === null) elsewhere += 1;
      else {
        accepted.push(telemetry);
        timesSupplied ||= decided.timeSupplied;
      }
    } else if (decided.kind === "rejected") {
      const { reason } = decided;
      refused.push({ index, reason, event, record: record(), key: request.key.id, receivedMs });
    } else if (decided.kind === "elsewhere") elsewhere += 1;
    else foreign += times;
    index += 1;
  }
  return { accepted, refused, foreign, elsewhere, timesSupplied };
}

type Decided =
  | { readonly kind: "telemetry"; readonly telemetry: Telemetry; readonly timeSupplied: boolean }
  | Exclude<Recognised, { kind: "telemetry" }>;

function decide(recognised: Recognised, key: ReceiveRequest["key"], receivedMs: number): Decided {
  if (recognised.kind !== "telemetry") return recognised;
  const admitted = admit(recognised.telemetry, receivedMs);
  if ("kind" in admitted) return admitted;
  const { system } = admitted.origin;
  if (key.systems !== null && !key.systems.includes(system)) {
    const reason = `key ${key.id} may not append to system ${show(system)}; its systems are ${key.systems.join(", ")}`;
    return { kind: "rejected", reason };
  }
  const timeSupplied = recognised.telemetry.statement.timeMs === 0;
  return { kind: "telemetry", telemetry: admitted, timeSupplied };
}

interface Item {
  readonly recognised: Recognised;
  /** As often as this; absent: once. */
  readonly times?: number;
  readonly event: string;
  /** What is kept of it where it is refused. */
  readonly record: () => unknown;
}

function itemsOf({ form, body }: ReceiveRequest): Iterable<Item> {
  if ("json" in form) return jsonItems(form.json, body);
  switch (form.signal ?? "logs") {
    case "logs":
      return logItems(decodeLogs(body, form.otlp));
    case "traces":
      return spanItems(decodeSpans(body, form.otlp));
    case "metrics":
      return metricItems(decodeMetrics(body, form.otlp));
  }
}

function* logItems(decoded: DecodedLogs): Iterable<Item> {
  for (const { resource, problem, records } of decoded.groups) {
    const sender = senderOf(resource);
    for (const record of records) {
      const recognised = recognise(record, resource);
      const event = eventNameOf(record);
      // Of events of others what is too long is content, which is not read.
      const broken = event.startsWith("aims.") ? (record.problem ?? problem) : problem;
      const isOurs = recognised.kind !== "foreign" && recognised.kind !== "elsewhere";
      yield {
        recognised: broken !== null && isOurs ? { kind: "rejected", reason: broken } : recognised,
        event,
        record: () => keptRecord(record, sender, broken),
      };
    }
  }
}

function* spanItems(decoded: DecodedSpans): Iterable<Item> {
  const recognised = recogniseSpans(decoded);
  let index = 0;
  for (const { resource, records } of decoded.groups) {
    const sender = senderOf(resource);
    for (const span of records) {
      const found = recognised[index];
      index += 1;
      if (found === undefined) throw new Error("every span is recognised as something");
      yield { recognised: found, event: span.name, record: () => keptSpan(span, sender) };
    }
  }
}

function* metricItems(decoded: DecodedMetrics): Iterable<Item> {
  for (const { resource, problem, records } of decoded.groups) {
    const read = metricReader(resource, problem);
    const sender = senderOf(resource);
    for (const point of records) {
      yield {
        recognised: read(point),
        event: point.metric,
        // Which source a running total is of takes all of its resource, so that a point cannot be sent again alone.
        record: () => ({ ...sender.named, ...point.attributes, [REPLAY]: null }),
      };
    }
  }
  const { foreign: times } = decoded;
  if (times > 0) yield { recognised: { kind: "foreign" }, event: "", record: () => null, times };
}

function* jsonItems(path: JsonPath, body: Uint8Array): Iterable<Item> {
  const parsed = parseJson(body);
  const items = Array.isArray(parsed) ? parsed : [parsed];
  if (items.length > LIMITS.records) {
    throw new TooMuch(
      `a request has at most ${LIMITS.records} records, got ${items.length}; send smaller batches`,
    );
  }
  for (const item of items) {
    yield { recognised: recogniseJson(path, item), event: path, record: () => item };
  }
}
