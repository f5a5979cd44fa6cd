import { createHash } from "node:crypto";
import type { Telemetry } from "@tiltmeter/sdk/wire/telemetry";

/**
 * Gives every prediction without an id one that is made of what it says: system, producer, trace
 * and span, time and content, and its place among equal ones of the same request.
 *
 * A sender that repeats a request, byte for byte, so names the same predictions again, and the
 * store keeps them once. Two records of one request that say exactly the same stay two.
 */
export function identify(records: readonly Telemetry[]): readonly Telemetry[] {
  const seen = new Map<string, number>();
  return records.map((telemetry) => {
    const { statement } = telemetry;
    if (statement.kind !== "prediction" || statement.id !== "") return telemetry;
    const digest = digestOf(telemetry);
    const place = seen.get(digest) ?? 0;
    seen.set(digest, place + 1);
    const id = `made-${digest}${place === 0 ? "" : `-${place}`}`;
    return { ...telemetry, statement: { ...statement, id } };
  });
}

/** 128 bits in hexadecimal: 2^-65 that any two of 2^32 predictions meet. */
function digestOf(telemetry: Telemetry): string {
  return createHash("sha256").update(JSON.stringify(telemetry, exact)).digest("hex").slice(0, 32);
}

/** JSON would write NaN and the infinities as null. */
function exact(_key: string, value: unknown): unknown {
  return typeof value === "number" && !Number.isFinite(value) ? String(value) : value;
}

/**
 * The batch's identity, 16 bytes: what the sender named it (`Tiltmeter-Batch-Id`), else a digest of
 * the body as decompressed, since stock exporters repeat identical bytes. One key never meets
 * another's batches. `receivedMs` joins in where the receiver had to supply a time: then two equal
 * bodies are two statements, made at two times.
 */
export function batchIdOf(of: {
  readonly key: string;
  readonly named: Uint8Array | null;
  readonly form: string;
  readonly body: Uint8Array;
  readonly receivedMs: number | null;
}): Uint8Array {
  const hash = createHash("sha256").update(`${of.key}\n`);
  if (of.named !== null) hash.update("named\n").update(of.named);
  else hash.update(`${of.form}\n${of.receivedMs ?? ""}\n`).update(of.body);
  return Uint8Array.from(hash.digest().subarray(0, 16));
}
