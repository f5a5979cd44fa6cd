import { writeSync } from "node:fs";
import { constants } from "node:os";
import { inspect } from "node:util";

/** As shells tell a program that a signal ended: this and the signal's number. */
const SIGNALLED = 128;
const STDERR = 2;

/**
 * Ends by a signal a process that ends while its engine is open, until the returned function is called.
 *
 * `process.exit` and an uncaught error have the C library call what the engine left for the end. That waits for its threads, and
 * when one of them is about to lock what another holds it waits for ever: what should end at once, or be started
 * again after a crash, hangs (one in six of forced ends under load). What was acknowledged is on disk before it is.
 *
 * A code above 128 becomes its signal, 130 SIGINT, so that a shell sees what was asked for; any other becomes SIGKILL, which leaves no
 * image of memory with personal data. The first process of a container cannot end itself by a signal: it takes its chance.
 */
export function guardExit(): () => void {
  const tell = (error: unknown): void => {
    // Node prints it after `exit`, which nobody will see.
    writeSync(STDERR, `${inspect(error)}\n`);
  };
  const end = (code: number): void => {
    const asked = Object.entries(constants.signals).find(([, n]) => n === code - SIGNALLED)?.[0];
    const signal = (asked ?? "SIGKILL") as NodeJS.Signals; // a name of the table of signals
    if (asked !== undefined) process.removeAllListeners(signal);
    process.kill(process.pid, signal);
  };
  process.on("uncaughtExceptionMonitor", tell);
  process.on("exit", end);
  return () => {
    process.off("uncaughtExceptionMonitor", tell);
    process.off("exit", end);
  };
}
