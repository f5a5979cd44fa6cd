import type { Reads } from "@tiltmeter/dashboards";

type Found = Awaited<ReturnType<Reads["instrumentation"]>>;

/** Answers what a span of heartbeats says; of producers heard from since `sinceMs` what holds now. */
export type AskInstrumentation = (of: {
  readonly fromMs: number;
  readonly toMs: number;
  readonly sinceMs: number;
  readonly system?: string;
}) => Promise<Found>;

const DAY_MS = 86_400_000;

/** As the facts of the same names have it: a process is alive for a day, what it watched is missed for a week. */
export function readInstrumentation(
  ask: AskInstrumentation,
  of: { readonly nowMs: number; readonly system: string | undefined },
): Promise<Found> {
  const { nowMs, system } = of;
  const span = { fromMs: nowMs - 7 * DAY_MS, toMs: nowMs, sinceMs: nowMs - DAY_MS };
  return ask(system === undefined ? span : { ...span, system });
}
