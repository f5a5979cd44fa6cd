import type { AttributeValue, WireRecord } from "@tiltmeter/sdk/wire/attribute-value";
import { LIMITS } from "./limits.ts";
import { show } from "./show.ts";
import { TooMuch } from "./undecodable.ts";

/** Attributes while they are being built; no prototype, so no name in them means anything. */
export type MutableAttributes = { [key: string]: AttributeValue };

export function noAttributes(): MutableAttributes {
  return Object.create(null);
}

/** The instrumentation that made a record, and the version of the conventions that it claims; `""` where not said. */
export interface Scope {
  readonly name: string;
  readonly version: string;
  readonly schemaUrl: string;
}

/** A longer name, version or address of a scope is left out: it says nothing that a record's meaning takes. */
export function isScopeText(bytes: number): boolean {
  return bytes <= LIMITS.keyBytes;
}

/** The bit of a record's flags, as of W3C Trace Context. */
export const SAMPLED = 1;

export const NO_SCOPE: Scope = { name: "", version: "", schemaUrl: "" };

/** One record of a request; `timeMs` is 0 where the sender gave none. */
export interface DecodedRecord extends WireRecord {
  /** Whether its trace is recorded, so that a span tells of the same; false where not said. */
  readonly isSampled: boolean;
  /** The first limit that the record breaks, in words; it is then refused. Null: none. */
  readonly problem: string | null;
  readonly scope: Scope;
}

/** One OTLP request, grouped by who sent. Record indices run through all groups in order. */
export interface Decoded<Item> {
  readonly groups: readonly {
    readonly resource: MutableAttributes;
    readonly problem: string | null;
    readonly records: readonly Item[];
  }[];
}

/** One span, with what dialects read of it; times are 0 where the sender gave none. */
export interface DecodedSpan {
  /** 32 lower hex digits, or `""`. */
  readonly traceId: string;
  /** 16 lower hex digits each, or `""`. */
  readonly spanId: string;
  readonly parentSpanId: string;
  readonly name: string;
  readonly startMs: number;
  readonly endMs: number;
  readonly isError: boolean;
  readonly attributes: MutableAttributes;
  /** Exceptions and choices, in order. */
  readonly events: readonly SpanEvent[];
  readonly scope: Scope;
}

export interface SpanEvent {
  readonly name: string;
  readonly attributes: MutableAttributes;
}

/** One data point of a metric about calls of generative models. */
export interface DecodedPoint {
  readonly metric: string;
  readonly unit: string;
  readonly kind: "histogram" | "sum";
  readonly temporality: "delta" | "cumulative" | "unspecified";
  readonly startMs: number;
  readonly timeMs: number;
  readonly attributes: MutableAttributes;
  /** Observations of a histogram; null of a sum. */
  readonly count: number | null;
  /** Of a histogram what it observed, if it says; of a sum its value. */
  readonly sum: number | null;
  /** The sender says that there is no value. */
  readonly isMissing: boolean;
  readonly scope: Scope;
}

/** As OTLP numbers them. */
export const TEMPORALITIES = ["unspecified", "delta", "cumulative"] as const;

/** Whether a metric is one of clients about calls of generative models, of any version of the conventions. */
export function isClientMetric(name: string): boolean {
  return name.startsWith("gen_ai.client.");
}

/** `foreign`: data points of other metrics, and of gauges and summaries, which are not read. */
export interface DecodedMetrics extends Decoded<DecodedPoint> {
  readonly foreign: number;
}

export type DecodedSpans = Decoded<DecodedSpan>;

export type DecodedLogs = Decoded<DecodedRecord>;

/**
 * What one record (or one resource) has used of its limits while it is decoded.
 *
 * Both decoders ask it before they keep something, so a record that goes over costs no memory
 * beyond its limits. Only the first broken limit is kept.
 */
export class Allowance {
  problem: string | null = null;
  #attributes = 0;
  #values = 0;
  readonly #of: string;

  constructor(of: "record" | "resource") {
    this.#of = of;
  }

  /** What is too long of records of others is left out of them, and is no reason against the rest. */
  forgive(): void {
    this.problem = null;
  }

  attribute(): boolean {
    this.#attributes += 1;
    return this.#keep(
      this.#attributes <= LIMITS.attributes,
      () => `a ${this.#of} has at most ${LIMITS.attributes} attributes; use one map attribute`,
    );
  }

  value(key: string, depth: number): boolean {
    this.#values += 1;
    const valuesMax = this.#of === "record" ? LIMITS.recordValues : LIMITS.values;
    return (
      this.#keep(
        depth <= LIMITS.depth,
        () => `${show(key)} must nest at most ${LIMITS.depth} levels deep`,
      ) &&
      this.#keep(
        this.#values <= valuesMax,
        () => `a ${this.#of} has at most ${valuesMax} values, ${show(key)} goes beyond`,
      )
    );
  }

  key(key: () => string, bytes: number): boolean {
    return this.#keep(
      bytes <= LIMITS.keyBytes,
      () => `a key has at most ${LIMITS.keyBytes} bytes, got ${bytes} in ${show(key())}`,
    );
  }

  size(key: string, bytes: number): boolean {
    return this.#keep(
      bytes <= LIMITS.valueBytes,
      () => `${show(key)} has at most ${LIMITS.valueBytes} bytes, got ${bytes}`,
    );
  }

  #keep(holds: boolean, rule: () => string): boolean {
    if (!holds) this.problem ??= rule();
    return holds;
  }
}

/** Counts records and groups of one request; throws `TooMuch` beyond the limits. */
export class RequestCount {
  #records = 0;
  #groups = 0;

  /** Records so far. */
  get records(): number {
    return this.#records;
  }

  record(): void {
    this.#records += 1;
    if (this.#records > LIMITS.records) {
      throw new TooMuch(
        `a request has at most ${LIMITS.records} records; send smaller batches (stock exporters send 512)`,
      );
    }
  }

  group(): void {
    this.#groups += 1;
    if (this.#groups > LIMITS.groups) {
      throw new TooMuch(`a request has at most ${LIMITS.groups} resources and scopes`);
    }
  }
}

/** Unix nanoseconds as two 32-bit halves → milliseconds, to the nearest microsecond. */
export function nanosToMs(high: number, low: number): number {
  // 2^32 = 1000 × 4294967 + 296, so all of it is whole numbers of at most 53 bits.
  const micros = high * 4_294_967 + Math.round((high * 296 + low) / 1000);
  return micros / 1000;
}
