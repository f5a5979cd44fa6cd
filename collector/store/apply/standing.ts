import { callName } from "@tiltmeter/sdk/wire/call-name";
import type { Read } from "../engine/read.ts";
import { asNumber, asText } from "../row-values.ts";
import type { Range } from "./batch.ts";
import { type Claim, callKey, claimKey } from "./claim.ts";
import { identityOf } from "./identity.ts";
import type { First } from "./kept-lines.ts";
import type { Table } from "./line.ts";

/** A record that stood before the range. */
export interface Standing extends First {
  readonly digest: string;
  /** As of a claim. */
  readonly call: string | null;
}

/** Where each kind stands, and the column that is its `own` part of a claim. */
const TABLE_OF = {
  prediction: { table: "predictions_v1", own: "''", trace: "trace_id" },
  outcome: { table: "outcomes_v1", own: "''", trace: "''" },
  oversight: { table: "oversight_v1", own: "toString(digest)", trace: "''" },
  score: { table: "scores_v1", own: "toString(name)", trace: "''" },
  concern: { table: "concerns_v1", own: "toString(digest)", trace: "''" },
} as const;
/** The tables of records that claim an id. */
export const STANDING_TABLES: readonly Table[] = Object.values(TABLE_OF).map(({ table }) => table);
const KINDS: readonly Claim["kind"][] = ["prediction", "outcome", "oversight", "score", "concern"];

/**
 * Finds what already stands for the claims of a range, by `claimKey`, and calls by `callKey`.
 *
 * Rows of the range itself and of what follows it in the same journal are left out, so that the
 * answer is the same when the range is applied again. Scans 8 bytes a row of the table, about 10 ns
 * each.
 */
export async function standing(
  read: Read,
  claims: readonly Claim[],
  range: Range,
): Promise<ReadonlyMap<string, Standing>> {
  const found = new Map<string, Standing>();
  for (const kind of KINDS) {
    const { table, own, trace } = TABLE_OF[kind];
    const identities = claims.filter((claim) => claim.kind === kind).flatMap(identitiesOf);
    if (identities.length === 0) continue;
    const rows = await read(
      `apply.standing.${kind}`,
      `SELECT system, id, ${own}, toString(digest), toString(_journal), _seq, _row, ${trace}
       FROM ${table}
       WHERE identity IN {identities:Array(UInt64)} AND NOT (_journal = {journal:UUID} AND _seq >= {low:UInt64})
       ORDER BY received_at, _journal, _seq, _row`,
      { identities, journal: range.journal, low: range.low },
    );
    for (const [system, id, part, digest, journal, seq, row, traceId] of rows) {
      const key = claimKey({
        kind,
        system: asText(system),
        id: asText(id),
        own: asText(part),
      });
      const call = callOfRow(asText(system), asText(id), asText(traceId));
      const stands = {
        digest: asText(digest),
        journal: asText(journal),
        seq: asNumber(seq),
        row: asNumber(row),
        call,
      };
      if (!found.has(key)) found.set(key, stands);
      if (call !== null && !found.has(call)) found.set(call, stands);
    }
  }
  return found;
}

/** Of a call also what others may have named it: our SDK after its answer, and numbered where it saw that before. */
function identitiesOf(claim: Claim): readonly number[] {
  const { system, identity, call } = claim;
  if (claim.kind !== "prediction" || call === null) return [identity];
  const { traceId } = claim.entry.telemetry;
  const responseId = claim.statement.call?.responseId ?? "";
  const byOthers = callName({ traceId, responseId, spanId: "" });
  const names = [byOthers, responseId, `${responseId}#2`, `${responseId}#3`];
  return [identity, ...names.map((name) => identityOf(system, name))];
}

/** A row's name says which answer it is of, in either way of naming. */
function callOfRow(system: string, id: string, traceId: string): string | null {
  if (traceId === "") return null;
  const own = id.startsWith(`${traceId}:`) ? id.slice(traceId.length + 1) : id.replace(/#\d+$/, "");
  return callKey(system, traceId, own);
}
