import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { ClickHouseError } from "@clickhouse/client";
import type { Engine } from "../engine/open.ts";
import { asText } from "../row-values.ts";

/** One part of a table, and the folder that it lies in. */
export interface PartPlace {
  readonly table: string;
  readonly name: string;
  readonly folder: string;
  /** Table and name: no other part has it. */
  readonly key: string;
}

/** Of a row of `system.parts`: its table, name and path. */
export function partOf([of, part, path]: readonly unknown[]): PartPlace {
  const [table, name] = [asText(of), asText(part)];
  return { table, name, folder: asText(path), key: `${table}/${name}` };
}

/** What was inserted, by its level, and by its name, which ends otherwise where a mutation made it of another part. */
export const IS_INSERTED = "level = 0 AND endsWith(name, '_0')";

/** The engine's code for a part that was merged, or rewritten by a mutation, since it was listed. */
const NO_SUCH_PART = "232";

/**
 * Why the disk does not have a part as the embedded engine counts it; empty where it has, or where the part is no longer there
 * because it was merged.
 *
 * The engine (26.7) compares most files with the part's checksums, and leaves out two without which it sets the part
 * aside at its next start. One to two milliseconds, and one more a part of some MiB.
 */
export async function whyDamaged(engine: Engine, part: PartPlace): Promise<string> {
  try {
    const checked = await engine.client.query({
      query: `CHECK TABLE ${part.table} PART '${part.name}'`,
      format: "JSONCompactEachRow",
      clickhouse_settings: { check_query_single_value_result: 0 },
    });
    const rows = await checked.json<readonly [string, number, string]>();
    const reasons = rows.flatMap(([, isWhole, reason]) => (isWhole === 1 ? [] : [reason]));
    return reasons.length > 0 ? reasons.join("; ") : await whyUnsummed(part.folder);
  } catch (error) {
    if (error instanceof ClickHouseError && error.code === NO_SUCH_PART) return "";
    throw error;
  }
}

/** What no checksum speaks of, by what the file must be; of parts that older engines wrote, not all is there. */
const UNSUMMED: readonly (readonly [file: string, isWhole: (text: string) => boolean])[] = [
  ["metadata_version.txt", (text) => /^\d+$/.test(text)],
  ["columns_substreams.txt", areSubstreams],
];

async function whyUnsummed(folder: string): Promise<string> {
  for (const [file, isWhole] of UNSUMMED) {
    try {
      const text = await readFile(join(folder, file), "utf8");
      if (!isWhole(text)) return `${file} is cut off, it has ${text.length} characters`;
    } catch (error) {
      if (error instanceof Error && "code" in error && error.code === "ENOENT") continue;
      return `${file} cannot be read: ${error instanceof Error ? error.message : String(error)}`;
    }
  }
  return "";
}

/** A line with the version, one that counts the columns, and for each a line that counts what follows for it. Other versions: anything. */
function areSubstreams(text: string): boolean {
  const lines = text.split("\n");
  if (lines[0] !== "columns substreams version: 1") return lines.length > 1;
  const columns = Number(/^(\d+) columns:$/.exec(lines[1] ?? "")?.[1]);
  let at = 2;
  let seen = 0;
  for (; seen < columns; seen += 1) {
    const count = /^(\d+) substreams for column /.exec(lines[at] ?? "")?.[1];
    if (count === undefined) return false;
    const end = at + 1 + Number(count);
    if (!lines.slice(at + 1, end).every((line) => line.startsWith("\t"))) return false;
    at = end;
  }
  // The last line ended, too.
  return seen === columns && at < lines.length;
}
