import { fileURLToPath } from "node:url";
import { BARE_DECLARATION } from "@tiltmeter/rules";
import { AUTH_DEFAULTS } from "../auth-config.ts";
import type { Config } from "../config.ts";
import { LEDGER_DEFAULTS } from "../ledger-config.ts";

/** The system that the demonstration watches. */
export const DEMO_SYSTEM = "mail-filter";

/** The collector looks for due windows so often. */
export const DEMO_TICK_MS = 1000;

/** What the collector of the demonstration is told: one system, its controls and its governance. */
export function demoConfig(of: {
  readonly host: string;
  readonly port: number;
  readonly data: string;
  /** Where its messages go. */
  readonly webhook: { readonly url: string; readonly secret: string };
}): Config {
  return {
    listen: { host: of.host, port: of.port },
    data: of.data,
    store: null,
    controls: [beside("controls.yaml")],
    library: "off", // its windows are hours and days; the replay is over in minutes
    systems: [
      {
        ...BARE_DECLARATION,
        id: DEMO_SYSTEM,
        owner: "team-mail",
        purpose: "Keeps unwanted mail out of the inbox; people can relabel every answer.",
        riskTier: "limited",
        environment: "demo",
        positiveLabel: "spam",
      },
    ],
    systemsFile: null,
    channels: { compliance: { webhook: { ...of.webhook, allowPrivate: false } } },
    routes: null,
    policy: null,
    governance: beside("governance.yaml"),
    prices: null,
    ledger: LEDGER_DEFAULTS,
    auth: AUTH_DEFAULTS,
    bootstrapKey: null,
    publicUrl: null,
    evaluateEveryMs: DEMO_TICK_MS,
  };
}

/** A file that lies beside this one. */
function beside(name: string): string {
  return fileURLToPath(new URL(name, import.meta.url));
}
