import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { systemsOf } from "@tiltmeter/rules";
import {
  type ErasureDecision,
  type ErasureTargets,
  type LegalBasis,
  recordErasure,
} from "../acts/erase.ts";
import {
  type ErasureSubject,
  parseErasureSubject,
  SUBJECT_FORMS,
} from "../acts/erasure-subject.ts";
import type { Journal } from "../journal/journal.ts";
import type { BatchSealed, SubjectErased } from "../ledger/entries/evidence.ts";
import type { Ledger } from "../ledger/ledger.ts";
import type { Sealer } from "../seals/sealer.ts";
import type { Store } from "../store/store.ts";
import { replaceFile } from "../words/replace-file.ts";
import type { TextAbout } from "../words/texts.ts";
import type { Closing } from "./closing.ts";
import type { Words } from "./open-words.ts";
import { said } from "./said.ts";
import { sealedEntries } from "./sealed-entries.ts";

/** What an erasure destroys, or would. */
export interface ErasureCount {
  readonly texts: number;
  readonly names: number;
  readonly rows: number;
  readonly keys: number;
}

export type ErasureAnswer =
  | (ErasureCount & {
      readonly kind: "done";
      /** Indexes of the entries that say so; empty where it was only asked what would be. */
      readonly entries: readonly number[];
    })
  | Extract<ErasureDecision, { kind: "refused" }>;

export interface Erasure {
  readonly erase: (of: {
    readonly subject: string;
    readonly request: string;
    readonly basis: LegalBasis;
    readonly reason: string;
    readonly by: string;
    /** Counts, and destroys nothing. */
    readonly dryRun: boolean;
  }) => Promise<ErasureAnswer>;
  /** Runs work between two erasures. */
  readonly between: <Result>(work: () => Promise<Result>) => Promise<Result>;
  /**
   * Erases once more what a newer ledger says is erased, after what is being erased; rows only as far as a
   * journal had them at the start. Resolves with how many entries were made.
   */
  readonly repeat: (known: readonly SubjectErased[]) => Promise<number>;
  /** Resolves once nothing of what was erased is on the disk. */
  readonly settled: () => Promise<void>;
}

/**
 * Erases by subject: first the ledger says it, then it is done; and at a start whatever a crash left undone.
 *
 * Rows of telemetry have their leaves kept before, so that the seals over them still verify, and the journal
 * lets go of batches that the store has, since it has them word for word.
 */
export async function openErasure(of: {
  /** The data folder. */
  readonly folder: string;
  readonly now: () => number;
  readonly ledger: Ledger;
  readonly words: Words;
  readonly store: Pick<Store, "seals">;
  readonly journal: Journal;
  readonly sealer: Sealer;
  /** Forgets the views that a person kept, by pseudonym. */
  readonly forgetViews: (person: string) => Promise<void>;
  /** Resolves once everything durable is applied. */
  readonly settled: () => Promise<void>;
  readonly closing: Closing;
  readonly log: (line: string) => void;
}): Promise<Erasure> {
  const { now, ledger, words, store, journal, closing, log } = of;
  const { seals } = store;
  let isStopped = false;
  let onDisk: Promise<unknown> = Promise.resolve();
  /** One at a time: two at once would each find what the other is destroying. */
  let turn: Promise<unknown> = Promise.resolve();
  closing.loop(null, async () => {
    isStopped = true;
    await onDisk;
  });

  /** What the ledger says is gone goes: words at once, rows of the store, and their old parts meanwhile. */
  async function destroy(
    targets: Pick<ErasureTargets, "texts" | "people" | "rows" | "keys">,
  ): Promise<void> {
    await words.texts.erase(targets.texts);
    // With its key every copy of a content is gone, also those that lie elsewhere.
    await words.contents.forget(targets.keys);
    for (const person of targets.people) {
      await words.credentials.forget(person);
      await words.people.forget(person);
      await of.forgetViews(person);
    }
    if (targets.rows.length > 0) {
      await journal.forgetApplied();
      await seals.erase(targets.rows);
    }
    await replaceFile(doneFile, String(ledger.size));
    if (targets.rows.length > 0) clearDisk(targets.rows);
  }

  /** Beside everything else: the engine takes most of a minute. */
  function clearDisk(rows: ErasureTargets["rows"]): void {
    onDisk = Promise.all([onDisk, seals.eraseFromDisk(rows, () => isStopped)]).catch((error) => {
      if (!isStopped) log(`erased rows may still be in old parts of the store: ${said(error)}`);
    });
  }

  /** Every erasure before this entry is done; those from it on are done again, after a crash. */
  const doneFile = join(of.folder, "words", "erased");
  const since = await readFile(doneFile, "utf8").then(Number, () => 0);
  const all = ledger.state.erasures.flatMap((each) => each.rows);
  // What an end came between is looked for once more, and the engine's settings are put back.
  if (all.length > 0) clearDisk(all);
  const undone = ledger.state.erasures.filter(({ index }) => index >= since);
  await words.contents.forget(undone.flatMap((each) => each.keys));
  const rows = undone.flatMap((each) => each.rows);
  if (rows.length > 0) {
    // Not before the journal's last batches are looked up: the applier would put back what is missing.
    turn = of
      .settled()
      .then(() => destroy({ texts: [], people: [], rows, keys: [] }))
      .catch((error) => {
        if (!isStopped) log(`an erasure is not finished, the next start goes on: ${said(error)}`);
      });
  }

  async function targetsOf(subject: ErasureSubject): Promise<ErasureTargets> {
    if (subject.kind === "data-subject" || subject.kind === "concern") {
      await of.settled();
      await of.sealer.seal();
      const rows = await seals.find(subject);
      const key =
        subject.kind === "data-subject"
          ? words.contents.keyOfSubject(subject.system, subject.subject)
          : null;
      const keys = key === null ? [] : [key];
      return { texts: [], people: [], rows, keys, systems: [subject.system] };
    }
    return wordsOf(subject, { ledger, words });
  }

  const erase: Erasure["erase"] = async ({ subject: text, dryRun, ...asked }) => {
    const subject = parseErasureSubject(text);
    if (subject === null) {
      const rule = `must be ${SUBJECT_FORMS}`;
      return { kind: "refused", reason: `subject ${rule}`, fields: { subject: rule } };
    }
    const targets = await targetsOf(subject);
    const count = countOf(targets);
    if (dryRun) return { kind: "done", entries: [], ...count };
    await keepLeaves(ledger, seals, targets);
    const decision = await recordErasure({ ...asked, targets }, now(), words.transact);
    if (decision.kind === "refused") return decision;
    await destroy(targets);
    return { ...decision, ...count };
  };
  const inTurn = <Result>(work: () => Promise<Result>): Promise<Result> => {
    const mine = turn.then(work);
    turn = mine.catch(() => undefined);
    return mine;
  };
  // What a journal has beyond is what came since, under numbers that were used before.
  const upToSeq = journal.lastSeq;
  const repeatOne = async (known: SubjectErased): Promise<number> => {
    const { request, basis, keys } = known;
    const rows = known.rows.filter((each) => each.journal !== journal.id || each.seq <= upToSeq);
    const texts = known.texts.filter((each) => words.texts.about(each)?.isErased === false);
    const people = known.people.filter((each) => words.people.nameOf(each) !== null);
    if (rows.length + texts.length + people.length === 0) return 0;
    await of.settled();
    const targets = { texts, people, rows, keys, systems: [] };
    await keepLeaves(ledger, seals, targets);
    const reason = "a backup from before the erasure was restored";
    const asked = { request, basis, reason, by: "tiltmeter", targets };
    const decision = await recordErasure(asked, now(), words.transact);
    if (decision.kind === "refused") throw new Error(decision.reason);
    await destroy(targets);
    return decision.entries.length;
  };
  return {
    between: inTurn,
    repeat: async (known) => {
      let entries = 0;
      for (const each of known) entries += await inTurn(() => repeatOne(each));
      return entries;
    },
    erase: (asked) => inTurn(() => erase(asked)),
    settled: async () => {
      await turn;
      await onDisk;
    },
  };
}

/** Texts and names of a person, a record or one commitment, with the keys that go with the last of them. */
async function wordsOf(
  subject: Extract<ErasureSubject, { kind: "person" | "record" | "text" }>,
  of: { readonly ledger: Ledger; readonly words: Words },
): Promise<ErasureTargets> {
  const { texts, people } = of.words;
  const standing = [...texts.all()].filter(({ isErased }) => !isErased);
  const person = subject.kind === "person" ? people.known(subject.name) : null;
  const isMine = (text: TextAbout): boolean => {
    if (subject.kind === "person") return text.by === person;
    if (subject.kind === "record") return text.subject === subject.id;
    return text.commitment === subject.commitment;
  };
  const mine = standing.filter(isMine);
  const left = new Set(standing.filter((text) => !mine.includes(text)).map((text) => text.subject));
  const emptied = new Set(mine.map((text) => text.subject).filter((each) => !left.has(each)));
  const named = person !== null && people.nameOf(person) !== null ? [person] : [];
  const keys = [
    ...[...emptied].map((each) => texts.keyId(each)),
    ...named.map((each) => people.keyId(each)),
  ].filter((each) => each !== null);
  const about = new Set(mine.map((text) => text.subject));
  const records = [...of.ledger.state.nonconformities.values()].filter(
    (record) =>
      about.has(record.id) || (person !== null && JSON.stringify(record).includes(person)),
  );
  const systems = new Set([
    ...records.flatMap(systemsOf),
    ...[...about].flatMap((each) => (each.startsWith("system:") ? [each.slice(7)] : [])),
  ]);
  return {
    texts: mine.map(({ commitment }) => commitment),
    people: named,
    rows: [],
    keys,
    systems: [...systems],
  };
}

/** The seals that the rows stand under have all their leaves kept: without them the rest proves nothing. */
async function keepLeaves(
  ledger: Ledger,
  seals: Store["seals"],
  { rows }: Pick<ErasureTargets, "rows">,
): Promise<void> {
  if (rows.length === 0) return;
  const wanted = (seal: BatchSealed): readonly string[] =>
    rows
      .filter(
        ({ journal, seq }) => journal === seal.journal && seq >= seal.fromSeq && seq <= seal.toSeq,
      )
      .map(({ table }) => table);
  for await (const { seal } of sealedEntries(ledger)) {
    const tables = wanted(seal);
    if (tables.length > 0) await seals.keepLeaves(seal, tables);
  }
}

function countOf({ texts, people, rows, keys }: ErasureTargets): ErasureCount {
  return {
    texts: texts.length,
    names: people.length,
    rows: rows.reduce((sum, batch) => sum + batch.rows.length, 0),
    keys: keys.length,
  };
}
