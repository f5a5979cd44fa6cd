import type { Telemetry } from "@tiltmeter/sdk/wire/telemetry";

/** What our own SDK told of calls of generative models a while ago, so that others who tell of them are understood. */
export interface OwnCalls {
  /** Remembers the calls among records that are on disk. */
  readonly add: (records: readonly Telemetry[], nowMs: number) => void;
  /**
   * A record of somebody else in the light of what our SDK told: null where it tells of the same call, and an
   * evaluation by the name that the call has with us.
   */
  readonly understood: (telemetry: Telemetry, nowMs: number) => Telemetry | null;
}

/** Of some 300 bytes each. */
const CALLS_MAX = 50_000;
/** Exporters of spans wait 5 s, and try again for a minute. */
const REMEMBERED_MS = 600_000;

/**
 * A memory of ten minutes and fifty thousand calls. What it has forgotten, or forgets at a restart, the store still finds, but
 * for calls that their user named otherwise than after the answer: those then stand twice, once under each name.
 */
export function createOwnCalls(): OwnCalls {
  const names = new Map<string, { readonly name: string; readonly atMs: number }>();
  const nameOf = (key: string, nowMs: number): string | null => {
    const known = names.get(key);
    return known === undefined || nowMs - known.atMs > REMEMBERED_MS ? null : known.name;
  };
  return {
    add: (records, nowMs) => {
      for (const { origin, traceId, statement } of records) {
        if (statement.kind !== "prediction" || statement.call === undefined) continue;
        const { responseId, source } = statement.call;
        if (source.dialect !== "tiltmeter" || traceId === "" || responseId === "") continue;
        const key = keyOf(origin.system, traceId, responseId);
        // The newest are last, so that the oldest are found at once.
        names.delete(key);
        names.set(key, { name: statement.id, atMs: nowMs });
      }
      for (const [key, { atMs }] of names) {
        if (names.size <= CALLS_MAX && nowMs - atMs <= REMEMBERED_MS) break;
        names.delete(key);
      }
    },
    understood: (telemetry, nowMs) => {
      const { origin, traceId, statement } = telemetry;
      if (traceId === "" || names.size === 0) return telemetry;
      if (statement.kind === "prediction" && statement.call !== undefined) {
        const { responseId, source } = statement.call;
        if (source.dialect === "tiltmeter" || responseId === "") return telemetry;
        const name = nameOf(keyOf(origin.system, traceId, responseId), nowMs);
        return name === null ? telemetry : null;
      }
      if (statement.kind !== "score" || !statement.id.startsWith(`${traceId}:`)) return telemetry;
      const responseId = statement.id.slice(traceId.length + 1);
      const id = nameOf(keyOf(origin.system, traceId, responseId), nowMs);
      return id === null ? telemetry : { ...telemetry, statement: { ...statement, id } };
    },
  };
}

function keyOf(system: string, traceId: string, responseId: string): string {
  return `${traceId}${responseId}\n${system}`;
}
