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
