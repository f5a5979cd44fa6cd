import { join } from "node:path";
import type { Config } from "../config.ts";
import type { EngineOptions } from "../store/engine/open.ts";

/** Where the store is, as the configuration says: a folder of ours, or a server with all that belongs to it. */
export function storePlace(
  of: Pick<Config, "data" | "store"> & { readonly limits?: Config["limits"] },
): EngineOptions {
  const { data, store, limits } = of;
  if (store === null) {
    // Once for the ballast that was given up, and once more, so that it is not the engine that uses it up.
    const keepFreeBytes = 2 * (limits?.disk.ballastBytes ?? 0);
    return { folder: join(data, "engine"), keepFreeBytes };
  }
  const { url, database, writer, reader, tls, compression } = store;
  return {
    url,
    ...(database === null ? {} : { database }),
    ...(writer.name === null ? {} : { username: writer.name }),
    ...(writer.password === null ? {} : { password: writer.password.reveal() }),
    ...(reader === null
      ? {}
      : {
          reader: {
            username: reader.name,
            ...(reader.password === null ? {} : { password: reader.password.reveal() }),
          },
        }),
    tls: {
      ...(tls.ca === null ? {} : { ca: tls.ca }),
      ...(tls.cert === null ? {} : { cert: tls.cert }),
      ...(tls.key === null ? {} : { key: tls.key.reveal() }),
      ...(tls.serverName === null ? {} : { serverName: tls.serverName }),
    },
    compress: {
      requests: compression === "requests" || compression === "both",
      answers: compression === "answers" || compression === "both",
    },
    connectionsMax: store.connections,
    timeoutMs: store.timeoutMs,
  };
}
