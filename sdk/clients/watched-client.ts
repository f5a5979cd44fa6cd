import { guardHooks, type Hooks, type UntypedOptions } from "../hooks.ts";
import { internalsOf, type MonitorInternals } from "../internals.ts";
import type { GenAiSource } from "../wire/genai-call.ts";

/** What all calls of one wrapped client share. */
export interface WatchedClient {
  readonly monitor: MonitorInternals;
  readonly hooks: Hooks;
  /** In OpenTelemetry's words; `""` where unknown. */
  readonly provider: string;
  readonly source: GenAiSource;
  /** Whether prompts and answers may be recorded, as far as the monitor's policies let them. */
  readonly isContentKept: boolean;
}

/** Options as they come from a caller without types. */
type ReadOptions = UntypedOptions & { readonly provider?: unknown };

/** Null where the monitor watches nothing, or is none of ours: the client is then left as it is. */
export function watchedClient(of: {
  readonly ai: unknown;
  readonly options: ReadOptions | undefined;
  /** E.g. `openai`. */
  readonly name: string;
  /** Of the client; `""` where it does not say. */
  readonly version: string;
  /** Where the options name none. */
  readonly provider: string;
}): WatchedClient | null {
  const monitor = internalsOf(of.ai);
  if (monitor === undefined) return null;
  const options = typeof of.options === "object" && of.options !== null ? of.options : {};
  const { provider } = options;
  monitor.instruments.add(of.name, of.version);
  return {
    monitor,
    hooks: guardHooks(options, monitor.onFault),
    provider: typeof provider === "string" && provider !== "" ? provider : of.provider,
    source: {
      dialect: "tiltmeter",
      scope: of.name,
      scopeVersion: of.version,
      schemaUrl: "",
      seenBy: [],
    },
    // A monitor that keeps no content says so of an empty text, too.
    isContentKept: monitor.contentOf("") !== null,
  };
}
