import type { Telemetry } from "@tiltmeter/sdk/wire/telemetry";

/** Which calls of generative models were told of a while ago, and by which names. */
export interface LateCalls {
  /** Remembers the calls among records that are on disk. */
  readonly add: (records: readonly Telemetry[], nowMs: number) => void;
  /**
   * A record in the light of them: null for a call of somebody else that our SDK told of, and what is said of a call of its own
   * trace by the name that the call has.
   */
  readonly understood: (telemetry: Telemetry, nowMs: number) => Telemetry | null;
}

/** Of some 300 bytes each. */
const CALLS_MAX = 50_000;
/** Exporters of spans wait 5 s, and try again for a minute. */
const REMEMBERED_MS = 600_000;

interface Known {
  readonly name: string;
  readonly isOurs: boolean;
  readonly atMs: number;
}

/**
 * A memory of ten minutes and fifty thousand calls. What it has forgotten, or forgets at a restart, the store still finds, but
 * for calls that their user named otherwise than after the answer: those then stand twice, once under each name.
 */
export function createLateCalls(): LateCalls {
  const calls = new Map<string, Known>();
  const known = (system: string, traceId: string, responseId: string, nowMs: number) => {
    const found =
      calls.get(keyOf(system, traceId, responseId)) ?? calls.get(keyOf(system, "", responseId));
    return found === undefined || nowMs - found.atMs > REMEMBERED_MS ? null : found;
  };
  return {
    add: (records, atMs) => {
      for (const { origin, traceId, statement } of records) {
        if (statement.kind !== "prediction" || statement.call === undefined) continue;
        const { responseId, source } = statement.call;
        const isOurs = source.dialect === "tiltmeter";
        // Where nothing is traced around it, the span of somebody else begins a trace that our SDK is not in.
        if (responseId === "" || (traceId === "" && !isOurs)) continue;
        const key = keyOf(origin.system, traceId, responseId);
        // What our SDK names stands under that name wherever it comes first.
        if (!isOurs && calls.get(key)?.isOurs === true) continue;
        // The newest are last, so that the oldest are found at once.
        calls.delete(key);
        calls.set(key, { name: statement.id, isOurs, atMs });
      }
      for (const [key, call] of calls) {
        if (calls.size <= CALLS_MAX && atMs - call.atMs <= REMEMBERED_MS) break;
        calls.delete(key);
      }
    },
    understood: (telemetry, nowMs) => {
      const { origin, traceId, statement } = telemetry;
      if (traceId === "" || calls.size === 0) return telemetry;
      switch (statement.kind) {
        case "prediction": {
          const { responseId = "", source } = statement.call ?? {};
          if (responseId === "" || source?.dialect === "tiltmeter") return telemetry;
          const told = known(origin.system, traceId, responseId, nowMs);
          return told?.isOurs === true ? null : telemetry;
        }
        case "score":
        case "outcome":
        case "oversight": {
          const { id } = statement;
          const responseId = id.startsWith(`${traceId}:`) ? id.slice(traceId.length + 1) : id;
          const told = known(origin.system, traceId, responseId, nowMs);
          if (told === null) return telemetry;
          return { ...telemetry, statement: { ...statement, id: told.name } };
        }
        default:
          return telemetry;
      }
    },
  };
}

function keyOf(system: string, traceId: string, responseId: string): string {
  return `${traceId}${responseId}\n${system}`;
}
