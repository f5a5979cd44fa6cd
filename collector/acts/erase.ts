import { type Hold, isHeld } from "@tiltmeter/rules";
import type { Transact } from "./transact.ts";

/** On what an erasure stands. */
export const LEGAL_BASES = [
  "gdpr-17",
  "gdpr-21",
  "ccpa-1798.105",
  "consent-withdrawn",
  "court-order",
  "other",
] as const;
export type LegalBasis = (typeof LEGAL_BASES)[number];

/** Rows of one batch of a journal in one table. */
interface ErasedRows {
  readonly table: string;
  readonly journal: string;
  readonly seq: number;
  readonly rows: readonly number[];
}

/** As the ledger records it. */
export interface SubjectErased {
  readonly type: "subject_erased";
  readonly atMs: number;
  readonly by: string;
  readonly request: string;
  readonly basis: LegalBasis;
  readonly reason: string;
  readonly texts: readonly string[];
  readonly people: readonly string[];
  readonly rows: readonly ErasedRows[];
  readonly keys: readonly string[];
}

/** Everything that is there of a subject. */
export interface ErasureTargets {
  readonly texts: readonly string[];
  readonly people: readonly string[];
  readonly rows: readonly ErasedRows[];
  /** Ids of the keys that go with them. */
  readonly keys: readonly string[];
  /** Systems that it is evidence of: a hold on one of them stands against it. */
  readonly systems: readonly string[];
}

interface State {
  readonly size: number;
  readonly holds: ReadonlyMap<string, Hold>;
}

export type ErasureDecision =
  | {
      readonly kind: "done";
      /** Indexes of the entries that say so. */
      readonly entries: readonly number[];
    }
  | {
      readonly kind: "refused";
      readonly reason: string;
      readonly fields: Readonly<Record<string, string>>;
    };

/**
 * Records that a subject is erased; what has the words, names and rows destroys them afterwards, and goes on
 * with it after a crash. Refused while a hold stands: a duty to keep beats a right to be forgotten until it ends.
 */
export function recordErasure(
  of: {
    readonly request: string;
    readonly basis: LegalBasis;
    readonly reason: string;
    readonly by: string;
    readonly targets: ErasureTargets;
  },
  nowMs: number,
  transact: Transact<State, SubjectErased>,
): Promise<ErasureDecision> {
  const fields = wrongFields(of);
  const [wrong] = Object.entries(fields);
  if (wrong !== undefined) {
    return Promise.resolve({ kind: "refused", reason: `${wrong[0]} ${wrong[1]}`, fields });
  }
  const { targets, ...stated } = of;
  const reason = of.reason.trim();
  return transact<ErasureDecision>(({ size, holds }) => {
    const held = targets.systems.filter((system) => isHeld(holds.values(), system));
    if (held.length > 0) {
      const why = `evidence of ${held.join(", ")} is held: release the hold first, or refuse the request with it as the reason`;
      return { entries: [], result: { kind: "refused", reason: why, fields: {} } };
    }
    const entries = parts(targets).map(
      (part): SubjectErased => ({
        type: "subject_erased",
        atMs: nowMs,
        ...stated,
        reason,
        ...part,
      }),
    );
    return { entries, result: { kind: "done", entries: entries.map((_, i) => size + i) } };
  });
}

const REQUEST_CHARACTERS_MAX = 128;
const REASON_CHARACTERS_MAX = 2000;

function wrongFields(of: {
  readonly request: string;
  readonly reason: string;
  readonly targets: ErasureTargets;
}): Readonly<Record<string, string>> {
  const fields: Record<string, string> = {};
  // It stands in the ledger for ever, so it has to be a number of a register and not a name.
  if (!/^[\w./#-]+$/.test(of.request) || of.request.length > REQUEST_CHARACTERS_MAX) {
    fields["request"] =
      `must be the id of the request, letters, digits and ._/#-, at most ${REQUEST_CHARACTERS_MAX}`;
  }
  if (of.reason.trim() === "") fields["reason"] = "is required";
  if (of.reason.length > REASON_CHARACTERS_MAX) {
    fields["reason"] = `has at most ${REASON_CHARACTERS_MAX} characters, got ${of.reason.length}`;
  }
  const { texts, people, rows } = of.targets;
  if (texts.length + people.length + rows.length === 0) {
    fields["subject"] = "has nothing here: no text, no name and no row";
  }
  return fields;
}

type Part = Pick<SubjectErased, "texts" | "people" | "rows" | "keys">;

/** As many entries as it takes: each has 64 KiB. */
function parts({ texts, people, rows, keys }: ErasureTargets): readonly Part[] {
  const made: Part[] = [];
  const [text, name, row, key] = [
    chunks(texts, NAMES_MAX),
    chunks(people, NAMES_MAX),
    chunks(batches(rows), BATCHES_MAX),
    chunks(keys, NAMES_MAX),
  ];
  const count = Math.max(text.length, name.length, row.length, key.length);
  for (let i = 0; i < count; i += 1) {
    made.push({
      texts: text[i] ?? [],
      people: name[i] ?? [],
      rows: row[i] ?? [],
      keys: key[i] ?? [],
    });
  }
  return made;
}

/** 100 commitments of 72 bytes, as many pseudonyms and keys, and 80 batches of up to 60 rows are below 60 KiB. */
const NAMES_MAX = 100;
const BATCHES_MAX = 80;
const ROWS_A_BATCH = 60;

function batches(rows: readonly ErasedRows[]): readonly ErasedRows[] {
  return rows.flatMap((batch) =>
    chunks(batch.rows, ROWS_A_BATCH).map((each) => ({ ...batch, rows: each })),
  );
}

function chunks<T>(all: readonly T[], size: number): readonly (readonly T[])[] {
  const made: (readonly T[])[] = [];
  for (let at = 0; at < all.length; at += size) made.push(all.slice(at, at + size));
  return made;
}
