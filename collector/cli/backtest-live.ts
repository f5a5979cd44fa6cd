import type { Incident } from "@tiltmeter/rules";
import type { Backtest } from "../replay/backtest.ts";
import { type CollectorAddress, demand } from "./collector-api.ts";

/** What a running collector is asked to try out: a control in force, or the text of a file. */
export interface Tried {
  readonly control: string | null;
  readonly text: string | null;
}

/** Has a collector judge a control over its stored history; asks every half second how far it is. */
export async function liveBacktest(
  address: CollectorAddress,
  of: Tried & {
    readonly from: string;
    readonly to: string;
    readonly known: readonly Incident[];
  },
  on: { readonly progress: (share: number) => void; readonly stop: AbortSignal },
): Promise<Backtest> {
  const started = await demand(address, {
    path: "/backtests",
    body: JSON.stringify({
      ...of,
      known: of.known.map(({ name, fromMs, toMs, system }) => ({
        name,
        from: new Date(fromMs).toISOString(),
        to: new Date(toMs).toISOString(),
        system,
      })),
    }),
  });
  const path = `/backtests/${String(started["id"])}`;
  for (;;) {
    const { status, share, reason, result } = await demand(address, { path });
    switch (status) {
      case "done":
        return result as Backtest; // of our own collector, whose API says so
      case "failed":
        throw new Error(`the backtest failed: ${String(reason)}`);
      default:
        on.progress(typeof share === "number" ? share : 0);
    }
    if (on.stop.aborted) {
      await demand(address, { path, method: "DELETE" }).catch(() => undefined);
      throw new Error("broken off; the collector was told");
    }
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
}

const POLL_MS = 500;
