import { randomUUID } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { createServer as createTlsServer } from "node:https";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync, gzipSync } from "node:zlib";
import { type ChdbSession, loadChdb } from "tiltmeter/store/engine/chdb";
import { type Fault, fail, spoil } from "./front-fault.ts";
import {
  type FrontUser,
  mustBeGranted,
  Refused,
  usersConfiguration,
  whoAsks,
} from "./front-users.ts";

export type { Fault } from "./front-fault.ts";

export interface HttpFront {
  readonly url: string;
  /** Asked once for every statement, with its values and settings. */
  setFault(fault: (sql: string, parameters: URLSearchParams) => Fault): void;
  /** Away: nobody listens on the port, and what was open is closed. */
  setAway(isAway: boolean): Promise<void>;
  close(): Promise<void>;
}

export interface FrontOptions {
  /** What every user's profile sets, unless a statement says otherwise. */
  readonly profile?: Readonly<Record<string, string>>;
  /** Absent: everybody may do everything. */
  readonly users?: readonly FrontUser[];
  /** Texts in PEM; `ca`: who vouches for those who ask, who must then show a certificate. */
  readonly tls?: { readonly key: string; readonly cert: string; readonly ca?: string };
  readonly port?: number;
}

/** Parameters of the HTTP interface that are no settings of the engine. */
const NOT_SETTINGS =
  /^(query|database|query_id|session_id|role|default_format|wait_end_of_query|enable_http_compression|http_.*|send_progress.*|cancel_http_readonly.*|param_.*)$/;
/** A late insert lands after this, unless it is killed. */
const LATE_MS = 250;

/**
 * A stand-in for a ClickHouse server: its HTTP interface, as far as the client uses it here, over the
 * embedded engine. Real statements, real transport, and failures of it on demand. Grants are checked here,
 * since the engine has one user; settings and what profiles forbid are checked by the engine itself.
 */
export async function startHttpFront(
  folder: string,
  { profile = {}, users = [], tls, port = 0 }: FrontOptions = {},
): Promise<HttpFront> {
  const chdb = await loadChdb();
  const uploads = await mkdtemp(join(tmpdir(), "tiltmeter-front-"));
  const connectionArgs: string[] = [];
  if (users.length > 0) {
    const path = join(uploads, "users.xml");
    await writeFile(path, usersConfiguration(users, path));
    connectionArgs.push(`--config-file=${path}`);
  }
  const openSession = () => new chdb.Session(join(folder, "engine"), { connectionArgs });
  const root = openSession();
  let faultOf: (sql: string, parameters: URLSearchParams) => Fault = () => null;
  /** Statements under way, by id; a late insert is asked whether it was killed. */
  const underWay = new Map<string, UnderWay>();
  let late: Promise<unknown> = Promise.resolve();

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const early = new URL(request.url ?? "/", "http://front").searchParams;
    const asked = early.get("query");
    const fault = asked === null ? null : faultOf(asked, early);
    if (fault?.when === "mid" && fault.how === "reset") {
      await new Promise((resolve) => request.once("data", resolve));
      return fail(fault, response);
    }
    const sent = await read(request);
    const spoiled = asked === null ? faultOf(sent.sql, sent.parameters) : fault;
    if (spoiled?.when === "before") return fail(spoiled, response);
    const id = sent.parameters.get("query_id") ?? randomUUID();
    const mark = { isLate: false, killed: false };
    underWay.set(id, mark);
    const work = async (partial: boolean): Promise<Uint8Array> => {
      const session = openSession();
      try {
        const user = whoAsks(request, users);
        for (const [name, value] of Object.entries(profile)) {
          if (!sent.parameters.has(name)) sent.parameters.set(name, value);
        }
        return await run(session, { ...sent, uploads, user, underWay, partial });
      } finally {
        session.close();
        underWay.delete(id);
      }
    };
    if (spoiled?.how === "late") {
      fail(spoiled, response);
      mark.isLate = true;
      const landing = after(LATE_MS).then(async () => {
        if (!mark.killed) await work(false);
      });
      late = Promise.allSettled([late, landing]);
      return;
    }
    try {
      const body = await work(spoiled?.how === "partial");
      if (spoiled?.how === "partial") return fail(spoiled, response);
      if (spoiled !== null && (await spoil(spoiled, body, { request, response }))) return;
      const gzip = early.get("enable_http_compression") === "1";
      response.writeHead(200, {
        "X-ClickHouse-Summary": "{}",
        ...(gzip ? { "Content-Encoding": "gzip" } : {}),
      });
      response.end(gzip ? gzipSync(body) : body);
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      const code = /Code: (\d+)/.exec(message)?.[1] ?? "1002";
      const status = error instanceof Refused ? error.status : 500;
      response.writeHead(status, { "X-ClickHouse-Exception-Code": code }).end(message);
    }
  }

  const listener = (request: IncomingMessage, response: ServerResponse): void => {
    answer(request, response).catch(() => response.destroy());
  };
  const server: Server =
    tls === undefined
      ? createServer(listener)
      : createTlsServer({ ...tls, requestCert: tls.ca !== undefined }, listener);
  const listen = (at: number): Promise<void> =>
    new Promise((resolve) => server.listen(at, "127.0.0.1", resolve));
  const leave = async (): Promise<void> => {
    const left = new Promise((resolve) => server.close(resolve));
    server.closeAllConnections();
    await left;
  };
  await listen(port);
  const own = portOf(server.address());
  return {
    url: `${tls === undefined ? "http" : "https"}://127.0.0.1:${own}`,
    setFault: (fault) => {
      faultOf = fault;
    },
    setAway: (isAway) => (isAway ? leave() : listen(own)),
    close: async () => {
      if (server.listening) await leave();
      await late;
      root.close();
      await chdb.drainPending();
      await rm(uploads, { recursive: true, force: true });
    },
  };
}

function portOf(address: string | AddressInfo | null): number {
  if (address === null || typeof address === "string") throw new Error("the front has no port");
  return address.port;
}

function after(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

/** A statement that runs cannot be killed here, one that is still to land can. */
interface UnderWay {
  isLate: boolean;
  killed: boolean;
}

interface Sent {
  readonly parameters: URLSearchParams;
  readonly sql: string;
  readonly data: Buffer;
}

/** The statement is the body, or a parameter when the body is data; long bound values come as a form. */
async function read(request: IncomingMessage): Promise<Sent> {
  const parameters = new URL(request.url ?? "/", "http://front").searchParams;
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(Buffer.from(chunk));
  const sent = Buffer.concat(chunks);
  const body = request.headers["content-encoding"] === "gzip" ? gunzipSync(sent) : sent;
  const type = request.headers["content-type"] ?? "";
  if (type.startsWith("multipart/form-data")) {
    const form = await new Response(body, { headers: { "content-type": type } }).formData();
    form.forEach((value, name) => {
      parameters.set(name, String(value));
    });
    return { parameters, sql: parameters.get("query") ?? "", data: Buffer.alloc(0) };
  }
  const query = parameters.get("query");
  return query === null
    ? { parameters, sql: body.toString(), data: Buffer.alloc(0) }
    : { parameters, sql: query, data: body };
}

async function run(
  session: ChdbSession,
  of: Sent & {
    readonly uploads: string;
    readonly user: FrontUser | null;
    readonly underWay: ReadonlyMap<string, UnderWay>;
    readonly partial: boolean;
  },
): Promise<Uint8Array> {
  const text = { format: "TabSeparated" };
  const { parameters, user } = of;
  const settings = [...parameters].filter(([name]) => !NOT_SETTINGS.test(name));
  const bound = [...parameters].filter(([name]) => name.startsWith("param_"));
  const sets = [...settings.filter(([name]) => name !== "readonly"), ...bound];
  const database = parameters.get("database") ?? "default";
  await session.queryAsync("SET max_query_size = 67108864, implicit_select = 0", text);
  await session.queryAsync(`USE \`${database}\``, text);
  const kill = /^KILL QUERY WHERE startsWith\(query_id, \{prefix:String\}\)/.test(of.sql);
  if (kill) {
    for (const [id, mark] of of.underWay) {
      if (mark.isLate && id.startsWith(parameters.get("param_prefix") ?? "none"))
        mark.killed = true;
    }
    return Buffer.alloc(0);
  }
  if (user !== null) {
    mustBeGranted(of.sql, user, database);
    await session.queryAsync(`SET profile = ${literal(`of_${user.name}`)}`, text);
    if (user.readonly !== "0") await session.queryAsync(`SET readonly = ${user.readonly}`, text);
  }
  const set = sets.map(([name, value]) => `${name} = ${literal(value)}`).join(", ");
  if (set !== "") await session.queryAsync(`SET ${set}`, text);
  const readonly = parameters.get("readonly") ?? "0";
  if (readonly !== "0") await session.queryAsync(`SET readonly = ${literal(readonly)}`, text);

  const insert = /^(\s*INSERT\b[\s\S]*?)\s+FORMAT\s+(\w+)\s*$/i.exec(of.sql);
  if (insert === null) return (await session.queryAsync(said(of.sql, of), text)).bytes();
  const [, into = "", format = ""] = insert;
  const path = join(of.uploads, randomUUID());
  await writeFile(path, of.partial && format.endsWith("EachRow") ? halfOf(of.data) : of.data);
  try {
    if (of.partial && format === "Native") {
      const all = `file(${literal(path)}, Native)`;
      const half = `SELECT * FROM ${all} LIMIT (SELECT intDiv(count(), 2) FROM ${all})`;
      return (await session.queryAsync(`${into} ${half}`, text)).bytes();
    }
    const from = `FROM INFILE ${literal(path)} COMPRESSION 'none'`;
    return (await session.queryAsync(`${into} ${from} FORMAT ${format}`, text)).bytes();
  } finally {
    await rm(path, { force: true });
  }
}

/** Of rows that are lines. */
function halfOf(lines: Buffer): string {
  const all = lines.toString().split("\n");
  return all.slice(0, Math.floor(all.length / 2)).join("\n");
}

/** The statement as the engine here can answer it for a server with several users and statements under way. */
function said(
  sql: string,
  of: {
    readonly user: FrontUser | null;
    readonly underWay: ReadonlyMap<string, UnderWay>;
  },
): string {
  if (of.user !== null && /^\s*SHOW GRANTS\b/i.test(sql)) {
    return sql.replace(/SHOW GRANTS/i, `SHOW GRANTS FOR ${of.user.name}`);
  }
  if (of.user !== null && sql.includes("currentUser()")) {
    return sql.replace("currentUser()", literal(of.user.name));
  }
  if (!/\bFROM system\.processes\b/.test(sql)) return sql;
  const ids = [...of.underWay].filter(([, { killed }]) => !killed).map(([id]) => literal(id));
  return sql.replace(
    /\bFROM system\.processes\b/,
    `FROM (SELECT arrayJoin([${ids.join(", ")}]::Array(String)) AS query_id)`,
  );
}

function literal(text: string): string {
  return `'${text.replace(/\\/g, "\\\\").replace(/'/g, "\\'")}'`;
}
