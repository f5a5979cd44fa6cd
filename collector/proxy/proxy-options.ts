import type { Monitor } from "@tiltmeter/sdk";
import type { ProxyMap } from "./proxy-map.ts";
import type { Target } from "./target.ts";

export interface ProxyOptions {
  readonly host: string;
  /** 0: any free one. */
  readonly port: number;
  readonly target: Target;
  /** Gets the calls that are kept from the suspended model; null: nobody does. */
  readonly fallback: Target | null;
  readonly system: string;
  /** Null: the known interfaces alone. */
  readonly map: ProxyMap | null;
  /** Of the target's models, e.g. `openai`; `""` unknown. */
  readonly provider: string;
  /** The model is called all the same while its system is suspended, and its answer thrown away. */
  readonly isShadow: boolean;
  readonly showsId: boolean;
  /** A path that is answered here and not passed on; null: none is. */
  readonly healthPath: string | null;
  /** Longer bodies pass like any other, and are recorded without what they say. */
  readonly copyBytesMax: number;
}

export interface ProxyDeps {
  /** Whose predictions these are. Closed by its owner, after the proxy. */
  readonly ai: Monitor;
  readonly nowMs: () => number;
  readonly monotonicMs: () => number;
  /** Told once of each kind of trouble. */
  readonly log: (line: string) => void;
}
