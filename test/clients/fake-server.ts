import { createServer, type IncomingMessage, type ServerResponse } from "node:http";

/** A request that a fake server got, as it was read. */
export interface FakeRequest {
  readonly method: string;
  /** Without the query. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  /** Parsed JSON; null where there is none. */
  readonly body: Readonly<Record<string, unknown>> | null;
}

/** What a fake server answers. */
export type FakeAnswer =
  | {
      readonly status?: number;
      readonly headers?: Readonly<Record<string, string>>;
      readonly json: unknown;
    }
  | {
      readonly status?: number;
      readonly headers?: Readonly<Record<string, string>>;
      /** Sent as they are, one write each. */
      readonly chunks: readonly string[];
      /** After the chunks: `end` ends well, `cut` breaks the connection, `hold` waits for the client to leave. */
      readonly finish?: "end" | "cut" | "hold";
    };

export interface FakeServer {
  /** E.g. `http://127.0.0.1:40123`, without a path. */
  readonly url: string;
  readonly requests: readonly FakeRequest[];
  /** Resolves once so many connections of held answers were closed by the client. */
  readonly left: (answers: number) => Promise<void>;
  /** The next request is answered so, whatever it is; may be called many times. */
  readonly next: (answer: FakeAnswer) => void;
  readonly close: () => Promise<void>;
}

/** Serves on a free port of this machine; `answer` says what to, where `next` did not. */
export async function startFakeServer(
  answer: (request: FakeRequest) => FakeAnswer,
): Promise<FakeServer> {
  const requests: FakeRequest[] = [];
  const queued: FakeAnswer[] = [];
  let gone = 0;
  let waiters: { readonly answers: number; readonly done: () => void }[] = [];
  const leave = (): void => {
    gone += 1;
    for (const waiter of waiters) if (gone >= waiter.answers) waiter.done();
    waiters = waiters.filter((waiter) => gone < waiter.answers);
  };
  const server = createServer((incoming, outgoing) => {
    void read(incoming).then((request) => {
      requests.push(request);
      send(outgoing, queued.shift() ?? answer(request), leave);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  return {
    url: `http://127.0.0.1:${address.port}`,
    requests,
    left: (answers) =>
      gone >= answers
        ? Promise.resolve()
        : new Promise((done) => {
            waiters.push({ answers, done });
          }),
    next: (next) => {
      queued.push(next);
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** Server-sent events of JSON values, one chunk each; `names` gives each event its name. */
export function eventChunks(
  events: readonly unknown[],
  of: { readonly isDone?: boolean; readonly nameOf?: (event: unknown) => string } = {},
): readonly string[] {
  const chunks = events.map((event) => {
    const name = of.nameOf === undefined ? "" : `event: ${of.nameOf(event)}\n`;
    return `${name}data: ${JSON.stringify(event)}\n\n`;
  });
  return of.isDone === true ? [...chunks, "data: [DONE]\n\n"] : chunks;
}

async function read(incoming: IncomingMessage): Promise<FakeRequest> {
  const parts: Buffer[] = [];
  for await (const part of incoming) parts.push(Buffer.from(part));
  const text = Buffer.concat(parts).toString();
  return {
    method: incoming.method ?? "",
    path: (incoming.url ?? "").split("?")[0] ?? "",
    headers: incoming.headers,
    body: text === "" ? null : JSON.parse(text),
  };
}

function send(outgoing: ServerResponse, answer: FakeAnswer, leave: () => void): void {
  const { status = 200, headers = {} } = answer;
  if ("json" in answer) {
    outgoing.writeHead(status, { "content-type": "application/json", ...headers });
    outgoing.end(JSON.stringify(answer.json));
    return;
  }
  outgoing.writeHead(status, { "content-type": "text/event-stream", ...headers });
  const { chunks, finish = "end" } = answer;
  if (finish === "hold") outgoing.once("close", leave);
  const write = (at: number): void => {
    const chunk = chunks[at];
    if (chunk !== undefined) outgoing.write(chunk, () => setImmediate(() => write(at + 1)));
    else if (finish === "end") outgoing.end();
    else if (finish === "cut") outgoing.destroy();
  };
  write(0);
}
