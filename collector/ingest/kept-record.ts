import type { Attributes, AttributeValue } from "@tiltmeter/sdk/wire/attribute-value";
import { RESOURCE } from "@tiltmeter/sdk/wire/attributes";
import type { DecodedRecord } from "./decoded.ts";

/** Beside a refused record's attributes: what else it takes to send it again; null where it is not all here. */
export const REPLAY = "tiltmeter.replay";

/** What of a log record is in none of its attributes, and which of those kept are of its resource. */
export interface ReplayNote {
  readonly timeMs: number;
  readonly traceId: string;
  readonly spanId: string;
  readonly resource: readonly string[];
}

const SENDER_CHARACTERS = 256;

/** What a refused record is kept with of its resource. */
export interface Sender {
  readonly named: Readonly<Record<string, string>>;
  /** Whether that is all that a record's meaning takes of it. */
  readonly isWhole: boolean;
}

/** Little of a resource, since a request may repeat it 10,000 times. */
export function senderOf(resource: Attributes): Sender {
  const named: Record<string, string> = {};
  let isWhole = true;
  for (const name of Object.values(RESOURCE)) {
    const value = resource[name] ?? null;
    if (value === null) continue;
    if (typeof value !== "string" || value.length > SENDER_CHARACTERS) isWhole = false;
    if (typeof value === "string") named[name] = value.slice(0, SENDER_CHARACTERS);
  }
  return { named, isWhole };
}

/** A refused log record as it is kept: its attributes with those of its sender, and what a replay takes. */
export function keptRecord(record: DecodedRecord, sender: Sender, broken: string | null): unknown {
  const { attributes, timeMs, traceId, spanId } = record;
  const names = Object.keys(sender.named);
  // Of a record that breaks a limit, what was beyond it is gone.
  const isWhole =
    broken === null &&
    sender.isWhole &&
    !names.some((name) => Object.hasOwn(attributes, name)) &&
    isPlain(attributes);
  const note: ReplayNote | null = isWhole ? { timeMs, traceId, spanId, resource: names } : null;
  return { ...sender.named, ...attributes, [REPLAY]: note };
}

/** Whether JSON carries a value as it is: no bytes, no integer beyond 53 bits, no NaN. */
function isPlain(value: AttributeValue): boolean {
  switch (typeof value) {
    case "bigint":
      return false;
    case "number":
      return Number.isFinite(value);
    case "object":
      if (value === null) return true;
      return !(value instanceof Uint8Array) && Object.values(value).every(isPlain);
    default:
      return true;
  }
}
