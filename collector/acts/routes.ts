import { basename } from "node:path";
import {
  canonicalJson,
  endOfQuiet,
  parseRoutes,
  type Route,
  type Routes,
  type RouteTerms,
  type ZoneOffsets,
} from "@tiltmeter/rules";
import { readConfigured } from "./read-configured.ts";
import type { Transact } from "./transact.ts";

interface RoutesLoaded {
  readonly type: "routes_loaded";
  readonly atMs: number;
  readonly by: string;
  readonly file: string | null;
  readonly routes: Routes | null;
}

interface Loaded {
  readonly routes: Pick<RoutesLoaded, "file" | "routes"> | null;
}

/** Routes that cannot be put in force. The message has one line for each finding. */
export class RoutesRefused extends Error {
  override readonly name = "RoutesRefused";
}

/**
 * Puts the routes of a file in force, all or nothing, and records them where they differ from what is;
 * null puts every channel back to everything. Returns what is doubtful in them, a line each.
 *
 * Throws `RoutesRefused` where the file cannot be read or has an error; what was in force still is.
 */
export async function loadRoutes(
  file: string | null,
  deps: {
    readonly nowMs: number;
    /** Names of the channels that are configured. */
    readonly channels: readonly string[];
    /** Of them, those whose messages are about one record each. */
    readonly perRecord: readonly string[];
    readonly zones: RouteTerms["zones"];
    /** Of a time zone, for the end of quiet hours. */
    readonly offsets: ZoneOffsets;
    /** Owners of records stand in the ledger under pseudonyms; absent: under their names. */
    readonly pseudonymOf?: (name: string) => Promise<string>;
    readonly transact: Transact<Loaded, RoutesLoaded>;
  },
): Promise<{ readonly changed: boolean; readonly warnings: readonly string[] }> {
  const { value: asked, warnings } =
    file === null
      ? { value: null, warnings: [] }
      : await readConfigured(file, {
          ...{ key: "routes", named: "the routes", refused: RoutesRefused },
          parse: (text) => {
            const { routes: value, findings } = parseRoutes(text, file, deps);
            return { value, findings };
          },
        });
  const routes = asked === null ? null : await withPseudonyms(asked, deps.pseudonymOf);
  const said = { file: file === null ? null : basename(file), routes };
  const changed = await deps.transact(({ routes: standing }) => {
    const before = { file: standing?.file ?? null, routes: standing?.routes ?? null };
    if (canonicalJson(before) === canonicalJson(said)) return { entries: [], result: false };
    const entry: RoutesLoaded = {
      type: "routes_loaded",
      atMs: deps.nowMs,
      by: "tiltmeter",
      ...said,
    };
    return { entries: [entry], result: true };
  });
  return { changed, warnings: [...warnings, ...overInWords(asked, deps)] };
}

/** Quiet hours that were over when the file was read: nobody is told of their end. */
function overInWords(
  routes: Routes | null,
  { nowMs, offsets }: { readonly nowMs: number; readonly offsets: ZoneOffsets },
): readonly string[] {
  return (routes?.quiet ?? [])
    .filter((quiet) => endOfQuiet(quiet, offsets) <= nowMs)
    .map(
      ({ id, until }) => `quiet hours ${id} ended on ${until} and hold nothing back: remove them`,
    );
}

/** An owner matches by the name that a declaration has, and by the pseudonym that a record has. */
async function withPseudonyms(
  of: Routes,
  pseudonymOf: ((name: string) => Promise<string>) | undefined,
): Promise<Routes> {
  if (pseudonymOf === undefined) return of;
  const withBoth = async <T extends Pick<Route, "when">>(each: T): Promise<T> => {
    const { owners } = each.when;
    const pseudonyms = await Promise.all(owners.map(pseudonymOf));
    return { ...each, when: { ...each.when, owners: [...owners, ...pseudonyms] } };
  };
  const routes = await Promise.all(of.routes.map(withBoth));
  if (of.quiet === undefined) return { ...of, routes };
  return { ...of, routes, quiet: await Promise.all(of.quiet.map(withBoth)) };
}
