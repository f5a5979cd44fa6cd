import { SingleBar } from "cli-progress";

/** Tells how far a run is, from 0 to 1. */
export interface WorkProgress {
  readonly update: (share: number, what: string) => void;
  readonly stop: () => void;
}

/** A bar where a person watches standard error; elsewhere nothing, since results are what is read. */
export function workProgress(interactive: boolean): WorkProgress {
  if (!interactive) return { update: () => undefined, stop: () => undefined };
  const bar = new SingleBar({
    format: " {bar} {percentage}% {what}",
    hideCursor: true,
    clearOnComplete: true,
    stream: process.stderr,
  });
  bar.start(1000, 0, { what: "" });
  return {
    update: (share, what) => bar.update(Math.round(share * 1000), { what: what.slice(0, 60) }),
    stop: () => bar.stop(),
  };
}
