import type { Right } from "./needed-rights.ts";

/** How what a server grants differs from what is needed. */
export interface RightsCompared {
  readonly missing: readonly Right[];
  /** Granted, and nothing here ever does it. */
  readonly tooMuch: readonly Right[];
}

/**
 * Compares the lines of `SHOW GRANTS` with the rights that are needed. A right of some columns alone is none
 * of the table's; showing names and ending statements is neither needed nor too much.
 */
export function compareRights(needed: readonly Right[], lines: readonly string[]): RightsCompared {
  const granted = lines.flatMap(parsed);
  const whole = granted.filter(({ right }) => !right.includes("("));
  return {
    missing: needed.filter((one) => !whole.some((each) => covers(each, one))),
    tooMuch: granted.filter(
      (one) =>
        !/^(SHOW|USAGE|KILL QUERY|NONE)\b/.test(one.right) &&
        !needed.some((each) => covers(each, { ...one, right: one.right.replace(/\(.*/, "") })),
    ),
  };
}

/** One line: `GRANT SELECT, ALTER DELETE(a, b) ON tiltmeter.* TO somebody`. Of roles nothing is known here. */
function parsed(line: string): readonly Right[] {
  const [, rights = "", on = ""] = /^GRANT (.+) ON (\S+) TO /.exec(line.replaceAll("`", "")) ?? [];
  return rights
    .split(/,\s*(?![^()]*\))/)
    .filter((right) => right !== "")
    .map((right) => ({ right: right.trim(), on }));
}

function covers(one: Right, other: Right): boolean {
  return coversTables(one.on, other.on) && coversRight(one.right, other.right);
}

function coversTables(one: string, other: string): boolean {
  if (one === "*.*" || one === other) return true;
  // `tilt*.*` and `tiltmeter.pred*`: everything that begins so.
  const [before, ...rest] = one.split("*");
  return rest.length > 0 && other.startsWith(before ?? one);
}

function coversRight(one: string, other: string): boolean {
  if (one === other || /^ALL\b/.test(one)) return true;
  if (one === "ALTER TABLE") return OF_ALTER_TABLE.test(other);
  // ALTER has ALTER TABLE, and CREATE has CREATE TABLE; of users and roles there are rights of their own.
  return OF_GROUP.test(other) && other.startsWith(`${one} `);
}

const OF_GROUP = /^(ALTER|CREATE|DROP) (DATABASE|TABLE|VIEW|DICTIONARY|TEMPORARY TABLE)$/;
const OF_ALTER_TABLE =
  /^ALTER (UPDATE|DELETE|SETTINGS|MODIFY COMMENT|(.+ )?(COLUMN|INDEX|PROJECTION|STATISTICS|CONSTRAINT|TTL|PARTITION|ORDER BY|SAMPLE BY))$/;
