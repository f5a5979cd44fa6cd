import { NodeSDK, type NodeSDKConfiguration } from "@opentelemetry/sdk-node";
import { createMonitor } from "./create-monitor.ts";
import type { Monitor } from "./monitor.ts";
import { type MonitorOptions, resolveSettings } from "./settings.ts";

export interface TelemetryOptions extends MonitorOptions {
  readonly instrumentations?: NodeSDKConfiguration["instrumentations"];
}

export interface StartedTelemetry {
  readonly monitor: Monitor;
  /** Closes the monitor, then OpenTelemetry. Never rejects. Idempotent. */
  readonly shutdown: (options?: { readonly timeoutMs?: number }) => Promise<void>;
}

/**
 * Sets up OpenTelemetry and a monitor in one line, for a process that has no OpenTelemetry yet.
 *
 * Traces and logs go to the collector over OTLP with the monitor's key, unless an `OTEL_EXPORTER_OTLP_*`
 * endpoint or an exporter is named in the environment: what is named there wins, and never sees our key.
 * Metrics stay off unless named. A process that already runs OpenTelemetry calls `createMonitor` alone.
 */
export function startTelemetry(options: TelemetryOptions = {}): StartedTelemetry {
  const monitor = createMonitor(options);
  const sdk = startOpenTelemetry(options);
  let ending: Promise<void> | null = null;
  const end = async (of?: { readonly timeoutMs?: number }): Promise<void> => {
    await monitor.close(of);
    try {
      await sdk?.shutdown();
    } catch {
      // Its exporters failed to send what was left; the host that shuts down can do nothing about it.
    }
  };
  return {
    monitor,
    shutdown(of) {
      ending ??= end(of);
      return ending;
    },
  };
}

function startOpenTelemetry(options: TelemetryOptions): NodeSDK | null {
  const settings = resolveSettings(options, process.env, "");
  if (!settings.isEnabled) return null;
  return withEnvironment(exportVariables(settings.url, settings.key), () => {
    const sdk = new NodeSDK({
      serviceName: String(settings.resource["service.name"]),
      ...(options.instrumentations === undefined
        ? {}
        : { instrumentations: options.instrumentations }),
    });
    sdk.start();
    return sdk;
  });
}

/** What NodeSDK reads its exporters from; it takes no address as an option. */
function exportVariables(url: string, key: string): Record<string, string> {
  const variables: Record<string, string> = {};
  if (process.env["OTEL_METRICS_EXPORTER"] === undefined) {
    variables["OTEL_METRICS_EXPORTER"] = "none";
  }
  const isNamed = Object.keys(process.env).some((name) =>
    /^OTEL_EXPORTER_OTLP_((TRACES|LOGS)_)?(ENDPOINT|HEADERS)$/.test(name),
  );
  if (isNamed) return variables;
  variables["OTEL_EXPORTER_OTLP_ENDPOINT"] = url;
  if (key !== "") {
    variables["OTEL_EXPORTER_OTLP_HEADERS"] =
      `authorization=${encodeURIComponent(`Bearer ${key}`)}`;
  }
  return variables;
}

/** Runs with more environment, and leaves the environment as it was. */
function withEnvironment<T>(variables: Readonly<Record<string, string>>, run: () => T): T {
  const names = Object.keys(variables);
  Object.assign(process.env, variables);
  try {
    return run();
  } finally {
    for (const name of names) delete process.env[name];
  }
}
