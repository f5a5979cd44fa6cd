/** What one request and one record may hold. Each has a reason beside it; all are told in rejections. */
export const LIMITS = {
  /** Levels of nesting of one attribute value; real payloads use three. */
  depth: 16,
  attributes: 128,
  /** Features and segments of one prediction, and values of one resource: a model of a thousand features. */
  values: 1024,
  /**
   * Values in all attributes of one record, nested ones counted: a profile's cells and magnitudes, each
   * twice. It costs no memory that `values` would save: a request of 10,000 records holds no more in all
   * than its bytes allow.
   */
  recordValues: 80_000,
  /** Cells of one profile: those of a baseline are 200, or 1,024 buckets of a text's words. */
  cells: 5_000,
  /** Finish reasons of a call, one a choice, and its tools: providers allow 128 of either. */
  choices: 128,
  /** Clients of models that one heartbeat names. */
  watched: 256,
  /** Events of one span that are read: one choice each, or one failed attempt. */
  spanEvents: 128,
  keyBytes: 256,
  /** 32 KiB. */
  valueBytes: 32_768,
  /** Stock exporters send 512 at a time. */
  records: 10_000,
  /** Resources and scopes of one request: one each is common, and an empty one costs two bytes to send. */
  groups: 10_000,
  /** Characters of an id, and of a system's name: both are keys of every table. */
  idCharacters: 256,
  /** Objects and arrays of one JSON text: a body of 16 MiB of real telemetry has 800,000. */
  containers: 1_000_000,
  /** Nesting of a JSON text: 16 levels of OTLP values take 4 each, and the rest of a request 8. */
  textDepth: 256,
} as const;

/** Times end before this: microseconds have 53 bits until June 2255, and the store's nanoseconds 64 until 2262. */
export const TIME_MS_MAX: number = Date.UTC(2255, 0, 1);

/** Names that break plain objects further down; refused as names, whatever the record. */
const RESERVED = new Set(["__proto__", "constructor", "prototype"]);

export function isReserved(name: string): boolean {
  return RESERVED.has(name);
}
