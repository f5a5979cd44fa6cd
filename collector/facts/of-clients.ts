import type { FactSources, FindFact, Found } from "./sources.ts";

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

/**
 * Clients that were watched in the last week and no longer are, although processes of the system are
 * alive: by the same process's own last word, or by any of them. Another version is no loss.
 */
export const instrumentationLost: FindFact = async (of, { toMs }) => {
  const found: Found[] = [];
  for (const { system, producers, watched, everWatched, dropped } of await said(of, toMs)) {
    if (producers === 0 || everWatched.length === 0) continue;
    const still = new Set(watched.map(nameOf));
    const names = new Set(everWatched.map(nameOf));
    const lost = new Set([
      ...[...names].filter((name) => !still.has(name)),
      ...dropped.map(nameOf),
    ]);
    const named = everWatched.filter((each) => lost.has(nameOf(each)));
    found.push({ system, value: lost.size, n: names.size, named });
  }
  return found;
};

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

/** Without its version: `openai` of `openai@7.59.0`, `@anthropic-ai/sdk` of `@anthropic-ai/sdk@1.14.0`. */
function nameOf(client: string): string {
  const at = client.lastIndexOf("@");
  return at > 0 ? client.slice(0, at) : client;
}
