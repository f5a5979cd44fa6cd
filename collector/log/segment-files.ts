import { join } from "node:path";
import { type LogFileSystem, readRange } from "./file-system.ts";
import { decodeFrame, logIdOf, nextFrame } from "./frame.ts";
import {
  decodeSegmentHeader,
  firstSeqOf,
  SEGMENT_HEADER_BYTES,
  type SegmentHeader,
} from "./segment-header.ts";

/** A segment file as it lies in the folder. */
export interface SegmentFile {
  readonly name: string;
  readonly firstSeq: number;
  readonly size: number;
  /** Null when the header is damaged, or is not of this log and this name. */
  readonly header: SegmentHeader | null;
}

/**
 * The segment files that belong to the log, in order, and those that never were part of it.
 *
 * Leftovers are a last file whose header was not finished, and files that a later header declares
 * void: their commit failed before anything in them was durable. `unfinishedSeq` is the number in
 * the name of such an unfinished file, 0 when there is none, `unfinishedBytes` what is in it.
 */
export async function findFiles(
  fileSystem: LogFileSystem,
  folder: string,
  knownId: Uint8Array | null,
): Promise<{
  readonly logId: Uint8Array | null;
  readonly files: readonly SegmentFile[];
  readonly leftovers: readonly string[];
  readonly unfinishedSeq: number;
  readonly unfinishedBytes: number;
}> {
  const all: SegmentFile[] = [];
  for (const name of [...(await fileSystem.list(folder))].sort()) {
    const firstSeq = firstSeqOf(name);
    if (firstSeq !== null) all.push(await inspect(fileSystem, folder, name, firstSeq));
  }
  const logId = await identify(fileSystem, folder, all, knownId);
  const files: SegmentFile[] = [];
  const leftovers: string[] = [];
  let unfinishedSeq = 0;
  let unfinishedBytes = 0;
  for (const file of all.map((each) => ownOrHeaderless(each, logId)).toReversed()) {
    const next = files[0];
    if (next === undefined && isUnfinished(file)) {
      unfinishedSeq = Math.max(unfinishedSeq, file.firstSeq);
      unfinishedBytes += file.size;
      leftovers.push(file.name);
    } else if (next?.header != null && file.firstSeq > next.header.previousLastSeq) {
      leftovers.push(file.name);
    } else {
      files.unshift(file);
    }
  }
  return { logId, files, leftovers, unfinishedSeq, unfinishedBytes };
}

async function inspect(
  fileSystem: LogFileSystem,
  folder: string,
  name: string,
  firstSeq: number,
): Promise<SegmentFile> {
  const file = await fileSystem.open(join(folder, name), "read");
  try {
    const header = decodeSegmentHeader(await readRange(file, 0, SEGMENT_HEADER_BYTES));
    const isOfThisName = header?.firstSeq === firstSeq;
    return { name, firstSeq, size: await file.size(), header: isOfThisName ? header : null };
  } finally {
    await file.close();
  }
}

/** The log's id: as the owner knows it, else as the headers say, else as the frames say. */
async function identify(
  fileSystem: LogFileSystem,
  folder: string,
  files: readonly SegmentFile[],
  knownId: Uint8Array | null,
): Promise<Uint8Array | null> {
  const ids = files.flatMap((file) => (file.header === null ? [] : [file.header.logId]));
  const known = ids.find((id) => knownId !== null && Buffer.compare(id, knownId) === 0);
  const id = known ?? ids[0];
  if (id !== undefined) return id;
  for (const { name, size } of files) {
    const file = await fileSystem.open(join(folder, name), "read");
    try {
      const bytes = await readRange(file, 0, size);
      const at = nextFrame(bytes, SEGMENT_HEADER_BYTES, null);
      const frame = at === null ? null : decodeFrame(bytes, at, null);
      if (frame !== null) return Buffer.from(logIdOf(frame));
    } finally {
      await file.close();
    }
  }
  return null;
}

function ownOrHeaderless(file: SegmentFile, logId: Uint8Array | null): SegmentFile {
  if (file.header === null || logId === null) return file;
  return Buffer.compare(file.header.logId, logId) === 0 ? file : { ...file, header: null };
}

function isUnfinished(file: SegmentFile): boolean {
  return file.header === null && file.size <= SEGMENT_HEADER_BYTES;
}
