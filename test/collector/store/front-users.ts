import type { IncomingMessage } from "node:http";
import { TLSSocket } from "node:tls";

/** A user of the stand-in, as its administrator makes one. */
export interface FrontUser {
  readonly name: string;
  /** Null: known by the name in its certificate alone. */
  readonly password: string | null;
  /** `GRANT … ON …`, without a user: the engine reads them, and says them again for SHOW GRANTS. */
  readonly grants: readonly string[];
  readonly readonly: "0" | "1" | "2";
  /** Of the user's profile. */
  readonly settings?: Readonly<Record<string, string>>;
  /** Largest value that a statement may set. */
  readonly most?: Readonly<Record<string, string>>;
}

/** The server's refusal. */
export class Refused extends Error {
  override readonly name = "Refused";
  readonly status: number;
  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

/** The engine's configuration at a path, with these users, so that grants, profiles and constraints are its own. */
export function usersConfiguration(users: readonly FrontUser[], path: string): string {
  const profiles = users.map(({ name, settings = {}, most = {} }) => {
    const set = Object.entries(settings).map(([key, value]) => `<${key}>${value}</${key}>`);
    const max = Object.entries(most).map(([key, value]) => `<${key}><max>${value}</max></${key}>`);
    return `<of_${name}>${set.join("")}<constraints>${max.join("")}</constraints></of_${name}>`;
  });
  const people = users.map(({ name, grants }) => {
    const queries = grants.map((grant) => `<query>${grant}</query>`).join("");
    const open = "<no_password/><networks><ip>::/0</ip></networks><quota>default</quota>";
    return `<${name}>${open}<profile>of_${name}</profile><grants>${queries}</grants></${name}>`;
  });
  return `<clickhouse><logger><level>error</level></logger>
<profiles><default/>${profiles.join("")}</profiles><quotas><default/></quotas>
<users><default><password/><networks><ip>::/0</ip></networks><profile>default</profile>
<quota>default</quota><access_management>1</access_management></default>${people.join("")}</users>
<user_directories><users_xml><path>${path}</path></users_xml></user_directories></clickhouse>`;
}

/** Who asks, by name and password or by certificate; null where the stand-in knows no users. */
export function whoAsks(request: IncomingMessage, users: readonly FrontUser[]): FrontUser | null {
  if (users.length === 0) return null;
  const { headers, socket } = request;
  const basic = /^Basic (.*)$/.exec(headers.authorization ?? "")?.[1];
  const [name = "", password = ""] =
    basic === undefined
      ? [String(headers["x-clickhouse-user"] ?? "default")]
      : Buffer.from(basic, "base64").toString().split(/:(.*)/s);
  const found = users.find((user) => user.name === name);
  const byCertificate =
    headers["x-clickhouse-ssl-certificate-auth"] === "on" &&
    socket instanceof TLSSocket &&
    socket.authorized &&
    socket.getPeerCertificate().subject.CN === name;
  const proven = found?.password === null ? byCertificate : found?.password === password;
  if (found === undefined || !proven) {
    throw new Refused(
      401,
      `Code: 516. DB::Exception: ${name}: Authentication failed: password is incorrect, or there is no user with such name. (AUTHENTICATION_FAILED)`,
    );
  }
  return found;
}

/**
 * Refuses a statement that needs a right which was not granted. Coarser than a server: what a statement
 * does is read off its words, and of tables that it names columns are not looked at.
 */
export function mustBeGranted(sql: string, user: FrontUser, database: string): void {
  const [, verb = "", object = ""] = /^\s*(\w+)(?:\s+(?:OR\s+REPLACE\s+)?(\w+))?/i.exec(sql) ?? [];
  const word = verb.toUpperCase();
  const needed = new Set<string>();
  if (word === "CREATE" || word === "DROP") needed.add(`${word} ${object.toUpperCase()}`);
  else if (word === "INSERT") needed.add(word);
  else if (word === "ALTER") needed.add("ALTER TABLE");
  if (/^\s*CREATE OR REPLACE VIEW/i.test(sql)) needed.add("DROP VIEW");
  const target =
    /^\s*(?:INSERT\s+INTO|ALTER\s+TABLE|CREATE\s+[\w\s]*?(?:VIEW|TABLE|DATABASE))\s+(?:IF\s+NOT\s+EXISTS\s+)?([\w.]+)/i.exec(
      sql,
    )?.[1];
  for (const right of needed) {
    if (!isGranted(right, target ?? "", user, database))
      throw denied(user, `${right} ON ${target}`);
  }
  for (const [, table = ""] of sql.matchAll(/\b(?:FROM|JOIN)\s+([a-z]\w*(?:\.\w+)?)(?![\w(])/gi)) {
    if (!/_v1$|^system\./.test(table)) continue; // a name of the statement itself
    if (!isGranted("SELECT", table, user, database)) throw denied(user, `SELECT ON ${table}`);
  }
}

function isGranted(right: string, table: string, user: FrontUser, database: string): boolean {
  const full = table.includes(".") || right.endsWith("DATABASE") ? table : `${database}.${table}`;
  return user.grants.some((grant) => {
    const [, rights = "", on = ""] = /^GRANT (.*) ON (\S+)$/.exec(grant) ?? [];
    const names = rights.replace(/\([^)]*\)/g, "").split(/,\s*/);
    const covers = on === full || on === `${full}.*` || on === `${full.split(".")[0]}.*`;
    return (
      covers &&
      names.some((name) => name === right || (name === "ALTER" && right === "ALTER TABLE"))
    );
  });
}

function denied({ name }: FrontUser, what: string): Refused {
  return new Refused(
    403,
    `Code: 497. DB::Exception: ${name}: Not enough privileges. To execute this query, it's necessary to have the grant ${what}. (ACCESS_DENIED)`,
  );
}
