import { createServer } from "node:http";
import { Webhook } from "standardwebhooks";
import { listen } from "./listen.ts";

/** What a compliance team's own service would receive: here, so that the demonstration shows the end of the way. */
export interface Receiver {
  readonly url: string;
  readonly close: () => Promise<void>;
}

/** One message whose signature was right. */
export interface Received {
  /** `nonconformity.raised`, … */
  readonly type: string;
  readonly id: string;
  readonly severity: string;
  readonly statement: string;
}

/** Thin messages are below 20 kB; ten times that is someone else's. */
const BODY_BYTES_MAX = 200_000;

/**
 * Listens on a free loopback port for signed webhooks (Standard Webhooks) and hands on each once.
 *
 * A wrong signature gets 401 and is not handed on; a repeat of a message gets 204 and is dropped, as
 * delivery is at least once.
 */
export async function createReceiver(of: {
  readonly secret: string;
  readonly onMessage: (message: Received) => void;
}): Promise<Receiver> {
  const webhook = new Webhook(of.secret);
  const seen = new Set<string>();
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    let bytes = 0;
    request.on("data", (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes > BODY_BYTES_MAX) request.destroy();
      else chunks.push(chunk);
    });
    request.on("end", () => {
      const id = header(request.headers["webhook-id"]);
      const message = verified(webhook, Buffer.concat(chunks).toString("utf8"), {
        "webhook-id": id,
        "webhook-timestamp": header(request.headers["webhook-timestamp"]),
        "webhook-signature": header(request.headers["webhook-signature"]),
      });
      response.writeHead(message === null ? 401 : 204).end();
      if (message === null || seen.has(id)) return;
      seen.add(id);
      of.onMessage(message);
    });
  });
  const { url, close } = await listen(server);
  return {
    url: `${url}/compliance`,
    close,
  };
}

function verified(
  webhook: Webhook,
  body: string,
  headers: Record<string, string>,
): Received | null {
  try {
    return received(webhook.verify(body, headers));
  } catch {
    return null; // not signed with our secret, too old, or not JSON: the sender is told 401
  }
}

function received(message: unknown): Received {
  const fields = entriesOf(message);
  const data = entriesOf(fields.get("data"));
  return {
    type: String(fields.get("type")),
    id: String(data.get("id")),
    severity: String(data.get("severity")),
    statement: String(data.get("statement")),
  };
}

function entriesOf(value: unknown): ReadonlyMap<string, unknown> {
  return new Map(typeof value === "object" && value !== null ? Object.entries(value) : []);
}

function header(value: string | string[] | undefined): string {
  return typeof value === "string" ? value : "";
}
