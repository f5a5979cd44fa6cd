import { decodeLogs, decodeMetrics, decodeSpans, type Encoding } from "./decode.ts";
import type { DecodedLogs, DecodedMetrics, DecodedSpans } from "./decoded.ts";
import { eventNameOf } from "./dialects/tiltmeter.ts";
import type { JsonPath } from "./json-shapes.ts";
import { parseJson } from "./json-text.ts";
import { keptRecord, REPLAY, senderOf } from "./kept-record.ts";
import { keptSpan } from "./kept-span.ts";
import { LIMITS } from "./limits.ts";
import type { PlainReader } from "./plain/plain-reader.ts";
import { recognise } from "./recognise.ts";
import { recogniseJson } from "./recognise-json.ts";
import { metricReader } from "./recognise-metrics.ts";
import { recogniseSpans } from "./recognise-spans.ts";
import type { Recognised } from "./recognised.ts";
import { TooMuch } from "./undecodable.ts";

/** OTLP by encoding, of logs where no other signal is named, or the path of the plain JSON ingest. */
export type RequestForm =
  | { readonly otlp: Encoding; readonly signal?: Signal }
  | { readonly json: JsonPath };

/** What OTLP carries; each has a path of its own. */
type Signal = "logs" | "traces" | "metrics";

/** One record of a request, as a dialect reads it. */
export interface Item {
  readonly recognised: Recognised;
  /** As often as this; absent: once. */
  readonly times?: number;
  readonly event: string;
  /** What is kept of it where it is refused. */
  readonly record: () => unknown;
}

/**
 * The records of a request in their order, but for those that `plain` has taken when this returns: where there is one it
 * has begun with the body. Throws `Undecodable` and `TooMuch`.
 */
export function itemsOf(
  { form, body }: { readonly form: RequestForm; readonly body: Uint8Array },
  plain: PlainReader | null,
): Iterable<Item> {
  if ("json" in form) return jsonItems(form.json, body);
  switch (form.signal ?? "logs") {
    case "logs":
      return logItems(decodeLogs(body, form.otlp, plain));
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
