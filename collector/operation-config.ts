import { z } from "zod";
import type { Secret } from "./notify/secret.ts";

/** What `serve` can be told of how it is looked after. */
export interface OperationConfig {
  /** Whom the collector tells that it lives; null: nobody. */
  readonly watchdog: WatchdogConfig | null;
  /** How long maintenance that somebody begins may last. */
  readonly maintenanceMsMax: number;
}

export interface WatchdogConfig {
  /** Whoever has it can say that we live. */
  readonly url: Secret;
  readonly everyMs: number;
  /** Allows an address of a private network. */
  readonly allowPrivate: boolean;
  /** `healthchecks`: `/start` and `/fail` are told as well, as healthchecks.io knows them. */
  readonly style: "plain" | "healthchecks";
}

/** Variable of the environment that beats the file's `watchdog.url`. */
export const WATCHDOG_VARIABLE = "TILTMETER_WATCHDOG_URL";

const watchdog = {
  url: z
    .url({ protocol: /^https?$/, message: "must be an http or https URL" })
    .nullable()
    .default(null),
  every: z.number().min(5).max(3600).default(60),
  allow_private: z.boolean().default(false),
  style: z.enum(["plain", "healthchecks"]).default("plain"),
};
const maintenance = { hours_max: z.number().min(0.1).max(720).default(24) };

export const WATCHDOG_SHAPE: object = watchdog;
export const MAINTENANCE_SHAPE: object = maintenance;

/** As the file has them. */
export interface WatchdogFile {
  readonly url: string | null;
  readonly every: number;
  readonly allow_private: boolean;
  readonly style: "plain" | "healthchecks";
}
export interface MaintenanceFile {
  readonly hours_max: number;
}
export const watchdogFile: z.ZodType<WatchdogFile> = z.strictObject(watchdog);
export const maintenanceFile: z.ZodType<MaintenanceFile> = z.strictObject(maintenance);
export const WATCHDOG_FILE_DEFAULTS: WatchdogFile = {
  ...{ url: null, every: 60, allow_private: false, style: "plain" },
};
export const OPERATION_DEFAULTS: OperationConfig = {
  ...{ watchdog: null, maintenanceMsMax: 24 * 3_600_000 },
};

/** What the file and the environment say, or in words why not. */
export function resolvedOperation(
  of: {
    readonly watchdog: WatchdogFile;
    readonly maintenance: MaintenanceFile;
  },
  from: { readonly url: string | undefined; readonly hide: (text: string) => Secret },
): OperationConfig | string {
  const { watchdog } = of;
  const given = from.url === undefined || from.url === "" ? null : from.url;
  if (given !== null && !(URL.canParse(given) && /^https?:$/.test(new URL(given).protocol))) {
    return `${WATCHDOG_VARIABLE} must be an http or https URL`;
  }
  const url = given ?? watchdog.url;
  return {
    watchdog:
      url === null
        ? null
        : {
            url: from.hide(url),
            everyMs: Math.round(watchdog.every * 1000),
            allowPrivate: watchdog.allow_private,
            style: watchdog.style,
          },
    maintenanceMsMax: Math.round(of.maintenance.hours_max * 3_600_000),
  };
}
