import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { type ServerType, serve } from "@hono/node-server";
import {
  createAssets,
  createNotFound,
  createPages,
  type PageActs,
  type PageOptions,
  type Reads,
} from "@tiltmeter/dashboards";
import { Hono } from "hono";

/** The pages over any reads on a free port, as the collector serves them. */
export async function servePages(
  reads: Reads,
  act: PageActs,
  of: {
    /** What the pages have besides. */
    readonly more?: Partial<PageOptions>;
    /** Routes beside the pages. */
    readonly routes?: (app: Hono) => void;
  } = {},
): Promise<{ readonly url: string; readonly close: () => Promise<void> }> {
  bundle();
  const options = {
    assetsBase: "/assets",
    actor: () => "mara",
    decider: () => "mara",
    act,
    ...of.more,
  };
  const app = new Hono();
  app.route("/assets", createAssets());
  of.routes?.(app);
  app.route("/", createPages(reads, options));
  app.notFound(createNotFound(reads, options));
  const server = await new Promise<{ server: ServerType; port: number }>((resolve) => {
    const server = serve({ fetch: app.fetch, port: 0, hostname: "127.0.0.1" }, ({ port }) =>
      resolve({ server, port }),
    );
  });
  return {
    url: `http://127.0.0.1:${server.port}`,
    close: () =>
      new Promise((resolve, reject) => {
        server.server.close((error) => (error ? reject(error) : resolve()));
        if ("closeAllConnections" in server.server) server.server.closeAllConnections();
      }),
  };
}

let isBundled = false;

/** The bundle is made from the sources under test, never taken from an earlier build. */
function bundle(): void {
  if (isBundled) return;
  const script = fileURLToPath(new URL("../../dashboards/bundle.mjs", import.meta.url));
  execFileSync(process.execPath, [script]);
  isBundled = true;
}
