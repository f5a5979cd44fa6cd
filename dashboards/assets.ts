import { readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { Hono } from "hono";

/** Names of the bundled files, content hash and all. */
export interface Assets {
  readonly script: string;
  readonly style: string;
  readonly icon: string;
}

interface Bundled {
  readonly type: string;
  readonly body: Uint8Array<ArrayBuffer>;
  readonly zipped: Uint8Array<ArrayBuffer>;
}

const types: Readonly<Record<string, string>> = {
  js: "text/javascript; charset=utf-8",
  css: "text/css; charset=utf-8",
  svg: "image/svg+xml",
};

// Beside this file once compiled (dist/assets.js), below it when it runs from source.
const folders = ["./assets/", "./dist/assets/"];

/**
 * The names that a page links to. Throws where the bundle has not been built.
 */
export function assetNames(): Assets {
  return JSON.parse(bundled("manifest.json").toString()) as Assets; // written by bundle.mjs
}

/**
 * Serves the script, the style and the icon. Names carry a hash of the content, so they are cached
 * for ever. Mount it at `assetsBase`; it needs no sign-in. Reads the bundle once, when created.
 */
export function createAssets(): Hono {
  const files = new Map<string, Bundled>();
  for (const name of Object.values(assetNames())) {
    const body = new Uint8Array(bundled(name));
    const type = types[name.slice(name.lastIndexOf(".") + 1)] ?? "application/octet-stream";
    files.set(name, { type, body, zipped: new Uint8Array(gzipSync(body, { level: 9 })) });
  }
  const app = new Hono();
  app.get("/:name", (c) => {
    const file = files.get(c.req.param("name"));
    if (file === undefined) return c.text("no such asset: reload the page that asked for it", 404);
    const zip = /\bgzip\b/.test(c.req.header("accept-encoding") ?? "");
    return c.body(zip ? file.zipped : file.body, 200, {
      "content-type": file.type,
      "cache-control": "public, max-age=31536000, immutable",
      "x-content-type-options": "nosniff",
      vary: "accept-encoding",
      ...(zip ? { "content-encoding": "gzip" } : {}),
    });
  });
  return app;
}

function bundled(name: string): Buffer {
  for (const folder of folders) {
    try {
      return readFileSync(new URL(folder + name, import.meta.url));
    } catch (error) {
      if (!(error instanceof Error && "code" in error && error.code === "ENOENT")) throw error;
    }
  }
  throw new Error(
    `the pages need their bundled file ${name}, and it is missing; run npm run build`,
  );
}
