import type { FactSources, FindFact } from "./sources.ts";

const DAY_MS = 86_400_000;
/** What was watched within it is missed when it no longer is. */
const WATCHED_MS = 7 * DAY_MS;
/** A process that was heard from within it is alive, also one that works once a day. */
const ALIVE_MS = DAY_MS;

/** Clients of hosted models that processes of a system know of and do not watch. */
export const uninstrumentedClients: FindFact = async (of, { toMs }) =>
  (await said(of, toMs))
    .filter(({ producers }) => producers > 0)
    .map(({ system, unwatched, watched }) => ({
      system,
      value: unwatched.length,
      n: new Set([...unwatched, ...watched]).size,
      named: unwatched,
    }));

/** Clients that were watched in the last week and no longer are, although processes of the system are alive. */
export const instrumentationLost: FindFact = async (of, { toMs }) =>
  (await said(of, toMs))
    .filter(({ producers, everWatched }) => producers > 0 && everWatched > 0)
    .map(({ system, lost, everWatched }) => ({
      system,
      value: lost.length,
      n: everWatched,
      named: lost,
    }));

/** Share of the calls that clients counted themselves and that nothing was told of one by one, of the last day. */
export const uncountedCalls: FindFact = async (of, { toMs }) =>
  (await of.countedCalls({ fromMs: toMs - DAY_MS, toMs })).map(({ system, counted, told }) => ({
    system,
    value: Math.max(0, counted - told) / counted,
    n: counted,
  }));

async function said(of: FactSources, toMs: number): ReturnType<FactSources["instrumentation"]> {
  return of.instrumentation({ fromMs: toMs - WATCHED_MS, toMs, sinceMs: toMs - ALIVE_MS });
}
