import { loadPolicy, PolicyRefused } from "../acts/policy.ts";
import { watchControls } from "../acts/watch-controls.ts";
import type { Config } from "../config.ts";
import type { Ledger } from "../ledger/ledger.ts";
import { ZONES } from "../zones.ts";
import type { Closing } from "./closing.ts";
import { said } from "./said.ts";

/**
 * Puts the policy of a configuration in force and records what changed. Throws where it cannot be used
 * at the start. Returns what looks at the file from then on, which returns what reads it anew at once.
 */
export async function openPolicy(
  config: Pick<Config, "policy" | "channels">,
  of: {
    readonly now: () => number;
    readonly hash: (text: string) => string;
    readonly ledger: Ledger;
    readonly log: (line: string) => void;
  },
): Promise<(closing: Closing) => () => Promise<void>> {
  const { now, ledger, log } = of;
  const file = config.policy;
  const load = async (): Promise<void> => {
    const { changed, warnings } = await loadPolicy(file, {
      ...{ nowMs: now(), zones: ZONES, channels: Object.keys(config.channels) },
      transact: (decide) => ledger.transact(decide),
    });
    if (changed) for (const line of warnings) log(line);
  };
  await load();
  const reload = async (): Promise<void> => {
    try {
      await load();
    } catch (error) {
      if (!(error instanceof PolicyRefused)) throw error;
      log(`the policy is refused, the one before stays in force: ${error.message}`);
    }
  };
  return (closing) => {
    const watching = closing.loop(
      watchControls({
        ...{ files: file === null ? [] : [file], hash: of.hash, everyMs: LOOK_MS, reload },
        onError: (error) => log(`the policy could not be read anew: ${said(error)}`),
      }),
      (it) => it.stop(),
    );
    return () => watching.reload();
  };
}

/** People see within seconds what they changed. */
const LOOK_MS = 2_000;
