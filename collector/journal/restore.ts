import { join } from "node:path";
import type { LogFileSystem } from "../log/file-system.ts";
import { type Frame, frameBytes } from "../log/frame.ts";
import type { Gap } from "../log/gap.ts";
import { parseLogId } from "../log/log-id.ts";
import { SegmentLog } from "../log/segment-log.ts";
import { Backlog } from "./backlog.ts";
import { decodeHead } from "./batch-codec.ts";
import { BatchMemory, bytesKey, type MemoryLimits, type Remembered } from "./batch-memory.ts";
import { readCheckpoint } from "./checkpoint.ts";
import { Progress } from "./progress.ts";
import { RecordCount } from "./record-count.ts";
import { TrimmedBatches } from "./trimmed-batches.ts";

/** The type of a frame that holds a batch. */
export const BATCH = 1;

/** A journal as its folder tells of it. */
export interface Restored {
  readonly log: SegmentLog;
  readonly memory: BatchMemory;
  readonly trimmed: TrimmedBatches;
  readonly backlog: Backlog;
  readonly progress: Progress;
  readonly count: RecordCount;
  /** Batches that went before the store had them, as only the checkpoint shows. */
  readonly missing: readonly Gap[];
}

/** Opens the files of a journal and rebuilds what it remembers. */
export async function restore(of: {
  readonly folder: string;
  readonly now: () => number;
  readonly fileSystem: LogFileSystem;
  readonly limits: MemoryLimits;
  readonly segmentBytesMax?: number;
  readonly segmentMsMax?: number;
}): Promise<Restored> {
  const { folder, now, fileSystem, limits } = of;
  const checkpoint = await readCheckpoint(fileSystem, join(folder, "checkpoint"));
  const logId = checkpoint === null ? null : parseLogId(checkpoint.journal);
  const known = checkpoint !== null && logId !== null;
  const resume = known ? { resume: { logId, seq: checkpoint.appliedSeq } } : {};
  const kept: Kept[] = [];
  const onFrame = (frame: Frame): void => {
    if (frame.type === BATCH) kept.push(keep(frame));
  };
  const log = await SegmentLog.open({ ...of, ...resume, onFrame });
  try {
    const memory = new BatchMemory(limits);
    const ids = { folder: join(folder, "ids"), now, fileSystem, limits };
    const trimmed = await TrimmedBatches.open(ids, memory);
    const backlog = new Backlog();
    const own = checkpoint?.journal === log.id ? checkpoint : null;
    const appliedSeq = own?.appliedSeq ?? log.trimmedUpTo;
    const counted = own?.counted ?? { afterSeq: appliedSeq, records: 0 };
    const count = new RecordCount({ ...counted, upToSeq: appliedSeq });
    const nowMs = now();
    for (const { batchId, batch, bytes, records } of kept) {
      memory.add(batchId, batch, nowMs);
      backlog.add(batch.seq, bytes);
      count.add(batch.seq, records);
    }
    const parts = { folder, now, fileSystem, log, memory, trimmed, count };
    const progress = new Progress(parts, own?.appliedSeq ?? null);
    backlog.applied(progress.appliedSeq);
    return {
      ...{ log, memory, trimmed, backlog, progress, count },
      missing: missing(log, progress.appliedSeq),
    };
  } catch (error) {
    await log.close();
    throw error;
  }
}

/** A batch found at the opening. */
interface Kept {
  readonly batchId: Uint8Array;
  readonly batch: Remembered;
  readonly bytes: number;
  readonly records: number;
}

function keep(frame: Frame): Kept {
  const { digest, reply } = decodeHead(frame.payload);
  const { seq, receivedMs } = frame;
  return {
    batchId: Buffer.from(frame.batchId),
    batch: { seq, receivedMs, digest: bytesKey(digest), reply },
    bytes: frameBytes(frame.payload.length),
    records: frame.rows,
  };
}

/** Segments that are gone although the store did not have them. */
function missing(log: SegmentLog, appliedSeq: number): readonly Gap[] {
  if (log.trimmedUpTo <= appliedSeq) return [];
  const beforeSeq = log.firstSeq;
  return [{ afterSeq: appliedSeq, beforeSeq, bytes: 0, setAside: "", inLastGroup: false }];
}
