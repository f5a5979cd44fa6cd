import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { readFile } from "node:fs/promises";
import { ConfigError } from "../config.ts";
import { outlineOf, type TableOutline } from "../tables/read-rows.ts";
import type { TableFile } from "../tables/table-format.ts";
import type { ImportKind } from "./import-fields.ts";
import type { Mapping } from "./import-mapping.ts";
import { parseMapping } from "./import-mapping-reader.ts";
import { absentColumns, type ToRecord, toRecord } from "./import-record.ts";

/** A file and a mapping that fit each other. */
export interface PreparedImport {
  readonly file: TableFile;
  readonly kind: ImportKind;
  readonly outline: TableOutline;
  readonly map: ToRecord;
  readonly mapDigest: string;
}

/** Reads the mapping and looks through the file: whatever is wrong with either is told before anything is sent. Throws `ConfigError` and `TableError`. */
export async function prepareImport(
  file: TableFile,
  kind: ImportKind,
  mapPath: string,
): Promise<PreparedImport> {
  const text = await readFile(mapPath, "utf8").catch((error: unknown) => {
    const why = error instanceof Error ? error.message : String(error);
    throw new ConfigError(
      `${mapPath}: cannot be read (${why}); tiltmeter import --example-map ${kind} prints a mapping to begin with`,
    );
  });
  const { mapping, findings } = parseMapping(text, kind);
  const outline = await outlineOf(file);
  const all = mapping === null ? findings : absentColumns(mapping, outline);
  if (mapping === null || all.length > 0) {
    throw new ConfigError(all.map(({ at, message }) => `${mapPath}:${at}: ${message}`).join("\n"));
  }
  return {
    file,
    kind,
    outline,
    map: toRecord(mapping, outline, await namer(file, mapping)),
    mapDigest: createHash("sha256").update(text).digest("hex"),
  };
}

/** Rows without an id are named after the file's content and their place, so that sending them again names them alike. */
async function namer(file: TableFile, mapping: Mapping): Promise<(row: number) => string> {
  if (mapping.fields.has("id") || mapping.kind !== "predictions") return () => "";
  const hash = createHash("sha256");
  for await (const chunk of createReadStream(file.path)) hash.update(chunk);
  const name = hash.digest("hex").slice(0, 16);
  return (row) => `${name}-${row}`;
}
