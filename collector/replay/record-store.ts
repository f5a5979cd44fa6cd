import {
  collectEvidence,
  type EvidenceGroup,
  type EvidenceRecord,
  type EvidenceRequest,
} from "@tiltmeter/rules";

/**
 * Records in memory that answer requests as the reference store does, without going through all of
 * them each time.
 *
 * A request is answered from the records of its window and those about the same predictions;
 * `presence` from the first and last signs of life of each system, `concerns` from all concerns.
 */
export class RecordStore {
  readonly #records: EvidenceRecord[] = [];
  /** Hour → indices of what happened in it. */
  readonly #byHour = new Map<number, number[]>();
  /** System and id of a prediction → indices of all that is about it. */
  readonly #byId = new Map<string, number[]>();
  readonly #concerns: number[] = [];
  readonly #signs = new Map<string, Signs>();

  get size(): number {
    return this.#records.length;
  }

  add(record: EvidenceRecord): void {
    const { origin, statement } = record;
    const index = this.#records.push(record) - 1;
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
    return collectEvidence(request, this.#relevant(request));
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
