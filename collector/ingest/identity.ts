import { createHash, type Hash } from "node:crypto";
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

/** What a batch is known by, 16 bytes each. */
export interface BatchIdentity {
  /**
   * What the sender named it (`Tiltmeter-Batch-Id`), else a digest of the body, since stock
   * exporters repeat identical bytes. One key never meets another's batches. Where the receiver had
   * to supply a time that joins in: then two equal bodies are two statements, made at two times.
   */
  readonly batchId: Uint8Array;
  /** Of the body as decompressed: tells a retry from other records under the same name. */
  readonly digest: Uint8Array;
}

export function identityOf(of: {
  readonly key: string;
  readonly named: Uint8Array | null;
  readonly form: string;
  readonly body: Uint8Array;
  /** When it was received, where the receiver supplied a time. */
  readonly suppliedMs: number | null;
}): BatchIdentity {
  const digest = short(createHash("sha256").update(`${of.form}\n`).update(of.body));
  const name =
    of.named === null
      ? createHash("sha256")
          .update(`${of.key}\n${of.suppliedMs ?? ""}\n`)
          .update(digest)
      : createHash("sha256").update(`${of.key}\nnamed\n`).update(of.named);
  return { batchId: short(name), digest };
}

function short(hash: Hash): Uint8Array {
  return Uint8Array.from(hash.digest().subarray(0, 16));
}
