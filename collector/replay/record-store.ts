import {
  collectEvidence,
  type EvidenceGroup,
  type EvidenceRecord,
  type EvidenceRequest,
  type PriceList,
} from "@tiltmeter/rules";

/** Event time that records of one system, received of late, are about; both ends included. */
export interface LateRange {
  readonly of: "prediction" | "review" | "profile" | "outcome" | "score";
  readonly system: string;
  readonly fromMs: number;
  readonly toMs: number;
}

interface LateQuery {
  readonly kinds: readonly LateRange["of"][];
  /** Received in [sinceMs, upToMs); about [fromMs, beforeMs). */
  readonly sinceMs: number;
  readonly upToMs: number;
  readonly fromMs: number;
  readonly beforeMs: number;
}

/**
 * Records in memory that answer requests as the reference store does, without going through all of
 * them each time.
 *
 * A request is answered from the records of its window and those about the same predictions;
 * `presence` from the first and last signs of life of each system, `concerns` from all concerns.
 */
export class RecordStore {
  readonly #records: EvidenceRecord[] = [];
  readonly #prices: PriceList | null;
  /** Hour → indices of what happened in it. */
  readonly #byHour = new Map<number, number[]>();
  /** System and id of a prediction → indices of all that is about it. */
  readonly #byId = new Map<string, number[]>();
  readonly #concerns: number[] = [];
  readonly #received: number[] = [];
  readonly #signs = new Map<string, Signs>();

  /** `prices` are those of hosted models, for `costs`. */
  constructor(prices: PriceList | null = null) {
    this.#prices = prices;
  }

  get size(): number {
    return this.#records.length;
  }

  /** `receivedMs` by the collector's clock, for `lateRanges`; in the order of their receipt. */
  add(record: EvidenceRecord, receivedMs = 0): void {
    const { origin, statement } = record;
    const index = this.#records.push(record) - 1;
    // A clock that went back dates no receipt before an earlier one.
    this.#received.push(Math.max(receivedMs, this.#received.at(-1) ?? receivedMs));
    if ("timeMs" in statement) put(this.#byHour, hourOf(statement.timeMs), index);
    if ("id" in statement) put(this.#byId, identity(origin.system, statement.id), index);
    if (!WINDOWED.has(statement.kind)) this.#concerns.push(index);
    if (statement.kind === "prediction" || statement.kind === "heartbeat") {
      const key = JSON.stringify([origin.system, origin.environment, statement.kind]);
      const signs = this.#signs.get(key) ?? new Signs();
      this.#signs.set(key, signs);
      signs.add(statement.timeMs, index);
    }
  }

  fetchEvidence(request: EvidenceRequest): EvidenceGroup[] {
    return collectEvidence(request, this.#relevant(request), this.#prices);
  }

  /** Which event time records are about that were received in a time: an extent for each system and hour. */
  lateRanges(of: LateQuery): readonly LateRange[] {
    const ranges = new Map<string, LateRange>();
    for (let index = firstFrom(this.#received, of.sinceMs); ; index++) {
      const [record, receivedMs] = [this.#records[index], this.#received[index]];
      if (record === undefined || receivedMs === undefined || receivedMs >= of.upToMs) break;
      const kind = LATE[record.statement.kind];
      const aboutMs = this.#aboutMs(record);
      if (kind === undefined || !of.kinds.includes(kind) || aboutMs === null) continue;
      if (aboutMs < of.fromMs || aboutMs >= of.beforeMs) continue;
      const { system } = record.origin;
      const key = JSON.stringify([kind, system, hourOf(aboutMs)]);
      const { fromMs = aboutMs, toMs = aboutMs } = ranges.get(key) ?? {};
      const extent = { fromMs: Math.min(fromMs, aboutMs), toMs: Math.max(toMs, aboutMs) };
      ranges.set(key, { of: kind, system, ...extent });
    }
    return [...ranges.values()];
  }

  /** Truths and scores are dated by the prediction that they are about; null where it is not known. */
  #aboutMs({ origin, statement }: EvidenceRecord): number | null {
    if (!("timeMs" in statement)) return null;
    if (statement.kind !== "outcome" && statement.kind !== "score") return statement.timeMs;
    for (const index of this.#byId.get(identity(origin.system, statement.id)) ?? []) {
      const about = this.#records[index]?.statement;
      if (about?.kind === "prediction") return about.timeMs;
    }
    return null;
  }

  #relevant(request: EvidenceRequest): readonly EvidenceRecord[] {
    if (request.kind === "presence") {
      const found = [...this.#signs.values()].flatMap((signs) => signs.around(request.toMs));
      return this.#inOrder(found);
    }
    if (request.kind === "concerns") return this.#inOrder(this.#concerns);
    const wanted = new Set<number>();
    const asked = request.systems === undefined ? null : new Set(request.systems);
    for (let hour = hourOf(request.fromMs); hour <= hourOf(request.toMs); hour++) {
      for (const index of this.#byHour.get(hour) ?? []) {
        const record = this.#records[index];
        if (record === undefined || (asked !== null && !asked.has(record.origin.system))) continue;
        wanted.add(index);
        const { origin, statement } = record;
        if (!("id" in statement)) continue;
        // Of two with one id the first stands, wherever in time it lies; truths come later.
        const about = this.#byId.get(identity(origin.system, statement.id)) ?? [];
        for (const each of about) wanted.add(each);
      }
    }
    return this.#inOrder(wanted);
  }

  #inOrder(indices: Iterable<number>): readonly EvidenceRecord[] {
    return [...indices].sort((a, b) => a - b).flatMap((index) => this.#records[index] ?? []);
  }
}

/** Signs of life of one kind, system and environment: the first and the last before any instant. */
class Signs {
  readonly #signs: { readonly timeMs: number; readonly index: number }[] = [];
  #isSorted = true;

  add(timeMs: number, index: number): void {
    const last = this.#signs.at(-1);
    if (last !== undefined && last.timeMs > timeMs) this.#isSorted = false;
    this.#signs.push({ timeMs, index });
  }

  /** Indices of the first sign, and of the last before `toMs`. */
  around(toMs: number): readonly number[] {
    if (!this.#isSorted) this.#signs.sort((a, b) => a.timeMs - b.timeMs);
    this.#isSorted = true;
    let [low, high] = [0, this.#signs.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#signs[middle]?.timeMs ?? toMs) < toMs) low = middle + 1;
      else high = middle;
    }
    return [this.#signs[0], this.#signs[low - 1]].flatMap((sign) => sign?.index ?? []);
  }
}

/** What is read by its time and by the prediction it is about; anything else is read as a whole. */
const WINDOWED = new Set([
  "prediction",
  "outcome",
  "oversight",
  "score",
  "heartbeat",
  "profile",
  "change",
]);

/** The kinds of late data. */
const LATE: Readonly<Record<string, LateRange["of"]>> = {
  prediction: "prediction",
  oversight: "review",
  profile: "profile",
  outcome: "outcome",
  score: "score",
};

/** The first place from which on the ascending numbers are at least so much. */
function firstFrom(ascending: readonly number[], least: number): number {
  let [low, high] = [0, ascending.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((ascending[middle] ?? least) < least) low = middle + 1;
    else high = middle;
  }
  return low;
}

function put<K>(map: Map<K, number[]>, key: K, index: number): void {
  const known = map.get(key);
  if (known === undefined) map.set(key, [index]);
  else known.push(index);
}

function hourOf(ms: number): number {
  return Math.floor(ms / 3_600_000);
}

function identity(system: string, id: string): string {
  return JSON.stringify([system, id]);
}
