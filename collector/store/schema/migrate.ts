import { readdir, readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import type { Engine } from "../engine/open.ts";

/** The store was written by a newer program. Nothing is changed. */
export class SchemaTooNew extends Error {
  override readonly name = "SchemaTooNew";
}

interface Migration {
  readonly version: number;
  readonly name: string;
  readonly sql: string;
}

/**
 * Brings the schema up to date, forward only. Every file is idempotent, so a crash between a change
 * and its note is healed by the next start.
 *
 * Throws `SchemaTooNew` where the store has a change that this program does not know. Where a change fails, the store
 * stays at the one before, and the program of before still opens it: changes add, and take nothing away.
 */
export async function migrate(
  engine: Engine,
  log: (line: string) => void = () => undefined,
): Promise<void> {
  const [database, notes, ...changes] = await migrations();
  if (database === undefined || notes === undefined)
    throw new Error("the schema files are missing");
  await engine.outside.command({ query: database.sql.replace("{database}", engine.database) });
  await engine.client.command({ query: notes.sql });

  const applied = await appliedVersions(engine);
  const newest = Math.max(0, ...applied);
  const known = changes.at(-1)?.version ?? notes.version;
  if (newest > known) {
    throw new SchemaTooNew(
      `the store in ${engine.place} has schema ${newest}, this program knows ${known}: start the newer tiltmeter that wrote it, ` +
        "or restore the data from before its first start",
    );
  }
  const due = changes.filter(({ version }) => !applied.has(version));
  if (applied.size > 0 && due.length > 0) {
    log(
      `the store in ${engine.place} is brought from schema ${newest} to ${known}; an older tiltmeter reads it again from a backup of before alone`,
    );
  }
  for (const { version, name, sql } of due) {
    try {
      await engine.client.command({ query: sql });
    } catch (cause) {
      throw new Error(
        `the store in ${engine.place} stays at schema ${version - 1}, ${name} failed: mend what it names and start again, or start the tiltmeter of before`,
        { cause },
      );
    }
    await engine.client.insert({
      table: "migrations_v1",
      columns: ["version", "name"],
      values: [[version, name]],
      format: "JSONCompactEachRow",
      clickhouse_settings: { async_insert: 0 },
    });
  }
}

/** The files beside this one, in the order of their numbers. */
async function migrations(): Promise<Migration[]> {
  const folder = new URL("./", import.meta.url);
  const files = (await readdir(fileURLToPath(folder))).filter((file) => file.endsWith(".sql"));
  return Promise.all(
    files.sort().map(async (file) => ({
      version: Number.parseInt(file, 10),
      name: file.replace(/\.sql$/, ""),
      sql: await readFile(new URL(file, folder), "utf8"),
    })),
  );
}

async function appliedVersions(engine: Engine): Promise<ReadonlySet<number>> {
  const result = await engine.client.query({
    query: "SELECT version FROM migrations_v1",
    format: "JSONEachRow",
  });
  const rows = await result.json<{ version: number }>();
  return new Set(rows.map(({ version }) => version));
}
