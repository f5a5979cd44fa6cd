import type { IncomingMessage } from "node:http";
import type { Watcher } from "./forward.ts";
import { requestHeaders } from "./passed-headers.ts";
import type { Target } from "./target.ts";

/** A model in shadow may take this long, while nobody waits for it. */
const SHADOW_MS_MAX = 300_000;

/**
 * Asks the target once more what a client asked, and throws its answer away: for its prediction alone, while the
 * client has another's answer. Resolves at its end, and never rejects.
 */
export function replay(
  incoming: IncomingMessage,
  body: Buffer,
  { target, watcher }: { readonly target: Target; readonly watcher: Watcher },
): Promise<void> {
  return new Promise((resolve) => {
    const end = (ending: Parameters<Watcher["ended"]>[0]): void => {
      clearTimeout(late);
      watcher.ended(ending);
      resolve();
    };
    const fail = (error: unknown): void => {
      const code = error instanceof Error && "code" in error ? String(error.code) : "_OTHER";
      end({ kind: "failed", code });
    };
    let isEnded = false;
    const once = (run: () => void): void => {
      if (isEnded) return;
      isEnded = true;
      run();
    };
    const late = setTimeout(() => upstream?.destroy(), SHADOW_MS_MAX);
    late.unref();
    const upstream = begin(incoming, body, target, (error) => once(() => fail(error)));
    if (upstream === null) return;
    watcher.requestChunk(body);
    watcher.requestEnded();
    upstream.once("error", (error) => once(() => fail(error)));
    upstream.once("response", (answer) => {
      watcher.answered(answer.statusCode ?? 502, answer.headers);
      answer.on("data", watcher.answerChunk);
      answer.on("error", (error) => once(() => fail(error)));
      answer.once("close", () => {
        if (answer.complete) once(() => end({ kind: "complete" }));
        else once(() => fail(Object.assign(new Error("broken off"), { code: "ECONNRESET" })));
      });
    });
    upstream.end(body);
  });
}

function begin(
  incoming: IncomingMessage,
  body: Buffer,
  target: Target,
  onError: (error: unknown) => void,
): ReturnType<Target["send"]> | null {
  const { headers, rawHeaders, method = "GET", url = "/", socket } = incoming;
  // What arrived in chunks is at hand as a whole now, and nobody is there to be told to go on.
  const dropped = new Set(["content-length", "expect", "trailer"]);
  const kept: string[] = [];
  for (let index = 0; index + 1 < rawHeaders.length; index += 2) {
    const [name = "", value = ""] = [rawHeaders[index], rawHeaders[index + 1]];
    if (!dropped.has(name.toLowerCase())) kept.push(name, value);
  }
  try {
    const passed = requestHeaders(kept, {
      host: target.host,
      from: { address: socket.remoteAddress ?? "unknown", host: headers.host ?? "" },
      isChunked: false,
      takesTrailers: false,
      isEmpty: false,
    });
    return target.send({
      method,
      path: url,
      headers: [...passed, "Content-Length", String(body.length)],
    });
  } catch (error) {
    onError(error);
    return null;
  }
}
