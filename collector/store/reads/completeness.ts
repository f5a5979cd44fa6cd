import type { Read } from "../engine/read.ts";
import { asNumber, asRecord, asText } from "../row-values.ts";
import type { Counted } from "./tally.ts";

/** Whether everything that a system's producers issued has arrived, by their own counting. */
export interface Completeness {
  /** Sequence numbers issued, as far as known: the highest seen or declared, by producer and class. */
  readonly expected: number;
  /** Of these, those that the store holds: as evidence, repeat, conflict or in quarantine. */
  readonly stored: number;
  /** Dropped by a producer, which says so. */
  readonly declaredDrops: number;
  /** What is left: lost without a word, or still on the way. Never negative. */
  readonly unexplained: number;
}

/** The classes of records, as producers count them, and where their rows are. */
const CLASSES = {
  prediction: "predictions_v1",
  outcome: "outcomes_v1",
  oversight: "oversight_v1",
  score: "scores_v1",
  concern: "concerns_v1",
  change: "changes_v1",
  heartbeat: "heartbeats_v1",
  profile: "profiles_v1",
} as const;

/**
 * The class of record that a heartbeat's `dropped` counts under a name: `prediction` of `prediction.queue_full`. Null
 * where it counts what was no record: a selector's fault (`hook.features`), values left out of records that did go.
 */
export function lostClass(name: string): string | null {
  const kind = name.split(".")[0] ?? "";
  return Object.hasOwn(CLASSES, kind) ? kind : null;
}

/** Sequence numbers of one producer and class. */
interface Held {
  readonly producer: string;
  readonly kind: string;
  readonly lowest: number;
  readonly highest: number;
  readonly held: number;
}

/** The last word of a producer: heartbeats say totals so far. */
interface Declared {
  readonly producer: string;
  readonly micros: number;
  readonly lastSeq: Readonly<Record<string, number>>;
  readonly dropped: Readonly<Record<string, number>>;
}

/** What the producers of one system have said and sent. */
interface Numbered {
  readonly held: ReadonlyMap<string, Held>;
  readonly declared: ReadonlyMap<string, Declared>;
}

/** What producers have said and sent, by system. */
export type Numbers = ReadonlyMap<string, Numbered>;

/**
 * Expected less stored less declared drops, over all producers and classes of a system.
 *
 * Null where no producer numbers its records: not measured, which is not zero.
 */
export async function readCompleteness(read: Read, system: string): Promise<Completeness | null> {
  const own = { where: "system = {system:String}", parameters: { system } };
  return completenessIn(await readNumbers(read, own), system);
}

/** What the numbers say of one system; null as for `readCompleteness`. */
export function completenessIn(numbers: Numbers, system: string): Completeness | null {
  const own = [...completenessByProducer(numbers, system).values()];
  if (own.length === 0) return null;
  return own.reduce((sum, each) => ({
    expected: sum.expected + each.expected,
    stored: sum.stored + each.stored,
    declaredDrops: sum.declaredDrops + each.declaredDrops,
    unexplained: sum.unexplained + each.unexplained,
  }));
}

/** The same of each producer that numbers its records. */
export function completenessByProducer(
  numbers: Numbers,
  system: string,
): ReadonlyMap<string, Completeness> {
  const own = numbers.get(system);
  if (own === undefined) return new Map();
  type Known = { expected: number; stored: number; declared: number };
  const known = new Map<string, Map<string, Known>>();
  const at = (producer: string, kind: string): Known => {
    const kinds = known.get(producer) ?? new Map<string, Known>();
    known.set(producer, kinds);
    const found = kinds.get(kind) ?? { expected: 0, stored: 0, declared: 0 };
    kinds.set(kind, found);
    return found;
  };
  for (const { producer, kind, highest, held } of own.held.values()) {
    const found = at(producer, kind);
    found.expected = Math.max(found.expected, highest);
    found.stored += held;
  }
  for (const { producer, lastSeq, dropped } of own.declared.values()) {
    for (const [kind, highest] of Object.entries(lastSeq)) {
      const found = at(producer, kind);
      found.expected = Math.max(found.expected, highest);
    }
    for (const [name, lost] of Object.entries(dropped)) {
      const kind = lostClass(name);
      if (kind !== null) at(producer, kind).declared += lost;
    }
  }
  return new Map(
    [...known].map(([producer, kinds]) => {
      const sum = { expected: 0, stored: 0, declaredDrops: 0, unexplained: 0 };
      for (const { expected, stored, declared } of kinds.values()) {
        sum.expected += expected;
        sum.stored += stored;
        sum.declaredDrops += declared;
        sum.unexplained += Math.max(0, expected - stored - declared);
      }
      return [producer, sum];
    }),
  );
}

/** The numbers of these rows. A second for ten million: distinct ones are counted in a bitmap. */
export async function readNumbers(read: Read, rows: Counted): Promise<Numbers> {
  const stored = [
    ...Object.entries(CLASSES).map(
      ([kind, table]) =>
        `SELECT system, producer, '${kind}' AS class, seq FROM ${table} WHERE ${rows.where} AND seq > 0`,
    ),
    `SELECT system, producer, toString(kind) AS class, seq FROM corrections_v1 WHERE ${rows.where} AND seq > 0`,
  ].join(" UNION ALL ");
  const [held, declared] = await Promise.all([
    read(
      "completeness.held",
      `SELECT system, producer, class, min(seq), max(seq), groupBitmap(seq) FROM (${stored})
       GROUP BY system, producer, class`,
      rows.parameters,
    ),
    read(
      "completeness.declared",
      `SELECT system, producer, toUnixTimestamp64Micro(max(time)), argMax(last_seq, time), argMax(dropped, time)
       FROM heartbeats_v1 WHERE ${rows.where} GROUP BY system, producer`,
      rows.parameters,
    ),
  ]);
  const all = new Map<string, { held: Map<string, Held>; declared: Map<string, Declared> }>();
  const of = (system: string) => {
    const found = all.get(system) ?? { held: new Map(), declared: new Map() };
    all.set(system, found);
    return found;
  };
  for (const [system, ...own] of held) {
    const [producer, kind, lowest, highest, count] = own;
    of(asText(system)).held.set(`${asText(producer)}\n${asText(kind)}`, {
      producer: asText(producer),
      kind: asText(kind),
      lowest: asNumber(lowest),
      highest: asNumber(highest),
      held: asNumber(count),
    });
  }
  for (const [system, producer, micros, lastSeq, dropped] of declared) {
    of(asText(system)).declared.set(asText(producer), {
      producer: asText(producer),
      micros: asNumber(micros),
      lastSeq: asRecord(lastSeq, asNumber),
      dropped: asRecord(dropped, asNumber),
    });
  }
  return all;
}

/**
 * The numbers of rows and of further ones. Those of a producer that come in order follow on; of one that
 * has sent lower ones than it had before, `recount` says what there is by now.
 */
export async function joinNumbers(
  before: Numbers,
  more: Numbers,
  recount: (systems: readonly string[]) => Promise<Numbers>,
): Promise<Numbers> {
  if (more.size === 0) return before;
  const all = new Map(before);
  const unclear: string[] = [];
  for (const [system, { held, declared }] of more) {
    const known = all.get(system);
    const isUnclear = [...held].some(
      ([key, { lowest }]) => lowest <= (known?.held.get(key)?.highest ?? 0),
    );
    if (isUnclear) unclear.push(system);
    else all.set(system, known === undefined ? { held, declared } : followed(known, more, system));
  }
  if (unclear.length > 0) {
    for (const [system, numbered] of await recount(unclear)) all.set(system, numbered);
  }
  return all;
}

function followed(before: Numbered, more: Numbers, system: string): Numbered {
  const [held, declared] = [new Map(before.held), new Map(before.declared)];
  const { held: heldSince = [], declared: declaredSince = [] } = more.get(system) ?? {};
  for (const [key, since] of heldSince) {
    const known = held.get(key);
    held.set(
      key,
      known === undefined
        ? since
        : { ...since, lowest: known.lowest, held: known.held + since.held },
    );
  }
  for (const [producer, since] of declaredSince) {
    if (since.micros >= (declared.get(producer)?.micros ?? 0)) declared.set(producer, since);
  }
  return { held, declared };
}
