import { type App, open } from "../app.ts";
import { systemClock } from "../clock.ts";
import type { Config } from "../config.ts";
import { listen } from "../http/server.ts";
import { explainListenError } from "./address-taken.ts";
import type { Terminal } from "./terminal.ts";

/** A collector that serves. */
export interface Running {
  /** Address on this machine, without a slash at the end. */
  readonly url: string;
  readonly app: App;
  /** Stops listening, then closes the collector: nothing that was acknowledged is lost. */
  readonly close: () => Promise<void>;
}

/**
 * Listens, then opens the collector; resolves when it serves. Logs go to standard error.
 *
 * The address comes first: a taken port must not cost a new data folder its keys, which are shown
 * only once. Requests that arrive while the data are being opened get 503 and a second's patience.
 */
export async function startCollector(config: Config, terminal: Terminal): Promise<Running> {
  const log = (line: string): void =>
    terminal.complain(`${new Date(systemClock.now()).toISOString()} ${line}`);
  let app: App | null = null;
  const server = await listen({
    fetch: (request, env) => (app === null ? starting() : app.fetch(request, env)),
    ...config.listen,
    connections: config.limits.connections,
  }).catch(async (error: unknown) => {
    throw await explainListenError(error, config.listen);
  });
  try {
    const opened = await open(
      { ...config, publicUrl: config.publicUrl ?? server.url },
      { clock: systemClock, log },
    );
    app = opened;
    return {
      url: server.url,
      app: opened,
      close: async () => {
        opened.release();
        await server.close();
        await opened.close();
      },
    };
  } catch (error) {
    await server.close();
    throw error;
  }
}

function starting(): Response {
  return Response.json(
    { type: "about:blank", title: "the collector is starting", status: 503 },
    { status: 503, headers: { "content-type": "application/problem+json", "retry-after": "1" } },
  );
}
