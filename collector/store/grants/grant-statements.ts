import { neededRights, type StoreUser } from "./needed-rights.ts";

/** Largest values that a question sets, with what a profile may hold it to; see `engine/read.ts`. */
const READER_LIMITS = {
  max_memory_usage: 2_147_483_648,
  max_execution_time: 300,
  max_result_rows: 1_000_000,
  max_result_bytes: 268_435_456,
} as const;

/**
 * SQL for an administrator of the server: both users with the rights that they need, and a profile that keeps
 * the reader from writing and bounds what it may ask. Passwords are left to be filled in.
 *
 * `readonly = 2`, not 1: every question sets its own limits, and under 1 nothing can be set.
 */
export function grantStatements(of: {
  readonly writer: string;
  /** Null: one user does both. */
  readonly reader: string | null;
  readonly database: string;
}): readonly string[] {
  const { writer, reader, database } = of;
  return [
    user(writer),
    ...grants("writer", writer, database),
    ...(reader === null
      ? []
      : [profile(reader), user(reader), ...grants("reader", reader, database)]),
    ...(reader === null
      ? []
      : [`ALTER USER ${named(reader)} SETTINGS PROFILE ${named(`${reader}_profile`)};`]),
  ];
}

function user(name: string): string {
  return `CREATE USER IF NOT EXISTS ${named(name)} IDENTIFIED WITH sha256_password BY '…';`;
}

/** Rights on the same tables in one statement. */
function grants(as: StoreUser, name: string, database: string): readonly string[] {
  const byTable = new Map<string, string[]>();
  for (const { right, on } of neededRights(as, database)) {
    byTable.set(on, [...(byTable.get(on) ?? []), right]);
  }
  return [...byTable].map(
    ([on, rights]) => `GRANT ${rights.join(", ")} ON ${tables(on)} TO ${named(name)};`,
  );
}

function profile(reader: string): string {
  const limits = Object.entries(READER_LIMITS).map(
    ([name, most]) => `  ${name} = ${most} MAX ${most}`,
  );
  return [
    `CREATE SETTINGS PROFILE IF NOT EXISTS ${named(`${reader}_profile`)} SETTINGS`,
    `${["  readonly = 2", ...limits].join(",\n")};`,
  ].join("\n");
}

function tables(on: string): string {
  const [database = "", table = ""] = on.split(".");
  return `${named(database)}.${table}`;
}

/** A name as SQL has it: bare where it may be. */
function named(name: string): string {
  return /^[A-Za-z_]\w*$/.test(name) ? name : `\`${name.replace(/[\\`]/g, "\\$&")}\``;
}
