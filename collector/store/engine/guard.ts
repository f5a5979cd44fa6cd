import { type Token, tokens, UnreadableSql } from "./lexer.ts";

/** A statement that the gateway does not hand to the engine. Ours are written by us: this is a fault of the program. */
export class RefusedStatement extends Error {
  override readonly name = "RefusedStatement";
}

/** Table functions that touch nothing outside of the query. */
const HARMLESS_SOURCES = new Set(["numbers", "zeros", "values", "view", "generate_series"]);

/** Functions that reach files, networks or programs, in any place. The list of the engine, 26.7. */
const REACHING_OUT =
  /^(file|url|uri|s3|gcs|oss|cosn|hdfs|azureblobstorage|executable|remote|remotesecure|cluster|clusterallreplicas|mysql|postgresql|mongodb|redis|sqlite|odbc|jdbc|arrowstream|input|dictionary|loop|fuzzquery|eval|python|filesystem|ytsaurus|prometheusquery|prometheusqueryrange|(file|url|s3|hdfs|gcs|azureblobstorage)cluster|(iceberg|deltalake|hudi|paimon|timeseries|mergetree)[a-z0-9]*)$/;

/** Engines that keep their data in our folder, or nowhere. */
const ENGINES = /^(atomic|memory|null|([a-z]*)mergetree|view|materializedview)$/;

/** Statements that change who may do what, or what the engine reads. */
const REFUSED_FIRST = new Set([
  "attach",
  "detach",
  "system",
  "backup",
  "restore",
  "grant",
  "set",
  "use",
]);

/**
 * Refuses what the engine would run and nobody here means: several statements in one text,
 * `INTO OUTFILE`, `FROM INFILE`, functions that reach files or networks, foreign table engines.
 *
 * The embedded engine has no users, and `INTO OUTFILE` writes even under `readonly = 1`: this is the
 * only fence there is. Throws `RefusedStatement`. O(length).
 */
export function guard(sql: string): void {
  const found = read(sql);
  const refuse = (what: string): never => {
    throw new RefusedStatement(`${what} is refused before the engine: ${sql.slice(0, 200)}`);
  };
  const first = found[0]?.text.toLowerCase() ?? "";
  if (REFUSED_FIRST.has(first) && !isOfParts(found)) refuse(`statement ${first.toUpperCase()}`);

  found.forEach((token, i) => {
    if (token.kind === "symbol" && token.text === ";")
      refuse("more than one statement in one text");
    if (token.kind !== "name") return;
    const word = token.text.toLowerCase();
    const next = found[i + 1];
    const nextWord = next?.kind === "name" ? next.text.toLowerCase() : "";
    if (word === "into" && nextWord === "outfile") refuse("INTO OUTFILE");
    if (word === "from" && nextWord === "infile") refuse("FROM INFILE");
    if (word === "function" && !token.quoted) refuse("FUNCTION");
    if (word === "engine" && !ENGINES.test(engineAfter(found, i))) refuse("a foreign table engine");
    if (next?.text !== "(" || next.kind !== "symbol") return;
    if (REACHING_OUT.test(word)) refuse(`function ${token.text}`);
    if (isSource(found, i) && !HARMLESS_SOURCES.has(word)) refuse(`table function ${token.text}`);
  });
}

/** About the parts of a table, and not a word more: to load them anew in two steps, and to wait until they are loaded. */
const OF_PARTS = /^(detach table \w+ sync|attach table \w+|system wait loading parts \w+)$/i;

function isOfParts(found: readonly Token[]): boolean {
  return OF_PARTS.test(found.map(({ text }) => text).join(" "));
}

/** Names of the `{name:Type}` places in a statement. */
export function parameterNames(sql: string): string[] {
  const found = read(sql);
  return found.flatMap((token, i) =>
    token.text === "{" && found[i + 1]?.kind === "name" && found[i + 2]?.text === ":"
      ? [found[i + 1]?.text ?? ""]
      : [],
  );
}

function read(sql: string): Token[] {
  try {
    return tokens(sql);
  } catch (cause) {
    if (!(cause instanceof UnreadableSql)) throw cause;
    throw new RefusedStatement(`statement is not readable: ${cause.message}`, { cause });
  }
}

/** Whether the name at `i` stands where a table is read: after FROM or JOIN, but not ARRAY JOIN. */
function isSource(found: readonly Token[], i: number): boolean {
  const [ahead, before] = [found[i - 2], found[i - 1]];
  if (before?.kind !== "name" || before.quoted || !/^(from|join)$/i.test(before.text)) return false;
  return !/^array$/i.test(ahead?.text ?? "");
}

function engineAfter(found: readonly Token[], i: number): string {
  const after = found.slice(i + 1, i + 3).find(({ kind }) => kind === "name");
  return after?.text.toLowerCase() ?? "";
}
