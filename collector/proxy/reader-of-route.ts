import type { ExchangeReader } from "./exchange-parts.ts";
import { enrichedReader, mappedReader } from "./mapped.ts";
import type { MappedRoute, ProxyMap } from "./proxy-map.ts";

/** Reads what a route of a mapping file is about: by its paths, and by a known interface's reader where it names one. */
export function readerOfRoute(
  route: MappedRoute,
  of: { readonly model: ProxyMap["model"]; readonly provider: string },
): ExchangeReader {
  if (route.as === null) return mappedReader(route, of.model);
  const served = { api: route.as, model: "", modelVersion: "" };
  return enrichedReader(route, { route: served, provider: of.provider });
}
