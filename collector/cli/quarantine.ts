import { Command } from "commander";
import { allItems } from "./all-items.ts";
import { collectorAddress, demand, isRecord } from "./collector-api.ts";
import { columns } from "./columns.ts";
import type { Finish } from "./exit-code.ts";
import { type ReachingFlags as Flags, reaching } from "./reaching-flags.ts";
import type { Terminal } from "./terminal.ts";
import { oneLine } from "./visible.ts";

interface ListFlags extends Flags {
  readonly from?: string;
  readonly to?: string;
  readonly event?: string;
}

/** `tiltmeter quarantine …`: records that were sent and refused, and why. */
export function quarantineCommand(terminal: Terminal, _finish: Finish): Command {
  return new Command("quarantine")
    .description("records that were sent and refused: why, and what becomes of them")
    .addCommand(list(terminal))
    .addCommand(show(terminal))
    .addCommand(deciding(terminal, "replay"))
    .addCommand(deciding(terminal, "discard"))
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
        const text = isRecord(value) || value === null ? JSON.stringify(value) : String(value);
        terminal.print(`${name}: ${oneLine(text)}`);
      }
    });
}

const ACTS = {
  replay: "take a refused record in after all, through the same door as everything that is sent",
  discard: "decide that a refused record is of no use; what was kept of it stays to be looked at",
};

function deciding(terminal: Terminal, act: keyof typeof ACTS): Command {
  return asking(new Command(act).description(ACTS[act]))
    .argument("<id>", "its id, as list prints it")
    .requiredOption("--reason <text>", "why, for whoever reads the ledger")
    .action(async (id: string, { reason, ...flags }: Flags & { readonly reason: string }) => {
      const found = await demand(collectorAddress(flags, terminal.env), {
        path: `/quarantine/${encodeURIComponent(id)}/${act}`,
        body: JSON.stringify({ reason }),
      });
      if (flags.format === "json") terminal.print(JSON.stringify(found));
      else terminal.print(oneLine(decisionLine(found)));
    });
}

function decisionLine(of: Readonly<Record<string, unknown>>): string {
  const decision = isRecord(of["decision"]) ? of["decision"] : {};
  const { kind, at, by, receipt } = decision;
  const when = of["repeated"] === true ? ` before, at ${at} by ${by}; nothing has changed` : "";
  const where = isRecord(receipt)
    ? `; it is in the journal ${receipt["journal"]} as ${receipt["seq"]}`
    : "";
  return `${of["id"]} was ${kind}${when}${where}`;
}

function asking(command: Command): Command {
  return reaching(command, "a key that may work on records").addHelpText("after", EXITS);
}

function lines(found: readonly Readonly<Record<string, unknown>>[]): readonly string[] {
  if (found.length === 0) return ["nothing was refused in that time"];
  return columns([
    ["arrived", "what", "key", "id", "decided", "reason"],
    ...found.map(({ receivedAt, event, key, id, decision, reason }) => {
      const decided = isRecord(decision) ? decision["kind"] : "-";
      const sender = key === "" ? "-" : key;
      const cells = [String(receivedAt).slice(0, 19), event, sender, id, decided, reason];
      return cells.map(String);
    }),
  ]);
}

const HELP = `
Examples:
  $ tiltmeter quarantine list --from 2026-11-22
  $ tiltmeter quarantine show 0f3c21aa-….0.3
  $ tiltmeter quarantine replay 0f3c21aa-….0.3 --reason "sent with another system's key"
  $ tiltmeter quarantine discard 0f3c21aa-….0.3 --reason "a test of the sender"

A record that was not kept whole (it was longer than 8,192 characters, or broke a limit) cannot be
replayed. To replay or discard twice changes nothing; each is an entry of the ledger.`;

const EXITS = `
Exit codes:
  0  done
  1  the collector refused or does not answer
  2  the command line cannot be understood`;
