import { setImmediate } from "node:timers/promises";
import { textAt } from "../../../columns/texts.ts";
import type { Read } from "../../engine/read.ts";
import { asNumber, asText } from "../../row-values.ts";
import type { Entry, Range } from "../batch.ts";
import { identityOf } from "../identity.ts";
import { IdentityFilter } from "./identity-filter.ts";
import { type Part, rowsOfParts } from "./part.ts";

/** Which identities of predictions the store has: a repeat is found without a look at every row. */
export interface KnownIdentities {
  /** Those of the parts' rows that stand before the range. */
  readonly among: (parts: readonly Part[], range: Range) => Promise<ReadonlySet<number>>;
  /** Rows that were added, verified. */
  readonly note: (parts: readonly Part[], entries: readonly Entry[]) => void;
}

/** Up to so many, rows are found by the order of the table and its index of ids; beyond, by a look at every identity. */
const FOUND_BY_ID_MAX = 1_000;
/** After so many rows a filter is worth reading what the store has: before, the store is asked about each. */
const UNFILTERED_ROWS_MAX = 65_536;
/** A page of what the store has, and how much of it is added before others have a turn: ten milliseconds. */
const PAGE_ROWS = 2_000_000;
const SLICE_ROWS = 65_536;

/**
 * Keeps a filter of the identities in the store, so that of new predictions nothing is asked; until it is complete, the store
 * is asked about each. Where others may write to the store (`isShared`), it is asked about their rows each time, if there are any.
 */
export function knownIdentities(
  read: Read,
  isShared: boolean,
  unfilteredRowsMax: number = UNFILTERED_ROWS_MAX,
): KnownIdentities {
  const filter = new IdentityFilter();
  let noted = 0;
  let state: "waiting" | "filling" | "complete" = "waiting";

  function fill(): void {
    state = "filling";
    addStored(read, filter)
      .then(() => {
        state = "complete";
      })
      .catch(() => {
        // The store is asked meanwhile, and says what is wrong with it there.
        [state, noted] = ["waiting", 0];
      });
  }

  return {
    among: async (parts, range) => {
      if (state === "waiting" && noted >= unfilteredRowsMax) fill();
      if (state !== "complete") return standingAmong(read, wanted(parts, null), range);
      const known = wanted(parts, filter);
      const own = await standingAmong(read, known, range);
      if (!isShared || !(await hasForeign(read, range))) return own;
      const foreign = await standingAmong(read, wanted(parts, null), range, FOREIGN);
      return new Set([...own, ...foreign]);
    },
    note: (parts, entries) => {
      noted += rowsOfParts(parts);
      for (const { rows, names } of parts) {
        for (let i = 0; i < rows.length; i += 1) {
          filter.add(names.identities[rows[i] ?? 0] ?? 0);
        }
      }
      for (const { telemetry } of entries) {
        const { origin, statement } = telemetry;
        if (statement.kind === "prediction") filter.add(identityOf(origin.system, statement.id));
      }
    },
  };
}

/** Rows of other journals: the index on journals leaves all others alone. */
const FOREIGN = "_journal != {journal:UUID}";
const BEFORE = "NOT (_journal = {journal:UUID} AND _seq >= {low:UInt64})";

async function hasForeign(read: Read, { journal }: Range): Promise<boolean> {
  const found = await read(
    "apply.foreign",
    `SELECT 1 FROM predictions_v1 WHERE ${FOREIGN} LIMIT 1`,
    { journal },
  );
  return found.length > 0;
}

/** Adds every identity that the store has by now. */
async function addStored(read: Read, filter: IdentityFilter): Promise<void> {
  const [count] = await read("apply.identities.count", "SELECT count() FROM predictions_v1");
  const pages = Math.max(1, Math.ceil(asNumber(count?.[0]) / PAGE_ROWS));
  for (let page = 0; page < pages; page += 1) {
    const [row] = await read(
      "apply.identities",
      `SELECT arrayStringConcat(groupArray(leftPad(hex(identity), 16, '0')))
       FROM predictions_v1 WHERE identity % {pages:UInt64} = {page:UInt64}`,
      { pages, page },
      { maxSeconds: 300 },
    );
    const bytes = Buffer.from(asText(row?.[0]), "hex");
    for (let at = 0; at < bytes.length; at += 8) {
      filter.add(bytes.readUInt32BE(at) * 2 ** 32 + bytes.readUInt32BE(at + 4));
      if (at % (SLICE_ROWS * 8) === 0) await setImmediate();
    }
  }
}

/** A row whose identity may stand. */
interface Wanted {
  readonly identity: number;
  readonly part: Part;
  readonly row: number;
}

/** The rows whose identities the filter has; null: all of them. */
function wanted(parts: readonly Part[], filter: IdentityFilter | null): Wanted[] {
  const found: Wanted[] = [];
  for (const part of parts) {
    for (const row of part.rows) {
      const identity = part.names.identities[row] ?? 0;
      if (filter === null || filter.has(identity)) found.push({ identity, part, row });
    }
  }
  return found;
}

/** Which of some identities stand; rows of the range and of what follows it in its journal are left out. */
async function standingAmong(
  read: Read,
  rows: readonly Wanted[],
  range: Range,
  where: typeof FOREIGN | typeof BEFORE = BEFORE,
): Promise<ReadonlySet<number>> {
  if (rows.length === 0) return new Set();
  const identities = rows.map(({ identity }) => identity);
  const byId = rows.length <= FOUND_BY_ID_MAX ? named(rows) : null;
  const found = await read(
    "apply.standing.identities",
    `SELECT identity FROM predictions_v1
     PREWHERE identity IN {identities:Array(UInt64)}
     WHERE ${where}
     ${byId === null ? "" : "AND system IN {systems:Array(String)} AND id IN {ids:Array(String)}"}`,
    { identities, journal: range.journal, low: range.low, ...byId },
  );
  return new Set(found.map(([identity]) => asNumber(identity)));
}

function named(rows: readonly Wanted[]): {
  readonly systems: readonly string[];
  readonly ids: readonly string[];
} {
  const systems = new Set<string>();
  const ids = rows.map(({ part: { columns }, row }) => {
    systems.add(textAt(columns.words, columns.system[row] ?? 0));
    return textAt(columns.id, row);
  });
  return { systems: [...systems], ids };
}
