import type { Read } from "../engine/read.ts";
import { asList, asNumber, asNumberOrNull, asRecord, asText } from "../row-values.ts";
import { lostClass } from "./completeness.ts";

/** What a producer said of itself last. */
export interface StoredProducer {
  readonly producer: string;
  readonly environment: string;
  readonly lastHeardMs: number;
  /** What it watches and at which version, and what it knows of and does not watch; empty: it does not say. */
  readonly instrumented: readonly string[];
  readonly uninstrumented: readonly string[];
  /** Its clock less the collector's; null: not measured. */
  readonly clockOffsetMs: number | null;
  readonly queueDepth: number;
  /** Records that it lost and says so, by class and reason: `prediction.queue_full`. */
  readonly dropped: Readonly<Record<string, number>>;
  /** What else it says went wrong, and cost no record: `features.queue_full`, `hook.label`. */
  readonly faults: Readonly<Record<string, number>>;
}

/** The producers that sent signs of life in the last week in which one did, the last heard first, at most 100. */
export async function readProducers(
  read: Read,
  system: string,
): Promise<readonly StoredProducer[]> {
  const rows = await read(
    "producers",
    `SELECT producer, argMax(environment, time), toUnixTimestamp64Micro(max(time) AS heard), argMax(instrumented, time),
       argMax(uninstrumented, time), argMax(tuple(clock_offset), time).1, argMax(queue_depth, time), argMax(dropped, time)
     FROM heartbeats_v1 WHERE system = {system:String} AND producer != ''
       AND time > (SELECT max(time) FROM heartbeats_v1 WHERE system = {system:String}) - INTERVAL 7 DAY
     GROUP BY producer ORDER BY heard DESC, producer LIMIT 100`,
    { system },
  );
  return rows.map(([producer, environment, heard, instrumented, uninstrumented, ...rest]) => {
    const [offset, queueDepth, dropped] = rest;
    const seconds = asNumberOrNull(offset);
    const counts = Object.entries(asRecord(dropped, asNumber));
    return {
      producer: asText(producer),
      environment: asText(environment),
      lastHeardMs: asNumber(heard) / 1000,
      instrumented: asList(instrumented, asText),
      uninstrumented: asList(uninstrumented, asText),
      clockOffsetMs: seconds === null ? null : seconds * 1000,
      queueDepth: asNumber(queueDepth),
      dropped: Object.fromEntries(counts.filter(([name]) => lostClass(name) !== null)),
      faults: Object.fromEntries(counts.filter(([name]) => lostClass(name) === null)),
    };
  });
}
