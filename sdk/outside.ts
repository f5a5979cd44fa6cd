import { AsyncResource } from "node:async_hooks";

// Sending goes on for long, and must not hold the async context of whichever request of the host began it.
const resource = new AsyncResource("tiltmeter");

/**
 * Runs work outside of the async context that it is called in.
 *
 * Called from timers only: entering it where the host's stack is nearly used up ends Node's process.
 */
export function outside(work: () => void): void {
  resource.runInAsyncScope(work);
}
