import createFetchClient, { type Client } from "openapi-fetch";
import type { paths } from "./api.ts";

/** The API, path by path: `GET`, `POST`, `PATCH`, `DELETE` as openapi-fetch has them. */
export type TiltmeterClient = Client<paths, "application/json">;

/**
 * A client of one collector.
 *
 * `url` is where it listens, such as `http://127.0.0.1:4318`; `key` is sent as Bearer. `fetch` stands in
 * for the platform's, where a proxy or a test needs it. Nothing is sent yet. Throws where `url` is none.
 */
export function createClient(of: {
  readonly url: string;
  readonly key: string;
  readonly fetch?: typeof globalThis.fetch;
}): TiltmeterClient {
  const { protocol, href } = new URL(of.url);
  if (protocol !== "http:" && protocol !== "https:") {
    throw new Error(`url must be http or https, got ${JSON.stringify(of.url)}`);
  }
  const { fetch: send } = of;
  return createFetchClient<paths, "application/json">({
    baseUrl: href.replace(/\/+$/, ""),
    headers: { authorization: `Bearer ${of.key}` },
    ...(send === undefined ? {} : { fetch: (request: Request) => send(request) }),
  });
}
