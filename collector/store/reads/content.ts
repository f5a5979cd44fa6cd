import type { Read } from "../engine/read.ts";
import { asText } from "../row-values.ts";

/** Texts of a prediction, as they are kept: sealed. */
export interface StoredContent {
  readonly hash: string;
  readonly key: string;
  readonly body: string;
}

/** Null where a prediction has none, or none any more. */
export async function readContent(
  read: Read,
  system: string,
  id: string,
): Promise<StoredContent | null> {
  const [row] = await read(
    "content",
    `SELECT hash, toString(key), body FROM content_v1 WHERE system = {system:String} AND id = {id:String}
     ORDER BY received_at, _seq, _row LIMIT 1`,
    { system, id },
  );
  if (row === undefined) return null;
  return { hash: asText(row[0]), key: asText(row[1]), body: asText(row[2]) };
}
