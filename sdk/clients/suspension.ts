import { wallMs } from "../clock.ts";
import { nextPredictionId } from "../prediction-id.ts";
import { stopOf } from "../stop-of.ts";
import { activeTrace } from "../trace-context.ts";
import type { WatchedClient } from "./watched-client.ts";

/** Whether the collector has the system suspended. Never throws. */
export function isSuspended({ monitor }: WatchedClient): boolean {
  try {
    return monitor.directive.isSuspended();
  } catch {
    return false;
  }
}

/** Records that a call was kept from the model, under the id that its prediction would have had. Never throws. */
export function recordStop({ monitor, hooks }: WatchedClient, request: unknown): void {
  try {
    monitor.directive.count();
    const id = hooks.id?.call([request]);
    const named = typeof id === "string" ? id : nextPredictionId();
    monitor.state(stopOf(named, wallMs()), activeTrace());
  } catch {
    // At the end of the stack even a guard cannot be called: the call goes unseen.
  }
}
