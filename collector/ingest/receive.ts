import type { Telemetry } from "@tiltmeter/sdk/wire/telemetry";
import { columnsOf, isPlainPrediction } from "../columns/columns-of.ts";
import type { PredictionColumns } from "../columns/prediction-columns.ts";
import { admit } from "./admit.ts";
import { foldColumns } from "./fold-columns.ts";
import { foldNames } from "./fold-names.ts";
import { identify, identityOf } from "./identity.ts";
import { createLateCalls, type LateCalls } from "./late-calls.ts";
import type { NameBudget } from "./name-budget.ts";
import { PlainReader } from "./plain/plain-reader.ts";
import { type QuarantineEntry, quarantined } from "./quarantined.ts";
import type { Recognised } from "./recognised.ts";
import { itemsOf, type RequestForm } from "./request-items.ts";
import { show } from "./show.ts";

/** One request as it arrived: whose key, under which batch id, in which form. */
export interface ReceiveRequest {
  readonly key: {
    readonly id: string;
    /** Systems that the key may append to; null: all. */
    readonly systems: readonly string[] | null;
  };
  /** `Tiltmeter-Batch-Id`, 16 bytes; null where the sender named none. */
  readonly batchId: Uint8Array | null;
  readonly form: RequestForm;
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
  /** Records about calls that other records tell of; absent: none. */
  readonly elsewhere?: number;
  /** Features and segments whose names were too many for their system and day, and are in `_overflow`; absent: none. */
  readonly folded?: number;
  /** Where the accepted records are on disk; null where none were. */
  readonly receipt: { readonly journal: string; readonly seq: number } | null;
  /** The batch was on disk before: this is the answer of the first time. */
  readonly repeated?: true;
}

export interface ReceiveDeps {
  /** Resolves once the batch is on disk: `Journal.append`. */
  readonly append: (batch: {
    readonly batchId: Uint8Array;
    /** They take the places that `predictions` leaves free, in order. */
    readonly records: readonly Telemetry[];
    readonly predictions: PredictionColumns | null;
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
  /** Names that systems give their features and segments, by the day; absent: as many as they like. */
  readonly names?: NameBudget;
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
  const calls = createLateCalls();
  // From the beginning to the columns nothing is waited for, so that one is enough for all requests.
  const plain = new PlainReader();
  const { names } = deps;
  return async (request) => {
    const receivedMs = deps.now();
    const sorted = sort(request, { receivedMs, calls, plain, names });
    if (sorted.refused.length > 0) deps.quarantine(sorted.refused.map(quarantined));
    const answer = {
      accepted: sorted.accepted.length + (sorted.plain?.rows ?? 0),
      rejectedCount: sorted.refused.length,
      rejected: sorted.refused
        .slice(0, REJECTED_LISTED_MAX)
        .map(({ index, reason }) => ({ index, reason })),
      foreign: sorted.foreign,
      ...(sorted.elsewhere === 0 ? {} : { elsewhere: sorted.elsewhere }),
      ...(sorted.folded === 0 ? {} : { folded: sorted.folded }),
    };
    if (answer.accepted === 0) return { ...answer, receipt: null };
    const { records, predictions } = byColumn(identify(sorted.accepted), sorted.plain);
    const { journal, seq, reply, duplicate } = await deps.append({
      ...identityOf({
        key: request.key.id,
        named: request.batchId,
        form: formName(request.form),
        body: request.body,
        suppliedMs: sorted.timesSupplied ? receivedMs : null,
      }),
      records,
      predictions,
      reply: Buffer.from(JSON.stringify(answer)),
    });
    calls.add(records, receivedMs);
    const repeated = duplicate === true ? { repeated: true as const } : {};
    return { ...firstAnswer(reply), receipt: { journal, seq }, ...repeated };
  };
}

/** As a batch is told apart by; logs have had the bare names from the beginning. */
function formName(form: RequestForm): string {
  if ("json" in form) return form.json;
  const { otlp, signal = "logs" } = form;
  return signal === "logs" ? otlp : `${signal} ${otlp}`;
}

/** The answer is kept beside its batch for a day, so a batch of nothing but refusals must not be a burden. */
const REJECTED_LISTED_MAX = 1_000;

/** Our own bytes, kept beside the batch by the journal. */
function firstAnswer(reply: Uint8Array): Omit<Answer, "receipt"> {
  return JSON.parse(Buffer.from(reply).toString());
}

interface Sorted {
  readonly accepted: readonly Telemetry[];
  /** What was read straight into columns; `accepted` takes the places that they leave free. */
  readonly plain: PredictionColumns | null;
  readonly refused: readonly Parameters<typeof quarantined>[0][];
  readonly foreign: number;
  readonly elsewhere: number;
  readonly folded: number;
  readonly timesSupplied: boolean;
}

function sort(
  request: ReceiveRequest,
  of: {
    readonly receivedMs: number;
    readonly calls: LateCalls;
    readonly plain: PlainReader;
    readonly names: NameBudget | undefined;
  },
): Sorted {
  const { receivedMs, calls, plain, names } = of;
  const accepted: Telemetry[] = [];
  const refused: Parameters<typeof quarantined>[0][] = [];
  let foreign = 0;
  let elsewhere = 0;
  let folded = 0;
  let timesSupplied = false;
  plain.begin(request.body, request.key.systems);
  const items = itemsOf(request, plain);
  const taken = plain.taken();
  const places = new Uint32Array(taken.length);
  let placed = 0;
  let index = 0;
  /** Goes by what was taken before the next item, and gives that a place. */
  const passTaken = (): void => {
    for (; taken[placed] === index; placed += 1, index += 1)
      places[placed] = accepted.length + placed;
  };
  for (const { recognised, event, record, times = 1 } of items) {
    passTaken();
    const decided = decide(recognised, { key: request.key, receivedMs, names });
    if (decided.kind === "telemetry") {
      const telemetry = calls.understood(decided.telemetry, receivedMs);
      if (telemetry === null) elsewhere += 1;
      else {
        accepted.push(telemetry);
        folded += decided.folded;
        timesSupplied ||= decided.timeSupplied;
      }
    } else if (decided.kind === "rejected") {
      const { reason } = decided;
      refused.push({ index, reason, event, record: record(), key: request.key.id, receivedMs });
    } else if (decided.kind === "elsewhere") elsewhere += 1;
    else foreign += times;
    index += 1;
  }
  passTaken();
  let columns = plain.columns(places);
  if (columns !== null && names !== undefined) {
    const made = foldColumns(columns, names, receivedMs);
    columns = made.columns;
    folded += made.folded;
  }
  return { accepted, plain: columns, refused, foreign, elsewhere, folded, timesSupplied };
}

/** What was not read straight into columns is put there, unless some was: few would be worth no second making of all. */
function byColumn(
  accepted: readonly Telemetry[],
  plain: PredictionColumns | null,
): { readonly records: readonly Telemetry[]; readonly predictions: PredictionColumns | null } {
  if (plain !== null) return { records: accepted, predictions: plain };
  const placed = accepted
    .map((telemetry, place) => ({ place, telemetry }))
    .filter(({ telemetry }) => isPlainPrediction(telemetry));
  if (placed.length === 0) return { records: accepted, predictions: null };
  return {
    records: accepted.filter((telemetry) => !isPlainPrediction(telemetry)),
    predictions: columnsOf(placed),
  };
}

type Decided =
  | {
      readonly kind: "telemetry";
      readonly telemetry: Telemetry;
      readonly folded: number;
      readonly timeSupplied: boolean;
    }
  | Exclude<Recognised, { kind: "telemetry" }>;

function decide(
  recognised: Recognised,
  of: {
    readonly key: ReceiveRequest["key"];
    readonly receivedMs: number;
    readonly names: NameBudget | undefined;
  },
): Decided {
  const { key, receivedMs, names } = of;
  if (recognised.kind !== "telemetry") return recognised;
  const admitted = admit(recognised.telemetry, receivedMs);
  if ("kind" in admitted) return admitted;
  const { system } = admitted.origin;
  if (key.systems !== null && !key.systems.includes(system)) {
    const reason = `key ${key.id} may not append to system ${show(system)}; its systems are ${key.systems.join(", ")}`;
    return { kind: "rejected", reason };
  }
  const made =
    names === undefined
      ? { telemetry: admitted, folded: 0 }
      : foldNames(admitted, names, receivedMs);
  if ("kind" in made) return made;
  const timeSupplied = recognised.telemetry.statement.timeMs === 0;
  return { kind: "telemetry", ...made, timeSupplied };
}
