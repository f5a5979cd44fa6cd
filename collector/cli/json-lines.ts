import { createReadStream } from "node:fs";
import { createInterface } from "node:readline";
import { ConfigError } from "../config.ts";

/** One line of a file of JSON lines. */
export interface JsonLine {
  readonly row: number;
  readonly item: unknown;
  /** Why it is no JSON; null where it is. */
  readonly problem: string | null;
}

/** Reads a file of JSON lines, empty ones left out. Throws `ConfigError` where the file cannot be read. */
export async function* jsonLines(path: string): AsyncGenerator<JsonLine> {
  const stream = createReadStream(path, "utf8");
  let row = 0;
  try {
    for await (const line of createInterface({ input: stream, crlfDelay: Infinity })) {
      row += 1;
      if (line.trim() === "") continue;
      yield parsed(row, line);
    }
    if (stream.errored !== null) throw stream.errored;
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new ConfigError(`${path}: cannot be read (${why})`);
  }
}

function parsed(row: number, line: string): JsonLine {
  try {
    return { row, item: JSON.parse(line) as unknown, problem: null };
  } catch {
    return { row, item: null, problem: "the line is no JSON; a file of another kind needs --map" };
  }
}
