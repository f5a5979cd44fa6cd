import { randomUUID } from "node:crypto";
import { Readable } from "node:stream";
import { QUARANTINE_COLUMNS, quarantineValues } from "../apply/kept-lines.ts";
import type { Engine } from "../engine/open.ts";
import type { Read } from "../engine/read.ts";
import { asNumber, asText } from "../row-values.ts";

/** A record that was refused, and why. */
export interface QuarantineEntry {
  readonly receivedMs: number;
  /** Id of the key that sent it; `""` where the store itself refused it. */
  readonly key: string;
  readonly event: string;
  readonly reason: string;
  /** JSON, or the beginning of it. */
  readonly record: string;
}

/**
 * Keeps what the door refused of a request. Not part of the evidence: kept as it comes, under no seal, and
 * under a random name in place of a journal, by which it can be erased.
 */
export async function appendQuarantine(
  engine: Engine,
  entries: readonly QuarantineEntry[],
): Promise<void> {
  if (entries.length === 0) return;
  const name = randomUUID();
  const lines = entries.map((entry, row) => {
    const values = quarantineValues({ ...entry, target: "" });
    return `[${values},${Math.round(entry.receivedMs)},"${name}",0,${row}]\n`;
  });
  const result = await engine.client.exec({
    query: `INSERT INTO quarantine_v1 (${QUARANTINE_COLUMNS.join(", ")}, received_at, _journal, _seq, _row) FORMAT JSONCompactEachRow`,
    values: Readable.from([Buffer.from(lines.join(""))]),
    clickhouse_settings: {
      async_insert: 0,
      insert_deduplicate: 0,
      log_comment: "quarantine.append",
    },
  });
  for await (const _ of result.stream);
}

/** The latest first. */
export async function readQuarantine(
  read: Read,
  of: { readonly limit: number },
): Promise<readonly QuarantineEntry[]> {
  const rows = await read(
    "quarantine",
    `SELECT toUnixTimestamp64Milli(received_at), key_id, event, reason, record FROM quarantine_v1
     ORDER BY received_at DESC, _seq DESC, _row DESC LIMIT {limit:UInt32}`,
    { limit: of.limit },
  );
  return rows.map(([received, key, event, reason, record]) => ({
    receivedMs: asNumber(received),
    key: asText(key),
    event: asText(event),
    reason: asText(reason),
    record: asText(record),
  }));
}

/** A refused record, and by what it is found again. */
export interface RefusedRecord extends QuarantineEntry {
  /** `<journal>.<seq>.<row>`. */
  readonly id: string;
  /** The table that would not take it; `""` where the door refused it. */
  readonly target: string;
}

/** Which refused records: of a range of arrival, the latest first. */
export interface RefusedQuery {
  readonly fromMs: number;
  readonly toMs: number;
  readonly event?: string;
  /** The last one of the page before. */
  readonly after?: Pick<RefusedRecord, "receivedMs" | "id">;
  readonly limit: number;
}

const COLUMNS = `toUnixTimestamp64Milli(received_at),
     concat(toString(_journal), '.', toString(_seq), '.', toString(_row)) AS id,
     key_id, event, target, reason, record`;

/** One page of refused records. Cost: what arrived in the range. */
export async function readRefused(
  read: Read,
  { fromMs, toMs, event, after, limit }: RefusedQuery,
): Promise<readonly RefusedRecord[]> {
  const where = [
    "received_at >= fromUnixTimestamp64Milli({from:Int64})",
    "received_at < fromUnixTimestamp64Milli({to:Int64})",
    ...(event === undefined ? [] : ["event = {event:String}"]),
    ...(after === undefined
      ? []
      : ["(toUnixTimestamp64Milli(received_at), id) < ({afterMs:Int64}, {afterId:String})"]),
  ];
  const rows = await read(
    "quarantine.page",
    `SELECT ${COLUMNS} FROM quarantine_v1 WHERE ${where.join(" AND ")}
     ORDER BY received_at DESC, id DESC LIMIT {limit:UInt32}`,
    {
      ...{ from: Math.floor(fromMs), to: Math.ceil(toMs), limit },
      ...(event === undefined ? {} : { event }),
      ...(after === undefined ? {} : { afterMs: after.receivedMs, afterId: after.id }),
    },
  );
  return rows.map(refused);
}

/** The refused record of an id; null where there is none. Cost: a look at every id that is kept. */
export async function findRefused(read: Read, id: string): Promise<RefusedRecord | null> {
  const [row] = await read(
    "quarantine.one",
    `SELECT ${COLUMNS} FROM quarantine_v1 WHERE id = {id:String} LIMIT 1`,
    { id },
  );
  return row === undefined ? null : refused(row);
}

function refused(row: readonly unknown[]): RefusedRecord {
  const [received, id, key, event, target, reason, record] = row;
  return {
    receivedMs: asNumber(received),
    ...{ id: asText(id), key: asText(key), event: asText(event), target: asText(target) },
    ...{ reason: asText(reason), record: asText(record) },
  };
}
