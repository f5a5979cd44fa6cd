import { Command } from "commander";
import { readSystemsFile, SystemsRefused } from "../acts/systems.ts";
import { ZONES } from "../zones.ts";
import { allItems } from "./all-items.ts";
import { collectorAddress } from "./collector-api.ts";
import { columns } from "./columns.ts";
import { EXIT, type Finish } from "./exit-code.ts";
import { type ReachingFlags as ListFlags, reaching } from "./reaching-flags.ts";
import type { Terminal } from "./terminal.ts";

/** `tiltmeter systems …`: the inventory, as it is declared and as it was heard of. */
export function systemsCommand(terminal: Terminal, finish: Finish): Command {
  return new Command("systems")
    .description("the inventory of AI systems: declared, and heard of")
    .addCommand(check(terminal, finish))
    .addCommand(list(terminal))
    .addHelpText("after", HELP);
}

function check(terminal: Terminal, finish: Finish): Command {
  return new Command("check")
    .description("check a systems.yaml without a collector; nothing is changed")
    .argument("<file>", "the inventory (YAML)")
    .addHelpText("after", CHECK_HELP)
    .action(async (file: string) => {
      try {
        const systems = await readSystemsFile(file, ZONES);
        terminal.complain(`${systems.length} system${systems.length === 1 ? "" : "s"}: no errors`);
        finish(EXIT.ok);
      } catch (error) {
        if (!(error instanceof SystemsRefused)) throw error;
        for (const { line, column, code, message, fix, ...of } of error.findings) {
          terminal.print(`${of.file}:${line}:${column}: ${code}: ${message}`);
          terminal.print(`  ${fix}`);
        }
        finish(EXIT.failed);
      }
    });
}

function list(terminal: Terminal): Command {
  return reaching(
    new Command("list").description(
      "list every system that is declared or was heard of, and how both agree",
    ),
    "a key that may read",
  )
    .addHelpText("after", LIST_HELP)
    .action(async (flags: ListFlags) => {
      const found = await allItems(collectorAddress(flags, terminal.env), "/systems");
      if (flags.format === "json") terminal.print(JSON.stringify({ items: found }));
      else for (const line of lines(found)) terminal.print(line);
    });
}

function lines(found: readonly Readonly<Record<string, unknown>>[]): readonly string[] {
  if (found.length === 0) {
    return ["no systems; declare one in systems.yaml, or send a first prediction"];
  }
  return columns([
    ["system", "standing", "risk tier", "owner", "last heard of", "predictions", "open"],
    ...found.map((system) => [
      String(system["id"]),
      String(system["standing"]),
      String(system["riskTier"] ?? "-"),
      String(system["owner"] ?? "-"),
      system["lastSeen"] === null ? "never" : String(system["lastSeen"]).slice(0, 16),
      String(system["predictions"]),
      String(system["openNonconformities"]),
    ]),
  ]);
}

const HELP = `
Examples:
  $ tiltmeter systems check systems.yaml
  $ tiltmeter systems list`;

const CHECK_HELP = `
Prints FILE:LINE:COLUMN: CODE: MESSAGE for each finding, and what to write instead below it.

Example:
  $ tiltmeter systems check systems.yaml

Exit codes:
  0  no errors
  1  at least one error, or a file that cannot be read
  2  the command line cannot be understood`;

const LIST_HELP = `
A system is live, or silent: declared live and not heard of; shadow: heard of and not declared;
stray: planned or retired, and heard of all the same; planned; retired.

Examples:
  $ tiltmeter systems list
  $ tiltmeter systems list --format json | jq '.items[] | select(.standing == "shadow").id'

Exit codes:
  0  done
  1  the collector refused or does not answer
  2  the command line cannot be understood`;
