import { randomUUID } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type ChdbSession, loadChdb } from "tiltmeter/store/engine/chdb";

/** What goes wrong with one request; null: nothing. `after` means that the statement has run. */
export type Fault = {
  readonly when: "before" | "after";
  /** `stall`: no answer ever comes. */
  readonly how: "500" | "reset" | "stall";
} | null;

export interface HttpFront {
  readonly url: string;
  /** Asked once for every statement, with its values and settings. */
  setFault(fault: (sql: string, parameters: URLSearchParams) => Fault): void;
  close(): Promise<void>;
}

/** Parameters of the HTTP interface that are no settings of the engine. */
const NOT_SETTINGS =
  /^(query|database|query_id|session_id|role|default_format|wait_end_of_query|enable_http_compression|http_.*|send_progress.*|param_.*)$/;

/**
 * A stand-in for a ClickHouse server: its HTTP interface, as far as the client uses it here, over the
 * embedded engine. Real statements, real transport, and failures of it on demand.
 */
export async function startHttpFront(
  folder: string,
  /** What the user's profile on that server sets, unless a statement says otherwise. */
  profile: Readonly<Record<string, string>> = {},
): Promise<HttpFront> {
  const chdb = await loadChdb();
  const uploads = await mkdtemp(join(tmpdir(), "tiltmeter-front-"));
  const openSession = () => new chdb.Session(join(folder, "engine"), { connectionArgs: [] });
  const root = openSession();
  let faultOf: (sql: string, parameters: URLSearchParams) => Fault = () => null;

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { parameters, sql, data } = await read(request);
    const fault = faultOf(sql, parameters);
    if (fault?.when === "before") return fail(fault, response);
    const session = openSession();
    try {
      for (const [name, value] of Object.entries(profile)) {
        if (!parameters.has(name)) parameters.set(name, value);
      }
      const body = await run(session, { parameters, sql, data, uploads });
      if (fault?.when === "after") return fail(fault, response);
      response.writeHead(200, { "X-ClickHouse-Summary": "{}" }).end(body);
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      const code = /Code: (\d+)/.exec(message)?.[1] ?? "1002";
      response.writeHead(500, { "X-ClickHouse-Exception-Code": code }).end(message);
    } finally {
      session.close();
    }
  }

  const server = createServer((request, response) => {
    answer(request, response).catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the front has no port");
  return {
    url: `http://127.0.0.1:${address.port}`,
    setFault: (fault) => {
      faultOf = fault;
    },
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      root.close();
      await chdb.drainPending();
      await rm(uploads, { recursive: true, force: true });
    },
  };
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
  const body = Buffer.concat(chunks);
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
  of: Sent & { readonly uploads: string },
): Promise<Uint8Array> {
  const text = { format: "TabSeparated" };
  const settings = [...of.parameters].filter(([name]) => !NOT_SETTINGS.test(name));
  const bound = [...of.parameters].filter(([name]) => name.startsWith("param_"));
  const sets = [...settings.filter(([name]) => name !== "readonly"), ...bound];
  await session.queryAsync("SET max_query_size = 67108864, implicit_select = 0", text);
  await session.queryAsync(`USE \`${of.parameters.get("database") ?? "default"}\``, text);
  const set = sets.map(([name, value]) => `${name} = ${literal(value)}`).join(", ");
  if (set !== "") await session.queryAsync(`SET ${set}`, text);
  if (of.parameters.get("readonly") === "1") await session.queryAsync("SET readonly = 1", text);

  const insert = /^(\s*INSERT\b[\s\S]*?)\s+FORMAT\s+(\w+)\s*$/i.exec(of.sql);
  if (insert === null) return (await session.queryAsync(of.sql, text)).bytes();
  const path = join(of.uploads, randomUUID());
  await writeFile(path, of.data);
  const from = `FROM INFILE ${literal(path)} COMPRESSION 'none'`;
  return (await session.queryAsync(`${insert[1]} ${from} FORMAT ${insert[2]}`, text)).bytes();
}

function fail(fault: NonNullable<Fault>, response: ServerResponse): void {
  if (fault.how === "stall") return;
  if (fault.how === "reset") response.socket?.resetAndDestroy();
  else response.writeHead(500).end("injected fault");
}

function literal(text: string): string {
  return `'${text.replace(/\\/g, "\\\\").replace(/'/g, "\\'")}'`;
}
