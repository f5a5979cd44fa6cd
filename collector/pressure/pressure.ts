import type { DiskRoom } from "./disk-room.ts";
import type { LoopDelay } from "./loop-delay.ts";

/** Why no telemetry is taken. */
export type PressureKind = "ending" | "disk" | "unwritable" | "journal" | "memory" | "loop";

export interface Pressure {
  readonly kind: PressureKind;
  /** Unix milliseconds. */
  readonly sinceMs: number;
  /** For whoever runs the collector: figures, and what to do. */
  readonly detail: string;
}

/** What stands between a request and the journal: whether there is anything left to take it with. */
export interface PressureGauge {
  /** Null: telemetry is taken. As of the last look where looking costs; what is in memory counts at once. */
  readonly refusal: () => Pressure | null;
  /** Looks at disk, memory and the event loop, and tries a journal that only reads. Once a second. */
  readonly look: () => Promise<void>;
  /** From now on nothing more is taken: the collector ends. */
  readonly end: () => void;
}

export interface PressureOf {
  /** Unix milliseconds. */
  readonly now: () => number;
  readonly disk: DiskRoom;
  readonly journal: {
    readonly isWritable: boolean;
    readonly backlogBytes: number;
    readonly quotaBytes: number;
    readonly failure: string | null;
    readonly probe: () => Promise<boolean>;
  };
  readonly loop: LoopDelay;
  /** Null: any delay. */
  readonly loopDelayMsMax: number | null;
  readonly residentBytes: () => number;
  /** Null: any memory. */
  readonly memoryBytesMax: number | null;
  readonly log: (line: string) => void;
}

/** Holds what is left against the limits, and tells the log once when telemetry is refused and once when it is taken again. */
export function createPressure(of: PressureOf): PressureGauge {
  const { now, disk, journal, loop, log } = of;
  let resident = 0;
  let isEnding = false;
  let refused: Pressure | null = null;

  function found(): readonly [PressureKind, string] | null {
    if (isEnding) return ["ending", "the collector is ending"];
    if (disk.isLow()) {
      const free = mebibytes(disk.free()?.freeBytes ?? 0);
      return [
        "disk",
        `the disk of the data folder has ${free} free, of at least ${mebibytes(disk.freeBytesMin())} (limits.disk): free space; it goes on by itself`,
      ];
    }
    if (!journal.isWritable) {
      const why = journal.failure === null ? "" : ` (${journal.failure})`;
      return [
        "unwritable",
        `the journal cannot write to its disk${why}: free space or repair the disk; it goes on by itself`,
      ];
    }
    if (journal.backlogBytes >= journal.quotaBytes) {
      return [
        "journal",
        `the journal holds ${mebibytes(journal.backlogBytes)} that the store does not have, of at most ${mebibytes(journal.quotaBytes)} (limits.journal): check that the store works`,
      ];
    }
    const { memoryBytesMax, loopDelayMsMax } = of;
    if (memoryBytesMax !== null && resident > memoryBytesMax) {
      return [
        "memory",
        `the process holds ${mebibytes(resident)} of memory, of at most ${mebibytes(memoryBytesMax)} (four fifths of limits.memory, or of what the container allows)`,
      ];
    }
    if (loopDelayMsMax !== null && loop.p99Ms() > loopDelayMsMax) {
      return [
        "loop",
        `the event loop is ${Math.round(loop.p99Ms())} ms late (99th percentile), of at most ${loopDelayMsMax} ms (limits.loop_delay): there is more to do than this machine can`,
      ];
    }
    return null;
  }

  function refusal(): Pressure | null {
    const why = found();
    if (why === null) {
      if (refused !== null) {
        const seconds = Math.round((now() - refused.sinceMs) / 1000);
        log(`telemetry is taken again, after ${seconds} s`);
      }
      refused = null;
      return null;
    }
    const [kind, detail] = why;
    if (refused?.kind !== kind) {
      refused = { kind, detail, sinceMs: refused?.sinceMs ?? now() };
      if (kind !== "ending") log(`telemetry is refused: ${detail}`);
    }
    refused = { ...refused, detail };
    return refused;
  }

  return {
    refusal,
    look: async () => {
      await disk.look();
      resident = of.residentBytes();
      // Whoever is refused here sends nothing that could try the disk. A low disk is not tried: it would fill.
      if (!journal.isWritable && !disk.isLow()) await journal.probe();
      refusal();
    },
    end: () => {
      isEnding = true;
    },
  };
}

function mebibytes(bytes: number): string {
  return `${Math.round(bytes / 1_048_576)} MiB`;
}
