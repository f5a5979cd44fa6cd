import { Command, Option } from "commander";
import { systemClock } from "../clock.ts";
import { type Config, ConfigError, loadConfig } from "../config.ts";
import { VERSION } from "../version.ts";
import { collectorAddress } from "./collector-api.ts";
import { lookAtCollector } from "./doctor-collector.ts";
import { type Finding, wrong } from "./doctor-finding.ts";
import { lookAtFolder } from "./doctor-folder.ts";
import { lookAtDisk, lookAtProgram } from "./doctor-machine.ts";
import { testChannels } from "./doctor-test.ts";
import type { Finish } from "./exit-code.ts";
import type { Colour, Terminal } from "./terminal.ts";

interface DoctorFlags {
  readonly url?: string;
  readonly key?: string;
  readonly data?: string;
  readonly config?: string;
  readonly sendTest?: true;
  readonly format: "text" | "json";
}

const CODES: Readonly<Record<Finding["state"], number>> = {
  well: 0,
  unknown: 0,
  look: 4,
  wrong: 1,
};
const COLOURS: Readonly<Record<Finding["state"], Colour | undefined>> = {
  wrong: "red",
  look: "yellow",
  unknown: "faint",
  well: undefined,
};

/** `tiltmeter doctor`: how a collector and what it watches stand, on one page. */
export function doctorCommand(terminal: Terminal, finish: Finish): Command {
  return new Command("doctor")
    .description("look at a collector, or at its folder, and say what is wrong and what to do")
    .option(
      "--url <url>",
      "a collector that runs (default: TILTMETER_URL, or http://127.0.0.1:4318)",
    )
    .option(
      "--key <key>",
      "a key that may read; an administrator's sees all (default: TILTMETER_KEY)",
    )
    .option("--data <folder>", "look at the folder of a collector that does not run, instead")
    .option(
      "--config <file>",
      "configuration, YAML: checked, and where the folder and the store are",
    )
    .option(
      "--send-test",
      "have the collector send a test message through every channel, and tell what came back",
    )
    .addOption(
      new Option("--format <format>", "how to print").choices(["text", "json"]).default("text"),
    )
    .addHelpText("after", HELP)
    .action(async (flags: DoctorFlags) => {
      const found = await examine(flags, terminal);
      const isBroken = found.some(({ state }) => state === "wrong");
      const worst = isBroken
        ? "wrong"
        : (found.find(({ state }) => state === "look")?.state ?? "well");
      if (flags.format === "json") {
        terminal.print(JSON.stringify({ version: VERSION, state: worst, findings: found }));
      } else page(found, terminal);
      finish(CODES[worst]);
    });
}

async function examine(flags: DoctorFlags, terminal: Terminal): Promise<readonly Finding[]> {
  if (flags.sendTest === true && flags.data !== undefined) {
    throw new ConfigError(
      "--send-test is of a collector that runs: leave out --data, or use tiltmeter channels test NAME --config FILE",
    );
  }
  const { now } = systemClock;
  const { env } = terminal;
  let config: Config | null = null;
  const broken: Finding[] = [];
  const data = flags.data;
  try {
    config = loadConfig({
      ...(flags.config !== undefined && { file: flags.config }),
      env,
      ...(data !== undefined && { flags: { data } }),
    });
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    broken.push(wrong("configuration", error.message, "serve would refuse it, too"));
  }
  const isAsked = flags.config !== undefined || env["TILTMETER_CONFIG"] !== undefined;
  const program = lookAtProgram(
    isAsked || data !== undefined ? config : null,
    flags.config ?? env["TILTMETER_CONFIG"] ?? null,
  );
  if (data === undefined) {
    const address = collectorAddress(flags, env);
    const found = [...program, ...broken, ...(await lookAtCollector(address, now))];
    const isThere = !found.some(({ about, state }) => about === "collector" && state === "wrong");
    return flags.sendTest === true && isThere
      ? [...found, ...(await testChannels(address))]
      : found;
  }
  const folder = config?.data ?? data;
  return [
    ...program,
    ...broken,
    ...(await lookAtDisk(folder)),
    ...(await lookAtFolder(folder, {
      ...{ store: config?.store ?? null, budgetBytes: config?.storage.budgetBytes ?? null },
      nowMs: now(),
    })),
  ];
}

/** What is wrong first, with what to do; then what is worth a look; at the end what is well. */
function page(found: readonly Finding[], terminal: Terminal): void {
  const order: readonly Finding["state"][] = ["wrong", "look", "unknown", "well"];
  const width = Math.max(...found.map(({ about }) => about.length));
  for (const state of order) {
    for (const { about, says, next } of found.filter((each) => each.state === state)) {
      terminal.print(`${state.padEnd(7)}  ${about.padEnd(width)}  ${says}`, COLOURS[state]);
      if (next !== undefined) terminal.print(`${" ".repeat(11 + width)}${next}`, "faint");
    }
  }
  const count = (state: Finding["state"]): number =>
    found.filter((each) => each.state === state).length;
  terminal.print("");
  terminal.print(
    `${count("wrong")} wrong, ${count("look")} worth a look, ${count("unknown")} not known, ${count("well")} well`,
  );
}

const HELP = `
Looks at versions, the configuration, the store and its engine, the disk, the clock, the ledger and who vouches
for it, what is stored and until when there is room, what is held beyond its time, the age of keys, channels, and
where systems are not instrumented: declared and silent, predictions without outcomes, no baseline, controls in force
without data. Nothing is changed, judged or sent, but for --send-test: one message a channel that says it is a test,
each an entry of the ledger; one that is not delivered is wrong. Do it after every change of the configuration, with
the key of an administrator.

Of a collector that runs it asks with --url and --key; the disk and the folder it looks at with --data, once
nobody runs there: it then opens ledger and engine as a start would.

Examples:
  $ tiltmeter doctor --key tm_adm_…
  $ tiltmeter doctor --data /var/lib/tiltmeter --config tiltmeter.yaml
  $ tiltmeter doctor --key tm_adm_… --send-test
  $ tiltmeter doctor --format json | jq '.findings[] | select(.state == "wrong")'

Exit codes:
  0  well
  1  something is wrong, or the look itself failed
  2  the command line cannot be understood, or there is no key
  4  nothing is wrong, something is worth a look`;
