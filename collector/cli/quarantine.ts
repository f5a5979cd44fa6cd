import { Command, Option } from "commander";
import { allItems } from "./all-items.ts";
import { collectorAddress, demand } from "./collector-api.ts";
import { columns } from "./columns.ts";
import type { Finish } from "./exit-code.ts";
import type { Terminal } from "./terminal.ts";
import { oneLine } from "./visible.ts";

interface Flags {
  readonly url?: string;
  readonly key?: string;
  readonly format: "text" | "json";
}

interface ListFlags extends Flags {
  readonly from?: string;
  readonly to?: string;
  readonly event?: string;
}

/** `tiltmeter quarantine …`: records that were sent and refused, and why. */
export function quarantineCommand(terminal: Terminal, _finish: Finish): Command {
  return new Command("quarantine")
    .description("records that were sent and refused, and why")
    .addCommand(list(terminal))
    .addCommand(show(terminal))
    .addHelpText("after", HELP);
}

function list(terminal: Terminal): Command {
  return asking(new Command("list").description("list refused records, the latest first"))
    .option("--from <instant>", "arrived from this date or instant on (default: a day ago)")
    .option("--to <instant>", "arrived before this date or instant (default: now)")
    .option("--event <name>", "only what said it is this, such as predictions")
    .action(async ({ from, to, event, ...flags }: ListFlags) => {
      const asked = Object.entries({ from, to, event }).filter(([, value]) => value !== undefined);
      const query = Object.fromEntries(asked) as Record<string, string>; // those that were given
      const found = await allItems(collectorAddress(flags, terminal.env), "/quarantine", query);
      if (flags.format === "json") terminal.print(JSON.stringify({ items: found }));
      else for (const line of lines(found)) terminal.print(line);
    });
}

function show(terminal: Terminal): Command {
  return asking(new Command("show").description("show one refused record as it was sent"))
    .argument("<id>", "its id, as list prints it")
    .action(async (id: string, flags: Flags) => {
      const path = `/quarantine/${encodeURIComponent(id)}`;
      const found = await demand(collectorAddress(flags, terminal.env), { path });
      if (flags.format === "json") {
        terminal.print(JSON.stringify(found));
        return;
      }
      for (const [name, value] of Object.entries(found)) {
        terminal.print(`${name}: ${oneLine(String(value))}`);
      }
    });
}

function asking(command: Command): Command {
  return command
    .option("--url <url>", "the collector (default: TILTMETER_URL, or http://127.0.0.1:4318)")
    .option("--key <key>", "a key that may work on records (default: TILTMETER_KEY)")
    .addOption(
      new Option("--format <format>", "how to print").choices(["text", "json"]).default("text"),
    )
    .addHelpText("after", EXITS);
}

function lines(found: readonly Readonly<Record<string, unknown>>[]): readonly string[] {
  if (found.length === 0) return ["nothing was refused in that time"];
  return columns([
    ["arrived", "what", "key", "id", "reason"],
    ...found.map(({ receivedAt, event, key, id, reason }) =>
      [String(receivedAt).slice(0, 19), event, key === "" ? "-" : key, id, reason].map(String),
    ),
  ]);
}

const HELP = `
Examples:
  $ tiltmeter quarantine list --from 2026-11-22
  $ tiltmeter quarantine show 0f3c21aa-….0.3`;

const EXITS = `
Exit codes:
  0  done
  1  the collector refused or does not answer
  2  the command line cannot be understood`;
