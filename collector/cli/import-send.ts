import { setTimeout as pause } from "node:timers/promises";
import { BATCH_ID_HEADER } from "@tiltmeter/sdk/wire/attributes";
import {
  type ApiAnswer,
  askCollector,
  type CollectorAddress,
  isRecord,
  refusalOf,
  unreachable,
} from "./collector-api.ts";
import type { ImportBatch, RejectedRow } from "./import-batches.ts";
import type { ImportKind } from "./import-fields.ts";

/** What became of one batch. */
export interface Sent {
  readonly batch: ImportBatch;
  readonly accepted: number;
  /** Of those, how many a batch on disk already held: it was sent before. */
  readonly repeated: number;
  /** By place in the file; of a batch with more than a thousand refusals, the first of them. */
  readonly rejected: readonly RejectedRow[];
  readonly rejectedCount: number;
}

export interface SendOptions {
  readonly address: CollectorAddress;
  readonly kind: ImportKind;
  /** Chance in [0, 1), for pauses. */
  readonly random: () => number;
  /** How long to try one batch before giving up. */
  readonly patienceMs: number;
  /** Told before each pause: why, and for how long. */
  readonly waiting: (reason: string, ms: number) => void;
  /** Ends pauses; requests under way are waited for. */
  readonly signal: AbortSignal;
}

const PAUSE_MS_MIN = 250;
const PAUSE_MS_MAX = 15_000;

/**
 * Sends one batch until it is on disk, patiently: 429, 5xx and nobody listening are tried again after
 * what Retry-After says, else after a pause that doubles. Throws where the collector refuses the
 * request itself, where patience ends, and where the signal says stop.
 */
export async function sendBatch(batch: ImportBatch, options: SendOptions): Promise<Sent> {
  const { address, kind, patienceMs, signal, random } = options;
  if (batch.body === "") {
    const { rejected } = batch;
    return { batch, accepted: 0, repeated: 0, rejected, rejectedCount: rejected.length };
  }
  let backoffMs = PAUSE_MS_MIN;
  for (let waitedMs = 0; ; ) {
    signal.throwIfAborted();
    const answer = await askCollector(address, {
      path: `/${kind}`,
      body: batch.body,
      headers: { [BATCH_ID_HEADER]: batch.batchId },
    }).catch((error: unknown) => unreachable(address.url, error));
    if (typeof answer !== "string" && isFinal(answer)) return sentOf(batch, answer, address);
    const reason = typeof answer === "string" ? answer : refusalOf(address.url, answer);
    const ms = retryAfterMs(answer) ?? backoffMs * (0.5 + random());
    if (waitedMs + ms > patienceMs) {
      throw new Error(`${reason}; tried for ${Math.round(waitedMs / 1000)} s`);
    }
    options.waiting(reason, ms);
    await pause(ms, undefined, { signal });
    waitedMs += ms;
    backoffMs = Math.min(PAUSE_MS_MAX, backoffMs * 2);
  }
}

function isFinal({ status }: ApiAnswer): boolean {
  return status !== 429 && status < 500;
}

function retryAfterMs(answer: ApiAnswer | string): number | null {
  const header = typeof answer === "string" ? null : answer.headers.get("retry-after");
  const seconds = Number(header ?? Number.NaN);
  return seconds > 0 ? Math.min(60, seconds) * 1000 : null;
}

/** 422 lists refused records as 200 does: then none was accepted. */
function sentOf(batch: ImportBatch, answer: ApiAnswer, { url }: CollectorAddress): Sent {
  const { json, status } = answer;
  if (!isRecord(json) || typeof json["accepted"] !== "number" || !Array.isArray(json["rejected"])) {
    throw new Error(refusalOf(url, answer));
  }
  if (status !== 200 && status !== 422) throw new Error(refusalOf(url, answer));
  const listed = json["rejected"].filter(isRecord).map((item) => ({
    row: batch.rows[Number(item["index"])] ?? batch.fromRow,
    reason: String(item["reason"]),
  }));
  const count = typeof json["rejectedCount"] === "number" ? json["rejectedCount"] : listed.length;
  const rejected = [...batch.rejected, ...listed].sort((a, b) => a.row - b.row);
  const wasThere = answer.headers.get("tiltmeter-repeated") === "true";
  return {
    batch,
    accepted: json["accepted"],
    repeated: wasThere ? json["accepted"] : 0,
    rejected,
    rejectedCount: batch.rejected.length + count,
  };
}
