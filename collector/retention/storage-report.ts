import { RETENTION_CLASSES } from "./classes.ts";

/** What a table takes on the disk; as the store measures it. */
export interface MeasuredTable {
  readonly table: string;
  readonly rows: number;
  readonly bytes: number;
  readonly unpackedBytes: number;
  readonly oldBytes: number;
  readonly rowsOfWeek: number;
  readonly weekFromMs: number | null;
}

/** What a class takes. */
export interface ClassSize {
  readonly name: string;
  readonly rows: number;
  readonly bytes: number;
  readonly tables: readonly {
    readonly table: string;
    readonly rows: number;
    readonly bytes: number;
    /** Null: there is no row. */
    readonly bytesARow: number | null;
    /** Of its size unpacked; null: there is nothing. */
    readonly ratio: number | null;
  }[];
}

/** What is stored, what it takes, and until when there is room. */
export interface StorageReport {
  readonly bytes: number;
  /** Merged or deleted, and not off the disk yet. */
  readonly oldBytes: number;
  /** The largest first. */
  readonly classes: readonly ClassSize[];
  /** Per prediction; null: there is none. */
  readonly aPrediction: {
    /** The prediction itself and the sums by minute. */
    readonly core: number;
    /** The values that went in. */
    readonly features: number;
    /** What stands behind the seals over both. */
    readonly seals: number;
  } | null;
  /** By what came in the last week; what expires is not taken off. */
  readonly growthBytesADay: number;
  /** Free on the disk of the data; null: it is a server's. */
  readonly freeBytes: number | null;
  readonly budgetBytes: number | null;
  /** The share of the room that is taken, of the budget or else of the disk; null: neither is known. */
  readonly taken: number | null;
  /** Until the budget, or else the disk, is full; null: it does not grow, or nobody knows. */
  readonly daysLeft: number | null;
}

/** What no class has, because nothing of it expires. */
const STANDING: Readonly<Record<string, readonly string[]>> = {
  sums: ["minutes_v1", "decisions_v1", "cells_v1", "call_minutes_v1", "rolls_v1", "rolled_v1"],
  seals: ["seals_v1", "leaves_v1"],
};
const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;

/** From which share of the room on somebody should look. */
export const TAKEN_LOOK = 0.8;

/** Gathers what was measured. Pure. */
export function reportStorage(of: {
  readonly tables: readonly MeasuredTable[];
  readonly nowMs: number;
  readonly freeBytes: number | null;
  readonly budgetBytes: number | null;
}): StorageReport {
  const { tables, freeBytes, budgetBytes } = of;
  const bytes = sum(tables.map((each) => each.bytes));
  const oldBytes = sum(tables.map((each) => each.oldBytes));
  const growthBytesADay = growth(tables, of.nowMs);
  const room = budgetBytes ?? (freeBytes === null ? null : bytes + oldBytes + freeBytes);
  const left = room === null ? null : Math.max(0, room - bytes - oldBytes);
  return {
    ...{ bytes, oldBytes, classes: classesOf(tables), aPrediction: aPrediction(tables) },
    ...{ growthBytesADay, freeBytes, budgetBytes },
    taken: room === null || room === 0 ? null : (bytes + oldBytes) / room,
    daysLeft: left === null || growthBytesADay === 0 ? null : left / growthBytesADay,
  };
}

/** What came in the last week at what a row of its table takes, by day. */
function growth(tables: readonly MeasuredTable[], nowMs: number): number {
  const since = tables.flatMap(({ weekFromMs }) => (weekFromMs === null ? [] : [weekFromMs]));
  if (since.length === 0) return 0;
  const days = Math.max(HOUR_MS, nowMs - Math.min(...since)) / DAY_MS;
  return (
    sum(
      tables.map(({ rows, bytes, rowsOfWeek }) => (rows === 0 ? 0 : (bytes / rows) * rowsOfWeek)),
    ) / days
  );
}

function aPrediction(tables: readonly MeasuredTable[]): StorageReport["aPrediction"] {
  const of = (...names: readonly string[]): number =>
    sum(tables.filter(({ table }) => names.includes(table)).map((each) => each.bytes));
  const predictions = tables.find(({ table }) => table === "predictions_v1")?.rows ?? 0;
  if (predictions === 0) return null;
  return {
    core: of("predictions_v1", ...(STANDING["sums"] ?? [])) / predictions,
    features: of("features_v1") / predictions,
    seals: of(...(STANDING["seals"] ?? [])) / predictions,
  };
}

function classesOf(tables: readonly MeasuredTable[]): readonly ClassSize[] {
  const named = [
    ...RETENTION_CLASSES.map((each) => [each.name, each.tables] as const),
    ...Object.entries(STANDING),
  ];
  const known = new Set(named.flatMap(([, names]) => names));
  const rest = tables.map(({ table }) => table).filter((table) => !known.has(table));
  return [...named, ["others", rest] as const]
    .map(([name, names]) => {
      const mine = tables.filter(({ table }) => names.includes(table));
      return {
        name,
        rows: sum(mine.map((each) => each.rows)),
        bytes: sum(mine.map((each) => each.bytes)),
        tables: mine.map(({ table, rows, bytes, unpackedBytes }) => ({
          ...{ table, rows, bytes },
          bytesARow: rows === 0 ? null : bytes / rows,
          ratio: unpackedBytes === 0 ? null : bytes / unpackedBytes,
        })),
      };
    })
    .filter((each) => each.tables.length > 0)
    .sort((a, b) => b.bytes - a.bytes);
}

function sum(all: readonly number[]): number {
  return all.reduce((total, each) => total + each, 0);
}
