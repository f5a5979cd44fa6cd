import type { ExchangeReader } from "./exchange-parts.ts";
import type { FallbackAnswer } from "./proxy-map.ts";

/** A request whose meaning is known, or which is known to have none: `reader` is null. */
export interface Routed {
  readonly reader: ExchangeReader | null;
  /** Named parts of its path. */
  readonly params: Readonly<Record<string, string>>;
  readonly fallback: FallbackAnswer | null;
}
