import { createMonitor, type Monitor, type MonitorOptions } from "@tiltmeter/sdk";
import { VERSION } from "../version.ts";
import type { MapPolicies } from "./proxy-map.ts";

/** The SDK's monitor, as the proxy uses it. */
export type ProxyMonitor = Monitor;

/** Starts recording, and begins to ask whether the system is suspended. Never throws, as the SDK does not. */
export function openProxyMonitor(of: {
  readonly system: string;
  readonly environment: string | null;
  /** The collector; undefined: the SDK's own default. */
  readonly url: string | undefined;
  readonly key: string | undefined;
  readonly policies: MapPolicies;
  /** Else the SDK's own. */
  readonly limits?: MonitorOptions["limits"];
  readonly log: (line: string) => void;
}): ProxyMonitor {
  const { system, environment, url, key, policies, limits, log } = of;
  const ai = createMonitor({
    system,
    log,
    // Nobody runs in the context of a call here.
    trackLastPrediction: false,
    // What calls models is elsewhere: what is installed here says nothing of it.
    findClients: false,
    // The calls that it stands before are no gap. Not by interface: one that nobody calls for a while is not lost.
    instrumented: [`proxy@${VERSION}`],
    ...(limits === undefined ? {} : { limits }),
    ...(environment === null ? {} : { environment }),
    ...(url === undefined ? {} : { url }),
    ...(key === undefined ? {} : { key }),
    // In the words of a file: the SDK reads them as what callers without types pass, and fails closed.
    ...(policies as MonitorOptions),
  });
  // Before the first call, so that a restart does not lift a suspension.
  ai.directive();
  return ai;
}
