import type { Read } from "../engine/read.ts";
import { asList, asNumber, asText } from "../row-values.ts";

/** More than people can look at; older ones are asked for by system. */
const CONCERNS_MAX = 5_000;
/** What becomes of one concern takes a few steps; a sender that tells it a thousand times is cut short. */
const STEPS_MAX = 100;

/** One concern about a system, with what has become of it since. */
export interface StoredConcern {
  readonly system: string;
  readonly id: string;
  /** The oldest first. */
  readonly steps: readonly {
    readonly timeMs: number;
    readonly status: string;
    readonly kind: string;
    readonly summary: string;
    /** `""`: anonymous. */
    readonly by: string;
    readonly environment: string;
  }[];
}

/** Concerns of a system, or of all where it is null, the newest first; at most 5,000. */
export async function readConcerns(
  read: Read,
  system: string | null,
): Promise<readonly StoredConcern[]> {
  const rows = await read(
    "concerns",
    `SELECT system, id, arraySort(groupArray({steps:UInt32})(
       (toUnixTimestamp64Micro(time), toString(status), toString(concern), summary, actor, toString(environment))))
     FROM concerns_v1 ${system === null ? "" : "WHERE system = {system:String}"}
     GROUP BY system, id ORDER BY min(time) DESC, system, id LIMIT {most:UInt32}`,
    { steps: STEPS_MAX, most: CONCERNS_MAX, ...(system === null ? {} : { system }) },
  );
  return rows.map(([of, id, steps]) => ({
    system: asText(of),
    id: asText(id),
    steps: asList(steps, (step) => {
      const [micros, status, kind, summary, by, environment] = asList(step, (value) => value);
      return {
        timeMs: asNumber(micros) / 1000,
        status: asText(status),
        kind: asText(kind),
        summary: asText(summary),
        by: asText(by),
        environment: asText(environment),
      };
    }),
  }));
}
