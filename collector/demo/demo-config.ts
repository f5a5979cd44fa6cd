import { fileURLToPath } from "node:url";
import { BARE_DECLARATION, type SystemDeclaration } from "@tiltmeter/rules";
import { AUTH_DEFAULTS } from "../auth-config.ts";
import type { Config } from "../config.ts";
import { LEDGER_DEFAULTS } from "../ledger-config.ts";
import { LIMITS_DEFAULTS } from "../limits-config.ts";
import { OPERATION_DEFAULTS } from "../operation-config.ts";
import { RETENTION_DEFAULTS, STORAGE_DEFAULTS } from "../retention-config.ts";
import { APPROVED_MODEL } from "./supplier.ts";

/** The system that the demonstration watches: a model of our own. */
export const DEMO_SYSTEM = "mail-filter";
/** The second one, on a supplier's model: there where the client of that supplier is installed. */
export const ASSISTANT_SYSTEM = "mail-assistant";

/** The collector looks for due windows so often. */
export const DEMO_TICK_MS = 1000;

/** What the collector of the demonstration is told: its systems, their controls and their governance. */
export function demoConfig(of: {
  readonly host: string;
  readonly port: number;
  readonly data: string;
  /** Where its messages go. */
  readonly webhook: { readonly url: string; readonly secret: string };
  /** Whether the assistant is there too; what is declared and never heard of is a gap. */
  readonly hasAssistant: boolean;
}): Config {
  return {
    listen: { host: of.host, port: of.port },
    data: of.data,
    store: null,
    controls: [beside("controls.yaml"), beside("assistant-controls.yaml")],
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
      ...(of.hasAssistant ? [ASSISTANT] : []),
    ],
    systemsFile: null,
    channels: { compliance: { webhook: { ...of.webhook, allowPrivate: false } } },
    routes: null,
    policy: null,
    governance: beside("governance.yaml"),
    prices: null,
    ledger: LEDGER_DEFAULTS,
    // Filter, people, assistant and supplier live in this process, too: how late it is says little of the telemetry, and on a
    // slow machine nothing would be taken in the few seconds that the replay lasts.
    limits: { ...LIMITS_DEFAULTS, loopDelayMsMax: null },
    retention: RETENTION_DEFAULTS,
    storage: STORAGE_DEFAULTS,
    auth: AUTH_DEFAULTS,
    operation: OPERATION_DEFAULTS,
    bootstrapKey: null,
    publicUrl: null,
    evaluateEveryMs: DEMO_TICK_MS,
  };
}

const ASSISTANT: SystemDeclaration = {
  ...BARE_DECLARATION,
  id: ASSISTANT_SYSTEM,
  owner: "team-mail",
  purpose: "Explains to owners of mailboxes why a mail was filed where it was.",
  riskTier: "limited",
  environment: "demo",
  suppliers: ["openai"],
  approvedModels: [APPROVED_MODEL],
};

/** A file that lies beside this one. */
function beside(name: string): string {
  return fileURLToPath(new URL(name, import.meta.url));
}
