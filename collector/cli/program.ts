import { Command, CommanderError } from "commander";
import { ConfigError } from "../config.ts";
import { TableError } from "../tables/table-error.ts";
import { VERSION } from "../version.ts";
import { accountsCommand } from "./accounts.ts";
import { AddressTaken } from "./address-taken.ts";
import { backupCommand } from "./backup.ts";
import { baselineCommand } from "./baseline.ts";
import { channelsCommand } from "./channels.ts";
import { contentCommand } from "./content.ts";
import { controlsCommand } from "./controls.ts";
import { demoCommand } from "./demo.ts";
import { doctorCommand } from "./doctor.ts";
import { driftCommand } from "./drift.ts";
import { eraseCommand } from "./erase.ts";
import { EXIT, type Finish } from "./exit-code.ts";
import { exportCommand } from "./export.ts";
import { governanceCommand } from "./governance.ts";
import { importCommand } from "./import.ts";
import { keysCommand } from "./keys.ts";
import { maintenanceCommand } from "./maintenance.ts";
import { pricesCommand } from "./prices.ts";
import { proveCommand } from "./prove.ts";
import { proxyCommand } from "./proxy.ts";
import { quarantineCommand } from "./quarantine.ts";
import { restoreCommand } from "./restore.ts";
import { retentionCommand } from "./retention.ts";
import { routesCommand } from "./routes.ts";
import { serveCommand } from "./serve.ts";
import { storeCommand } from "./store.ts";
import { systemsCommand } from "./systems.ts";
import type { Terminal } from "./terminal.ts";
import { verifyCommand } from "./verify.ts";
import { guarded } from "./visible.ts";

/** Runs one command line (without the name of the program) and gives the exit code. Never throws. */
export async function runCommandLine(argv: readonly string[], shown: Terminal): Promise<number> {
  const terminal = guarded(shown);
  let code: number = EXIT.ok;
  const finish: Finish = (result) => {
    code = result;
  };
  const program = new Command("tiltmeter")
    .description(
      "Watches deployed AI systems: keeps their predictions, judges control rules, raises nonconformities.",
    )
    .version(VERSION, "-V, --version", "print the version")
    .helpOption("-h, --help", "print help; also: tiltmeter COMMAND --help")
    .helpCommand(false)
    .showSuggestionAfterError()
    .configureOutput({
      writeOut: (text) => terminal.print(text.trimEnd()),
      writeErr: (text) => terminal.complain(text.trimEnd()),
    })
    .exitOverride()
    .addHelpText("after", PROGRAM_HELP);
  for (const make of [
    serveCommand,
    demoCommand,
    controlsCommand,
    systemsCommand,
    quarantineCommand,
    maintenanceCommand,
    keysCommand,
    accountsCommand,
    channelsCommand,
    routesCommand,
    governanceCommand,
    pricesCommand,
    doctorCommand,
    storeCommand,
    driftCommand,
    proxyCommand,
    importCommand,
    exportCommand,
    baselineCommand,
    verifyCommand,
    proveCommand,
    eraseCommand,
    backupCommand,
    restoreCommand,
    retentionCommand,
    contentCommand,
  ]) {
    const command = make(terminal, finish);
    for (const each of [command, ...command.commands]) each.copyInheritedSettings(program);
    program.addCommand(command);
  }
  if (argv.length === 0) {
    program.outputHelp();
    return EXIT.usage;
  }
  try {
    await program.parseAsync(argv, { from: "user" });
    return code;
  } catch (error) {
    return codeOf(error, terminal);
  }
}

const PROGRAM_HELP = `
Start here:
  $ tiltmeter demo      a spam filter on real mail, monitored, with drift on its way
  $ tiltmeter serve     your own collector; prints keys and a line to paste

Exit codes:
  0    done, or ended on request with nothing lost
  1    the work found errors, or failed
  2    the command line or the configuration cannot be used
  3    the address to listen on is taken
  130  ended at once by a second signal; what was acknowledged is on disk`;

function codeOf(error: unknown, terminal: Terminal): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.ok : EXIT.usage; // already told
  if (error instanceof ConfigError) {
    terminal.complain(error.message);
    return EXIT.usage;
  }
  if (error instanceof AddressTaken) {
    terminal.complain(error.message);
    return EXIT.addressTaken;
  }
  // A file's own message says what is wrong with it, and why.
  terminal.complain(error instanceof TableError ? error.message : described(error));
  return EXIT.failed;
}

/** The message and those of its causes that say more; the stack only where the error does not speak for itself. */
function described(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const ours = !(error instanceof TypeError || error instanceof RangeError || error.message === "");
  const lines = [ours ? error.message : (error.stack ?? error.message)];
  for (let cause = error.cause; cause instanceof Error; cause = cause.cause) {
    if (cause.message !== "" && !lines.some((line) => line.includes(cause.message))) {
      lines.push(`  because: ${cause.message}`);
    }
  }
  return lines.join("\n");
}
