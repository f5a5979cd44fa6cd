/** Something that wants a last moment before the process ends because nothing is left to do. */
export type LastWish = () => Promise<void>;

const wishes = new Set<LastWish>();
const lastActs = new Set<() => void>();
const signalled = new Set<LastWish>();
const SIGNALS = ["SIGTERM", "SIGINT"] as const;
let isGranting = false;

// One listener of each kind, however many monitors: Node warns of eleven.
function grant(): void {
  if (isGranting) return;
  isGranting = true;
  Promise.all([...wishes].map((wish) => wish())).then(
    () => {
      isGranting = false;
    },
    () => {
      isGranting = false;
    },
  );
}

/** Registers for `beforeExit`, which Node repeats as long as wishes start new work; returns the way out. */
export function beforeExit(wish: LastWish): () => void {
  if (wishes.size === 0) process.on("beforeExit", grant);
  wishes.add(wish);
  return () => {
    wishes.delete(wish);
    if (wishes.size === 0) process.off("beforeExit", grant);
  };
}

function act(): void {
  for (const last of lastActs) {
    try {
      last();
    } catch {
      // Nobody is left to tell, and the host's own listeners come after ours.
    }
  }
}

/** Registers for `exit`, in which nothing can be waited for; returns the way out. */
export function atExit(last: () => void): () => void {
  if (lastActs.size === 0) process.on("exit", act);
  lastActs.add(last);
  return () => {
    lastActs.delete(last);
    if (lastActs.size === 0) process.off("exit", act);
  };
}

// A second signal finds no listener of ours and ends the process at once.
function hear(signal: NodeJS.Signals): void {
  for (const each of SIGNALS) process.off(each, hear);
  // Whoever listens beside us decides when the process ends, as before.
  const isAlone = process.listenerCount(signal) === 0;
  const raise = (): void => {
    if (isAlone) process.kill(process.pid, signal);
  };
  Promise.all([...signalled].map((wish) => wish())).then(raise, raise);
}

/**
 * Registers for SIGTERM and SIGINT; returns the way out.
 *
 * The signal is raised again once the wishes are granted, so that it ends the process as it would have
 * without us; where the host has a listener of its own, it is left to that.
 */
export function onSignal(wish: LastWish): () => void {
  if (signalled.size === 0) for (const each of SIGNALS) process.on(each, hear);
  signalled.add(wish);
  return () => {
    signalled.delete(wish);
    if (signalled.size === 0) for (const each of SIGNALS) process.off(each, hear);
  };
}
