import type { Read } from "../engine/read.ts";
import { asList, asNumber, asText } from "../row-values.ts";
import { bounds, type Window, within } from "./window.ts";

/** What heartbeats of one system say of the clients that it calls hosted models with; names as they stand there. */
export interface Instrumentation {
  readonly system: string;
  /** Producers that were heard from since `sinceMs`. */
  readonly producers: number;
  /** What any of those watches by its last word, and at which version: `openai@7.59.0`. */
  readonly watched: readonly string[];
  /**
   * What was watched in the window and no longer is: by the last word of the producer that watched it, or by
   * that of any producer. Another version of a client is no loss, and of silent producers nothing is lost.
   */
  readonly lost: readonly string[];
  /** What a producer that was heard from since knows of and does not watch. */
  readonly unwatched: readonly string[];
  /** Clients that were watched at any time of the window, whatever their versions. */
  readonly everWatched: number;
}

/** Of the systems, or of one, whose heartbeats in the window say anything of it. A third of a second for a million heartbeats. */
export async function readInstrumentation(
  read: Read,
  of: Window & { readonly sinceMs: number; readonly system?: string },
): Promise<readonly Instrumentation[]> {
  const rows = await read(
    "instrumentation",
    `SELECT system, countIf(is_heard),
       groupUniqArrayArrayIf(watched, is_heard),
       groupUniqArrayArray(ever),
       groupUniqArrayArrayIf(arrayFilter(each -> NOT has(arrayMap(one -> ${NAME("one")}, watched), ${NAME("each")}), ever), is_heard),
       groupUniqArrayArrayIf(unwatched, is_heard)
     FROM (
       SELECT toString(system) AS system, producer,
         max(last) >= fromUnixTimestamp64Micro({since:Int64}, 'UTC') AS is_heard,
         CAST(argMax(instrumented, last), 'Array(String)') AS watched,
         CAST(argMax(uninstrumented, last), 'Array(String)') AS unwatched,
         CAST(groupUniqArrayArray(instrumented), 'Array(String)') AS ever
       FROM (
         SELECT system, producer, instrumented, uninstrumented, max(window_time) AS last
         FROM heartbeats_v1
         WHERE ${within("window_time")}${of.system === undefined ? "" : " AND system = {system:String}"}
         GROUP BY system, producer, instrumented, uninstrumented
       )
       GROUP BY system, producer
     )
     GROUP BY system
     HAVING notEmpty(groupUniqArrayArray(ever)) OR notEmpty(groupUniqArrayArray(unwatched))
     ORDER BY system`,
    {
      ...{ ...bounds(of), since: Math.round(of.sinceMs * 1000) },
      ...(of.system === undefined ? {} : { system: of.system }),
    },
  );
  return rows.map(([system, producers, ...lists]) => {
    const [watched = [], ever = [], dropped = [], unwatched = []] = lists.map((list) =>
      asList(list, asText).sort(),
    );
    const still = new Set(watched.map(nameOf));
    const own = new Set(dropped.map(nameOf));
    const isLost = (name: string): boolean => own.has(name) || !still.has(name);
    return {
      system: asText(system),
      producers: asNumber(producers),
      watched,
      // Of several versions of one client the last.
      lost:
        asNumber(producers) === 0
          ? []
          : [...new Map(ever.map((each) => [nameOf(each), each]))].flatMap(([name, each]) =>
              isLost(name) ? [each] : [],
            ),
      unwatched,
      everWatched: new Set(ever.map(nameOf)).size,
    };
  });
}

/** Without its version: `openai` of `openai@7.59.0`, `@anthropic-ai/sdk` of `@anthropic-ai/sdk@1.14.0`. */
export function nameOf(client: string): string {
  const at = client.lastIndexOf("@");
  return at > 0 ? client.slice(0, at) : client;
}

/** The same, as the engine finds it. */
const NAME = (of: string): string => `replaceRegexpOne(${of}, '(.)@[^@/]*$', '\\\\1')`;
