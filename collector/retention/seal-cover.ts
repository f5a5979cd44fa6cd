import type { RetentionGroup } from "./groups.ts";

/** Batches of one journal, both ends included. */
export interface Batches {
  readonly journal: string;
  readonly fromSeq: number;
  readonly toSeq: number;
}

/** Rows of one table that are past their time; as the store takes them. */
export interface DueRows {
  readonly table: string;
  readonly beforeMs: number;
  readonly system: string | null;
  readonly except: readonly string[];
  readonly staying: readonly Batches[];
}

/** A seal of the ledger, as far as expiry goes by it. */
export interface ExpirySeal extends Batches {
  readonly receivedFromMs: number;
  readonly receivedToMs: number;
  readonly tables: readonly {
    readonly table: string;
    readonly rows: number;
    readonly root: string;
  }[];
  readonly encoder: number;
}

/** What is asked and kept of seals before rows under them go. */
export interface SealStore {
  readonly seals: () => AsyncIterable<{ readonly index: number; readonly seal: ExpirySeal }>;
  readonly check: (seal: ExpirySeal) => Promise<
    readonly {
      readonly table: string;
      readonly verdict: { readonly kind: string; readonly detail?: string };
    }[]
  >;
  readonly within: (
    of: DueRows,
    batches: Batches,
  ) => Promise<{ readonly due: number; readonly all: number }>;
  readonly keepLeaves: (seal: ExpirySeal, tables: readonly string[]) => Promise<void>;
}

/** What the seals over rows that are due ask for. */
export interface SealCover {
  /** Batches whose rows stay for now: their seal is not past its time, or not what was sealed. */
  readonly staying: readonly Batches[];
  /** What is not what was sealed, in words. */
  readonly broken: readonly string[];
}

/** More than ever happens at once; a condition that names them all has to be read by the engine. */
const STAYING_MAX = 200;
const SOUND: ReadonlySet<string> = new Set(["verified", "erased", "expired"]);

/**
 * Looks at every seal over some batches before rows under it go: what is not what was sealed stays, since it tells of
 * what happened, and of seals that lose some of their rows the leaves are kept, so that the rest still verifies.
 *
 * With `isDry` nothing is kept. Throws where more seals than two hundred are in the way.
 */
export async function coverSeals(
  store: SealStore,
  group: RetentionGroup,
  batches: readonly Batches[],
  isDry: boolean,
): Promise<SealCover> {
  const staying: Batches[] = [];
  const broken: string[] = [];
  const { tables } = group.of;
  const isMixed = group.system !== null || group.except.length > 0;
  for await (const { index, seal } of store.seals()) {
    if (seal.receivedFromMs >= group.goneMs || !batches.some((each) => overlap(each, seal)))
      continue;
    const { journal, fromSeq, toSeq } = seal;
    const range = { journal, fromSeq, toSeq };
    if (seal.receivedToMs >= group.beforeMs) {
      staying.push(range);
      continue;
    }
    const unsound = (await store.check(seal)).find(
      ({ table, verdict }) => tables.includes(table) && !SOUND.has(verdict.kind),
    );
    if (unsound !== undefined) {
      staying.push(range);
      const { table, verdict } = unsound;
      broken.push(
        `${table} of batches ${fromSeq} to ${toSeq} is ${verdict.kind} (entry ${index}) and stays: ${verdict.detail ?? ""}`,
      );
    } else if (!isDry && (isMixed || seal.receivedToMs >= group.goneMs)) {
      const partly: string[] = [];
      for (const { table } of seal.tables.filter((each) => tables.includes(each.table))) {
        const { goneMs: beforeMs, system, except } = group;
        const of = { table, beforeMs, system, except, staying: [] };
        const { due, all } = await store.within(of, range);
        if (due > 0 && due < all) partly.push(table);
      }
      if (partly.length > 0) await store.keepLeaves(seal, partly);
    }
    if (staying.length > STAYING_MAX) {
      const first = broken[0] ?? "their clock went back and forth";
      throw new RangeError(
        `${group.of.name} cannot expire: more than ${STAYING_MAX} seals over them stay; ${first}`,
      );
    }
  }
  return { staying, broken };
}

function overlap(a: Batches, b: Batches): boolean {
  return a.journal === b.journal && a.fromSeq <= b.toSeq && b.fromSeq <= a.toSeq;
}
