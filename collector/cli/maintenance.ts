import { Command, InvalidArgumentError } from "commander";
import { allItems } from "./all-items.ts";
import { collectorAddress, demand } from "./collector-api.ts";
import { columns } from "./columns.ts";
import type { Finish } from "./exit-code.ts";
import { type ReachingFlags as Flags, reaching } from "./reaching-flags.ts";
import type { Terminal } from "./terminal.ts";
import { oneLine } from "./visible.ts";

interface StartFlags extends Flags {
  readonly for: number;
  readonly reason: string;
  readonly from?: string;
  readonly system: readonly string[];
}

/** `tiltmeter maintenance …`: times in which nothing is raised, by intent. */
export function maintenanceCommand(terminal: Terminal, _finish: Finish): Command {
  return new Command("maintenance")
    .description("planned maintenance: everything is judged meanwhile, and nothing is raised")
    .addCommand(start(terminal))
    .addCommand(end(terminal))
    .addCommand(list(terminal))
    .addHelpText("after", HELP);
}

function start(terminal: Terminal): Command {
  return asking(new Command("start").description("begin maintenance, now or soon"))
    .requiredOption("--for <time>", "how long, such as 90m or 2h", minutes)
    .requiredOption("--reason <text>", "why, for whoever reads the ledger")
    .option("--from <instant>", "when it begins, within a week (default: now)")
    .option("--system <id>", "of this system alone; may be repeated (default: all)", collected, [])
    .action(async ({ for: long, reason, from, system, ...flags }: StartFlags) => {
      const body = {
        systems: system,
        reason,
        minutes: long,
        ...(from === undefined ? {} : { from }),
      };
      const found = await demand(collectorAddress(flags, terminal.env), {
        ...{ path: "/maintenance", body: JSON.stringify(body) },
      });
      if (flags.format === "json") terminal.print(JSON.stringify(found));
      else terminal.print(lineOf(found));
    });
}

function end(terminal: Terminal): Command {
  return asking(new Command("end").description("end maintenance before its time"))
    .argument("<id>", "its id, as start and list print it")
    .action(async (id: string, flags: Flags) => {
      const path = `/maintenance/${encodeURIComponent(id)}/end`;
      const found = await demand(collectorAddress(flags, terminal.env), { method: "POST", path });
      if (flags.format === "json") terminal.print(JSON.stringify(found));
      else terminal.print(lineOf(found));
    });
}

function list(terminal: Terminal): Command {
  return asking(new Command("list").description("list maintenance, the latest first")).action(
    async (flags: Flags) => {
      const found = await allItems(collectorAddress(flags, terminal.env), "/maintenance");
      if (flags.format === "json") terminal.print(JSON.stringify({ items: found }));
      else if (found.length === 0) terminal.print("nobody ever began any");
      else {
        const rows = found.map(({ id, standing, from, until, ended, systems, by, reason }) =>
          [id, standing, minute(from), minute(ended ?? until), systemsOf(systems), by, reason]
            .map(String)
            .map(oneLine),
        );
        const head = ["id", "standing", "from", "until", "systems", "by", "reason"];
        for (const line of columns([head, ...rows])) terminal.print(line);
      }
    },
  );
}

function lineOf(of: Readonly<Record<string, unknown>>): string {
  const { id, standing, from, until, ended, systems } = of;
  return oneLine(
    `${id}: ${standing}, ${minute(from)} to ${minute(ended ?? until)}, ${systemsOf(systems)}`,
  );
}

function systemsOf(systems: unknown): string {
  return Array.isArray(systems) && systems.length > 0 ? systems.join(", ") : "all systems";
}

function minute(instant: unknown): string {
  return `${String(instant).slice(0, 16).replace("T", " ")} UTC`;
}

/** Minutes of a time such as 90m, 2h or 1h30m. Throws commander's own error. */
function minutes(text: string): number {
  const [, hours, rest] = /^(?:(\d{1,3})h)?(?:(\d{1,5})m)?$/.exec(text) ?? [];
  const found = Number(hours ?? 0) * 60 + Number(rest ?? 0);
  if (found > 0) return found;
  throw new InvalidArgumentError("A time is such as 90m, 2h or 1h30m.");
}

function collected(value: string, before: readonly string[]): readonly string[] {
  return [...before, value];
}

function asking(command: Command): Command {
  return reaching(command, "a key that may work on records").addHelpText("after", EXITS);
}

const HELP = `
Windows that end in a maintenance are judged and recorded as always; what they find is on the strips and in evidence,
and raises nothing. What still fires when it is over is raised then. It ends by itself, at most a day after it began
(maintenance: { hours_max: 24 } in the configuration), and stands in the ledger with who, why and how long. The time in
which the collector itself is stopped for it is told by it.

Examples:
  $ tiltmeter maintenance start --for 2h --reason "move of the feature store" --system credit-scoring
  $ tiltmeter maintenance start --for 15m --reason "upgrade of the collector"
  $ tiltmeter maintenance end MNT-2026-0003

What comes again, or lasts longer, stands in a control file under maintenance: tiltmeter controls check --help.`;

const EXITS = `
Exit codes:
  0  done
  1  the collector refused or does not answer
  2  the command line cannot be understood`;
