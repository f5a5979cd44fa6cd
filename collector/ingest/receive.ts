import type { Telemetry } from "@tiltmeter/sdk/wire/telemetry";
import { admit } from "./admit.ts";
import { decodeLogs, type Encoding } from "./decode.ts";
import { eventNameOf } from "./dialects/tiltmeter.ts";
import { identify, identityOf } from "./identity.ts";
import type { JsonPath } from "./json-shapes.ts";
import { parseJson } from "./json-text.ts";
import { keptRecord, senderOf } from "./kept-record.ts";
import { LIMITS } from "./limits.ts";
import { type QuarantineEntry, quarantined } from "./quarantined.ts";
import { recognise } from "./recognise.ts";
import { recogniseJson } from "./recognise-json.ts";
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
  /** OTLP logs by encoding, or the path of the plain JSON ingest. */
  readonly form: { readonly otlp: Encoding } | { readonly json: JsonPath };
  /** As decompressed. */
  readonly body: Uint8Array;
}

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
  return async (request) => {
    const receivedMs = deps.now();
    const sorted = sort(request, receivedMs);
    if (sorted.refused.length > 0) deps.quarantine(sorted.refused.map(quarantined));
    const answer = {
      accepted: sorted.accepted.length,
      rejectedCount: sorted.refused.length,
      rejected: sorted.refused
        .slice(0, REJECTED_LISTED_MAX)
        .map(({ index, reason }) => ({ index, reason })),
      foreign: sorted.foreign,
    };
    if (answer.accepted === 0) return { ...answer, receipt: null };
    const { journal, seq, reply, duplicate } = await deps.append({
      ...identityOf({
        key: request.key.id,
        named: request.batchId,
        form: "otlp" in request.form ? request.form.otlp : request.form.json,
        body: request.body,
        suppliedMs: sorted.timesSupplied ? receivedMs : null,
      }),
      records: identify(sorted.accepted),
      reply: Buffer.from(JSON.stringify(answer)),
    });
    const repeated = duplicate === true ? { repeated: true as const } : {};
    return { ...firstAnswer(reply), receipt: { journal, seq }, ...repeated };
  };
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
  readonly timesSupplied: boolean;
}

function sort(request: ReceiveRequest, receivedMs: number): Sorted {
  const accepted: Telemetry[] = [];
  const refused: Parameters<typeof quarantined>[0][] = [];
  let foreign = 0;
  let timesSupplied = false;
  let index = 0;
  for (const { recognised, event, record } of itemsOf(request)) {
    const decided = decide(recognised, request.key, receivedMs);
    if (decided.kind === "telemetry") {
      accepted.push(decided.telemetry);
      timesSupplied ||= decided.timeSupplied;
    } else if (decided.kind === "rejected") {
      const { reason } = decided;
      refused.push({ index, reason, event, record: record(), key: request.key.id, receivedMs });
    } else foreign += 1;
    index += 1;
  }
  return { accepted, refused, foreign, timesSupplied };
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
  readonly event: string;
  /** What is kept of it where it is refused. */
  readonly record: () => unknown;
}

function* itemsOf({ form, body }: ReceiveRequest): Iterable<Item> {
  if ("otlp" in form) {
    for (const { resource, problem, records } of decodeLogs(body, form.otlp).groups) {
      const sender = senderOf(resource);
      for (const record of records) {
        const recognised = recognise(record, resource);
        const broken = record.problem ?? problem;
        yield {
          recognised:
            broken === null || recognised.kind === "foreign"
              ? recognised
              : { kind: "rejected", reason: broken },
          event: eventNameOf(record),
          record: () => keptRecord(record, sender, broken),
        };
      }
    }
  } else {
    const parsed = parseJson(body);
    const items = Array.isArray(parsed) ? parsed : [parsed];
    if (items.length > LIMITS.records) {
      throw new TooMuch(
        `a request has at most ${LIMITS.records} records, got ${items.length}; send smaller batches`,
      );
    }
    for (const item of items) {
      yield { recognised: recogniseJson(form.json, item), event: form.json, record: () => item };
    }
  }
}
