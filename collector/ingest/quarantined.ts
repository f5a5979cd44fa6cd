/** One refused record, as the store keeps it for people to look at. */
export interface QuarantineEntry {
  readonly receivedMs: number;
  /** Id of the key that sent it. */
  readonly key: string;
  readonly event: string;
  readonly reason: string;
  /** What was refused, as JSON of at most 8,192 characters: the beginning is enough to find the fault. */
  readonly record: string;
}

const RECORD_CHARACTERS = 8_192;
/** A name from outside, in a list for people. */
const EVENT_CHARACTERS = 256;

export function quarantined(of: {
  readonly receivedMs: number;
  readonly key: string;
  readonly index: number;
  readonly event: string;
  readonly reason: string;
  readonly record: unknown;
}): QuarantineEntry {
  return {
    receivedMs: of.receivedMs,
    key: of.key,
    event: of.event.slice(0, EVENT_CHARACTERS),
    reason: of.reason,
    record: JSON.stringify(of.record, printable).slice(0, RECORD_CHARACTERS),
  };
}

function printable(_key: string, value: unknown): unknown {
  if (typeof value === "bigint") return value.toString();
  if (value instanceof Uint8Array) return Buffer.from(value).toString("base64");
  if (typeof value === "number" && !Number.isFinite(value)) return String(value);
  return value;
}
