/** One OTLP `AnyValue`, as plain data. Integers beyond 2^53 arrive as bigint. */
export type AttributeValue =
  | string
  | number
  | bigint
  | boolean
  | null
  | Uint8Array
  | readonly AttributeValue[]
  | { readonly [key: string]: AttributeValue };

/** The attributes of a record or a resource. Built with a null prototype where bytes come from outside. */
export type Attributes = { readonly [key: string]: AttributeValue };

/** One OTLP log record as it travels: the event name, its instants and its attributes. */
export interface WireRecord {
  readonly eventName: string;
  /** Unix time in milliseconds; a fraction carries microseconds. */
  readonly timeMs: number;
  /** 32 lower hex digits, or empty. */
  readonly traceId: string;
  /** 16 lower hex digits, or empty. */
  readonly spanId: string;
  readonly attributes: Attributes;
}
