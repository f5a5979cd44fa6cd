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

/** Keeps what the door refused. Not part of the evidence: kept as it comes, without a journal. */
export async function appendQuarantine(
  engine: Engine,
  entries: readonly QuarantineEntry[],
): Promise<void> {
  if (entries.length === 0) return;
  const lines = entries.map(
    (entry) => `[${quarantineValues({ ...entry, target: "" })},${Math.round(entry.receivedMs)}]\n`,
  );
  const result = await engine.client.exec({
    query: `INSERT INTO quarantine_v1 (${QUARANTINE_COLUMNS.join(", ")}, received_at) FORMAT JSONCompactEachRow`,
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
