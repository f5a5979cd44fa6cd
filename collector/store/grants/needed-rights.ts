/** A right on tables: `SELECT` on `tiltmeter.*`. */
export interface Right {
  readonly right: string;
  /** `database.*`, or a table of the server's own. */
  readonly on: string;
}

/** What the two users of a server need, and nothing else. */
export type StoreUser = "writer" | "reader";

/** Tables of the server's own that questions name: columns and parts, those set aside, and what is under way. */
export const SYSTEM_TABLES: Readonly<Record<StoreUser, readonly string[]>> = {
  writer: [
    ...["system.columns", "system.detached_parts", "system.parts", "system.processes"],
    "system.tables",
  ],
  reader: ["system.columns", "system.detached_parts", "system.parts"],
};

const WRITER_RIGHTS = [
  ...["CREATE DATABASE", "CREATE TABLE", "CREATE VIEW", "DROP VIEW"],
  ...["SELECT", "INSERT", "ALTER TABLE"],
] as const;

/**
 * Rights for what a user does here: the writer makes and changes the schema, inserts, counts what is in,
 * erases, and ends statements of its own; the reader reads.
 */
export function neededRights(user: StoreUser, database: string): readonly Right[] {
  const own = user === "writer" ? WRITER_RIGHTS : (["SELECT"] as const);
  return [
    ...own.map((right) => ({ right, on: `${database}.*` })),
    ...SYSTEM_TABLES[user].map((on) => ({ right: "SELECT", on })),
  ];
}
