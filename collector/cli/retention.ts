import { Command } from "commander";
import { collectorAddress, demand, isRecord } from "./collector-api.ts";
import { columns } from "./columns.ts";
import { EXIT, type Finish } from "./exit-code.ts";
import { type ReachingFlags as Flags, reaching } from "./reaching-flags.ts";
import type { Terminal } from "./terminal.ts";

interface RunFlags extends Flags {
  readonly dryRun?: true;
  readonly confirm?: true;
}

type Json = Readonly<Record<string, unknown>>;

/** `tiltmeter retention …`: what is kept for how long, what is due, what is held, and its end. */
export function retentionCommand(terminal: Terminal, finish: Finish): Command {
  return new Command("retention")
    .description("how long telemetry is kept: what is due, what is held, and its end")
    .addCommand(show(terminal, finish), { isDefault: true })
    .addCommand(run(terminal, finish))
    .addHelpText("after", HELP);
}

function show(terminal: Terminal, finish: Finish): Command {
  return asking(new Command("show").description("list the classes, what is due and what is held"))
    .addHelpText("after", EXITS)
    .action(async (flags: Flags) => {
      const found = await demand(collectorAddress(flags, terminal.env), { path: "/retention" });
      if (flags.format === "json") terminal.print(JSON.stringify(found));
      else for (const line of standingLines(found)) terminal.print(line);
      finish(EXIT.ok);
    });
}

function run(terminal: Terminal, finish: Finish): Command {
  return asking(new Command("run").description("delete what is past its time now, not tonight"))
    .option("--dry-run", "count what would go, and delete nothing")
    .option("--confirm", "also what waits for a person: read why with --dry-run first")
    .addHelpText("after", EXITS)
    .action(async (flags: RunFlags) => {
      const asked = { dryRun: flags.dryRun === true, confirm: flags.confirm === true };
      const done = await demand(collectorAddress(flags, terminal.env), {
        path: "/retention/runs",
        body: JSON.stringify(asked),
      });
      if (flags.format === "json") terminal.print(JSON.stringify(done));
      else for (const line of runLines(done)) terminal.print(line);
      finish(EXIT.ok);
    });
}

function asking(command: Command): Command {
  return reaching(command, "a key that may read; to run, of compliance");
}

function standingLines(found: Json): readonly string[] {
  const classes = records(found["classes"]);
  const cells = classes.flatMap((each) => {
    const groups = records(each["groups"]);
    const all = groups.filter(({ system }) => system === null);
    const own = groups.filter(({ system }) => system !== null);
    const held = records(each["held"]);
    const name = String(each["name"]);
    return [
      [
        name,
        daysOf(each["days"]),
        before(all[0]),
        rowsOf(all[0]),
        heldCell(held),
        String(each["holds"]),
      ],
      ...own.map((group) => [
        `  ${String(group["system"])}`,
        daysOf(group["days"]),
        before(group),
        rowsOf(group),
        "",
        "",
      ]),
    ];
  });
  const waits = classes.flatMap(({ name, groups }) =>
    records(groups)
      .filter(({ toConfirm }) => toConfirm !== null)
      .map(
        ({ system, toConfirm }) =>
          `${String(name)}${system === null ? "" : ` of ${String(system)}`} wait for a person: ${String(toConfirm)}`,
      ),
  );
  const last = found["last"];
  return [
    ...columns([["class", "kept", "goes if before", "due rows", "held", "what it is"], ...cells]),
    "",
    ...waits,
    ...(waits.length > 0 ? ["  tiltmeter retention run --dry-run, then --confirm"] : []),
    typeof found["failure"] === "string"
      ? `the last run failed: ${found["failure"]}`
      : isRecord(last)
        ? `the last run was at ${String(last["at"])}`
        : "no run since the start; the first is ten minutes after it, then one a day",
  ];
}

function runLines(done: Json): readonly string[] {
  const would = done["isDry"] === true;
  const expired = records(done["expired"]).map(({ class: name, system, tables, entry }) => {
    const rows = records(tables).reduce((sum, each) => sum + Number(each["rows"]), 0);
    const whose = system === null ? "" : ` of ${String(system)}`;
    const where = entry === null ? "" : `; the ledger says so in entry ${String(entry)}`;
    return `${would ? "would delete" : "deleted"} ${rows} rows of ${String(name)}${whose}${where}`;
  });
  const stayed = records(done["stayed"]).map(
    ({ class: name, system, reason }) =>
      `${String(name)}${system === null ? "" : ` of ${String(system)}`} stay: ${String(reason)}`,
  );
  const all = [...expired, ...stayed];
  return all.length === 0 ? ["nothing is past its time"] : all;
}

function daysOf(days: unknown): string {
  return typeof days === "number" ? `${days} days` : "for good";
}

function before(group: Json | undefined): string {
  return group === undefined ? "-" : String(group["gone"]).slice(0, 16);
}

function rowsOf(group: Json | undefined): string {
  return group === undefined ? "-" : String(group["rows"]);
}

function heldCell(held: readonly Json[]): string {
  if (held.length === 0) return "-";
  return held
    .map(({ system, holds, rows }) => {
      const ids = Array.isArray(holds) ? holds.map(String) : [];
      return `${String(rows)} of ${String(system)} by ${ids.join(", ")}`;
    })
    .join("; ");
}

function records(value: unknown): readonly Json[] {
  return Array.isArray(value) ? value.filter(isRecord) : [];
}

const HELP = `
Each class is kept for days from its receipt, as \`retention:\` in the configuration says; event logs for 183 at least.
Once a day what is past its time is deleted: the ledger gets an entry first, the seals over it still verify and say
"expired", and what a hold keeps stays until it is released. Where more is due than a day can explain (the clock was
set, days were cut, a first run over an old store), nothing goes before somebody confirms it.

Examples:
  $ tiltmeter retention
  $ tiltmeter retention run --dry-run
  $ tiltmeter retention run --confirm

  # tiltmeter.yaml
  retention:
    features: 30
    systems:
      credit: { features: 7, predictions: 3650 }`;

const EXITS = `
Exit codes:
  0  done
  1  the collector refused or does not answer
  2  the command line cannot be understood`;
