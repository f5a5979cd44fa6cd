import { open, stat } from "node:fs/promises";
import { shown, TableError } from "./table-error.ts";

/** How a file holds its rows. `jsonl` is also a JSON array of objects. */
export type TableFormat = "csv" | "parquet" | "jsonl";

export const TABLE_FORMATS: readonly TableFormat[] = ["csv", "parquet", "jsonl"];

/** A file that is there, how to read it, and how long it is. */
export interface TableFile {
  readonly path: string;
  readonly format: TableFormat;
  readonly bytes: number;
  /** Compressed as a whole by gzip: CSV and JSON lines only. */
  readonly gzip: boolean;
}

const EXTENSIONS: Readonly<Record<string, TableFormat>> = {
  csv: "csv",
  tsv: "csv",
  tab: "csv",
  txt: "csv",
  parquet: "parquet",
  pq: "parquet",
  jsonl: "jsonl",
  ndjson: "jsonl",
  json: "jsonl",
};

/**
 * Looks at a file: its format by extension (`.gz` aside) unless one is given, and whether its first
 * bytes agree. Throws `TableError`.
 */
export async function tableFile(path: string, format?: TableFormat): Promise<TableFile> {
  const bytes = await sizeOf(path);
  const chosen = format ?? byExtension(path);
  const head = await headOf(path);
  const gzip = head[0] === 0x1f && head[1] === 0x8b;
  const isParquet = head.toString("latin1") === "PAR1";
  if (chosen === "parquet" && !isParquet) {
    const got = bytes === 0 ? "an empty file" : shown(head.toString("latin1"));
    throw new TableError(
      `${path}: a Parquet file begins with PAR1, got ${got}; name its format with --input-format csv or jsonl`,
    );
  }
  if (chosen !== "parquet" && isParquet) {
    throw new TableError(
      `${path}: is to be read as ${chosen} but is a Parquet file; use --input-format parquet`,
    );
  }
  return { path, format: chosen, bytes, gzip };
}

function byExtension(path: string): TableFormat {
  const extension = /\.([^./\\]+?)(?:\.gz)?$/i.exec(path)?.[1]?.toLowerCase() ?? "";
  const format = Object.hasOwn(EXTENSIONS, extension) ? EXTENSIONS[extension] : undefined;
  if (format !== undefined) return format;
  throw new TableError(
    `${path}: the extension ${shown(extension)} names no format (known: ${Object.keys(EXTENSIONS).join(", ")}); use --input-format csv, parquet or jsonl`,
  );
}

async function sizeOf(path: string): Promise<number> {
  const found = await stat(path).catch((error: unknown) => {
    const isAbsent = error instanceof Error && "code" in error && error.code === "ENOENT";
    const why = isAbsent ? "there is no such file" : String(error);
    throw new TableError(`${path}: ${why}; name an existing CSV, Parquet or JSON lines file`, {
      cause: error,
    });
  });
  if (found.isDirectory()) {
    throw new TableError(`${path}: is a folder; name one file in it`);
  }
  if (!found.isFile()) {
    throw new TableError(
      `${path}: is not a regular file, and is read twice; save it as a file first`,
    );
  }
  return found.size;
}

async function headOf(path: string): Promise<Buffer> {
  const file = await open(path).catch((error: unknown) => {
    throw new TableError(`${path}: cannot be opened (${String(error)}); check its permissions`, {
      cause: error,
    });
  });
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(4), 0, 4, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}
