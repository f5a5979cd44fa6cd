import {
  createServer,
  type IncomingMessage,
  type RequestOptions,
  request,
  type ServerResponse,
} from "node:http";
import { type AddressInfo, connect } from "node:net";
import type { Monitor } from "@tiltmeter/sdk";
import type { WireRecord } from "@tiltmeter/sdk/wire/attribute-value";
import { parseProxyMap } from "../../../collector/cli/proxy-map-reader.ts";
import { type RunningProxy, startProxy } from "../../../collector/proxy/proxy.ts";
import { openProxyMonitor } from "../../../collector/proxy/proxy-monitor.ts";
import type { ProxyOptions } from "../../../collector/proxy/proxy-options.ts";
import { openTarget } from "../../../collector/proxy/target.ts";
import { type DirectiveServer, startDirectiveServer } from "../../sdk/directive-server.ts";
import { FAST } from "../../sdk/receiver.ts";

/** A model server on loopback. */
export interface ModelServer extends AsyncDisposable {
  readonly url: string;
}

export async function startModelServer(
  handle: (incoming: IncomingMessage, outgoing: ServerResponse) => void,
): Promise<ModelServer> {
  const server = createServer({ requestTimeout: 0 }, handle);
  server.on("checkContinue", handle);
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  const { port } = server.address() as AddressInfo; // a TCP server
  return {
    url: `http://127.0.0.1:${port}`,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => {
        server.close(resolve);
      });
    },
  };
}

/** A proxy before a model server, beside a collector that keeps records and says whether the system is suspended. */
export interface Setting extends AsyncDisposable {
  readonly url: string;
  readonly proxy: RunningProxy;
  readonly ai: Monitor;
  readonly collector: DirectiveServer;
  readonly log: readonly string[];
  /** The predictions that arrived, once those in hand have. */
  readonly predictions: () => Promise<readonly WireRecord[]>;
  readonly stops: () => Promise<readonly WireRecord[]>;
}

export async function startSetting(
  target: string,
  of: Partial<Omit<ProxyOptions, "target" | "map" | "fallback">> & {
    readonly map?: string;
    readonly fallback?: string;
  } = {},
  /** The monitor that the proxy records through, made of the real one. */
  through: (ai: Monitor) => Monitor = (ai) => ai,
): Promise<Setting> {
  const collector = await startDirectiveServer();
  const log: string[] = [];
  const tell = (line: string): void => void log.push(line);
  const { map: text, fallback, ...options } = of;
  const { map, findings } = text === undefined ? { map: null, findings: [] } : parseProxyMap(text);
  if (findings.length > 0) throw new Error(JSON.stringify(findings));
  const ai = openProxyMonitor({
    system: "credit",
    environment: null,
    url: collector.url,
    key: "tm_ing_x",
    policies: map?.policies ?? {},
    limits: FAST,
    log: tell,
  });
  await ai.ready();
  const proxy = await startProxy(
    {
      host: "127.0.0.1",
      port: 0,
      target: openTarget(new URL(target)),
      fallback: fallback === undefined ? null : openTarget(new URL(fallback)),
      system: "credit",
      map,
      provider: "",
      isShadow: false,
      showsId: true,
      healthPath: null,
      copyBytesMax: 1_048_576,
      ...options,
    },
    { ai: through(ai), nowMs: () => Date.now(), monotonicMs: () => performance.now(), log: tell },
  );
  const arrived = async (eventName: string): Promise<readonly WireRecord[]> => {
    await proxy.settled();
    await ai.flush();
    return collector.records().filter((record) => record.eventName === eventName);
  };
  return {
    url: proxy.url,
    proxy,
    ai,
    collector,
    log,
    predictions: () => arrived("aims.prediction"),
    stops: () => arrived("aims.oversight.decision"),
    async [Symbol.asyncDispose]() {
      await proxy.close({ graceMs: 200 });
      await ai.close({ timeoutMs: 500 });
      await collector[Symbol.asyncDispose]();
    },
  };
}

/** What a client saw of an answer. */
export interface Seen {
  readonly status: number;
  readonly message: string;
  readonly rawHeaders: readonly string[];
  readonly headers: IncomingMessage["headers"];
  readonly body: Buffer;
  readonly trailers: readonly string[];
  /** Whether the whole answer came. */
  readonly isWhole: boolean;
}

/** Sends one request, as a client that leaves everything as it comes. Rejects where no answer begins. */
export function send(
  url: string,
  of: {
    readonly method?: string;
    readonly headers?: readonly string[];
    readonly body?: readonly Buffer[] | string;
    readonly trailers?: readonly (readonly [string, string])[];
    readonly options?: RequestOptions;
  } = {},
): Promise<Seen> {
  return new Promise((resolve, reject) => {
    const { host, pathname, search } = new URL(url);
    const body = typeof of.body === "string" ? [Buffer.from(of.body)] : (of.body ?? []);
    const headers = ["Host", host, ...(of.headers ?? [])];
    const outgoing = request(url, {
      method: of.method ?? (of.body === undefined ? "GET" : "POST"),
      path: `${pathname}${search}`,
      agent: false,
      // Node takes them as they come, in turn; its types do not say so.
      headers: headers as unknown as NodeJS.Dict<string>,
      ...of.options,
    });
    outgoing.on("error", reject);
    outgoing.on("response", (answer) => {
      const chunks: Buffer[] = [];
      answer.on("data", (chunk: Buffer) => chunks.push(chunk));
      answer.on("error", () => undefined);
      answer.on("close", () =>
        resolve({
          status: answer.statusCode ?? 0,
          message: answer.statusMessage ?? "",
          rawHeaders: answer.rawHeaders,
          headers: answer.headers,
          body: Buffer.concat(chunks),
          trailers: answer.rawTrailers,
          isWhole: answer.complete,
        }),
      );
    });
    for (const chunk of body) outgoing.write(chunk);
    if (of.trailers !== undefined)
      outgoing.addTrailers(of.trailers.map(([a, b]): [string, string] => [a, b]));
    outgoing.end();
  });
}

/** A JSON body with the headers that go with it. */
export function json(value: unknown): { headers: string[]; body: string } {
  return jsonText(JSON.stringify(value));
}

/** What calls itself JSON, and may be none. */
export function jsonText(body: string): { headers: string[]; body: string } {
  const length = String(Buffer.byteLength(body));
  return { headers: ["Content-Type", "application/json", "Content-Length", length], body };
}

/** All that comes back over a bare connection, until the other side ends it or it is enough. */
export function rawAnswer(
  url: string,
  request: string,
  isEnough: (text: string) => boolean = () => false,
): Promise<string> {
  return new Promise((resolve) => {
    const socket = connect(Number(new URL(url).port), "127.0.0.1");
    let text = "";
    socket.on("data", (chunk: Buffer) => {
      text += chunk.toString();
      if (isEnough(text)) socket.destroy();
    });
    socket.on("close", () => resolve(text));
    socket.write(request);
  });
}
