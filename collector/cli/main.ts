import { runCommandLine } from "./program.ts";
import type { Terminal } from "./terminal.ts";

const terminal: Terminal = {
  print: (line) => void process.stdout.write(`${line}\n`),
  complain: (line) => void process.stderr.write(`${line}\n`),
  interactive: process.stderr.isTTY === true,
  env: process.env,
  onSignal: (listener) => {
    process.on("SIGINT", listener);
    process.on("SIGTERM", listener);
    return () => {
      process.off("SIGINT", listener);
      process.off("SIGTERM", listener);
    };
  },
  onHangUp: (listener) => {
    process.on("SIGHUP", listener);
    return () => void process.off("SIGHUP", listener);
  },
  abandon: (code) => process.exit(code),
};

// A reader that went away (`tiltmeter … | head`) is no reason for a stack trace.
process.stdout.on("error", () => undefined);
process.stderr.on("error", () => undefined);

// The embedded engine keeps threads that would hold the process open, so the end is explicit.
process.exit(await runCommandLine(process.argv.slice(2), terminal));
