import { crc32 } from "node:zlib";
import type { LogFileSystem } from "../log/file-system.ts";
import { readWhole, replaceWhole } from "../log/whole-file.ts";
import type { Counted } from "./record-count.ts";

/** How far the store has the journal. */
export interface Checkpoint {
  /** The journal's id: a checkpoint of other files means nothing here. */
  readonly journal: string;
  readonly appliedSeq: number;
  /** How many records those batches have; null: by a version that did not count. */
  readonly counted: Omit<Counted, "upToSeq"> | null;
}

const LINE =
  /^(?<journal>[0-9a-f-]{36}) (?<seq>\d{1,15})( (?<after>\d{1,15}) (?<records>\d{1,15}))? (?<sum>\d+)\n$/;

/** The checkpoint in a file; null when there is none, or it is damaged: then all is uncertain. */
export async function readCheckpoint(
  fileSystem: LogFileSystem,
  path: string,
): Promise<Checkpoint | null> {
  const bytes = await readWhole(fileSystem, path);
  const line = bytes?.toString("latin1") ?? "";
  const groups = LINE.exec(line)?.groups;
  const journal = groups?.["journal"];
  if (groups === undefined || journal === undefined) return null;
  const { after, records } = groups;
  const isCounted = after !== undefined && records !== undefined;
  const checkpoint = {
    journal,
    appliedSeq: Number(groups["seq"]),
    counted: isCounted ? { afterSeq: Number(after), records: Number(records) } : null,
  };
  return encode(checkpoint) === line ? checkpoint : null;
}

/** Puts a checkpoint in the place of the one before, durably. */
export async function writeCheckpoint(
  fileSystem: LogFileSystem,
  path: string,
  checkpoint: Checkpoint,
): Promise<void> {
  await replaceWhole(fileSystem, path, Buffer.from(encode(checkpoint), "latin1"));
}

function encode(checkpoint: Checkpoint): string {
  const { journal, appliedSeq, counted } = checkpoint;
  const count = counted === null ? "" : ` ${counted.afterSeq} ${counted.records}`;
  const text = `${journal} ${appliedSeq}${count}`;
  return `${text} ${crc32(text)}\n`;
}
