import { readFile } from "node:fs/promises";
import {
  type DutyPolicy,
  explainRoutes,
  type Finding,
  type Hearing,
  parseInstant,
  parsePolicy,
  parseRoutes,
  type Routed,
  type RoutedEvent,
  type Routes,
} from "@tiltmeter/rules";
import { Command, Option } from "commander";
import { systemClock } from "../clock.ts";
import { type Config, ConfigError, loadConfig } from "../config.ts";
import { perRecordChannels } from "../notify/channels/open-channels.ts";
import { ZONES, zoneOffsets } from "../zones.ts";
import { findingLines } from "./controls-check.ts";
import { EXIT, type Finish } from "./exit-code.ts";
import type { Terminal } from "./terminal.ts";

interface Flags {
  readonly config?: string;
}

interface ExplainFlags extends Flags {
  readonly severity: Routed["severity"];
  readonly system: string;
  readonly control?: string;
  readonly owner?: string;
  readonly tier?: NonNullable<Routed["tier"]>;
  readonly event: RoutedEvent;
  readonly candidate?: boolean;
  readonly at?: string;
  readonly format: "table" | "json";
}

/** `tiltmeter routes …`: the file that says who hears of what. */
export function routesCommand(terminal: Terminal, finish: Finish): Command {
  return new Command("routes")
    .description("the file that says who is told of what, how, and when not")
    .addCommand(check(terminal, finish))
    .addCommand(explain(terminal, finish))
    .addHelpText("after", HELP);
}

function check(terminal: Terminal, finish: Finish): Command {
  return new Command("check")
    .description("check a routes file without a collector; nothing is changed")
    .argument("[file]", "the routes file (YAML); none: that of --config")
    .option("--config <file>", "the configuration whose channels it may name")
    .action(async (named: string | undefined, flags: Flags) => {
      const { routes, findings, isWhole } = await read(named, flags);
      for (const line of findings.flatMap(findingLines)) terminal.print(line);
      const count = (routes?.routes.length ?? 0) + 1;
      terminal.complain(
        routes === null ? "it cannot be put in force" : `no errors: ${count} routes`,
      );
      if (!isWhole) {
        terminal.complain("which channels it names was not checked; name a --config for that");
      }
      finish(routes === null ? EXIT.failed : EXIT.ok);
    });
}

function explain(terminal: Terminal, finish: Finish): Command {
  return new Command("explain")
    .description("say who would be told of a record, when, and why then")
    .argument("[file]", "the routes file (YAML); none: that of --config")
    .option("--config <file>", "the configuration whose channels and policy it follows")
    .addOption(
      new Option("--severity <severity>", "of the record")
        .choices(["low", "medium", "high", "critical"])
        .makeOptionMandatory(),
    )
    .requiredOption("--system <system>", "of the record")
    .option("--control <control>", "that raised it; none: a person did")
    .option("--owner <owner>", "of the record or of its system")
    .addOption(new Option("--tier <tier>", "of its system").choices(["high", "limited", "minimal"]))
    .addOption(
      new Option("--event <event>", "what happened")
        .choices(["raised", "raised_again", "reopened", "moved", "due", "escalated", "closed"])
        .default("raised"),
    )
    .option("--candidate", "a person confirms first that it is one")
    .option("--at <instant>", "when, such as 2026-11-23T22:00:00Z; none: now")
    .addOption(new Option("--format <format>").choices(["table", "json"]).default("table"))
    .action(async (named: string | undefined, flags: ExplainFlags) => {
      const { routes, findings, perRecord, policy } = await read(named, flags);
      if (routes === null) {
        for (const line of findings.flatMap(findingLines)) terminal.print(line);
        terminal.complain("it cannot be put in force, so nobody would be told by it");
        finish(EXIT.failed);
        return;
      }
      const atMs = flags.at === undefined ? systemClock.now() : parseInstant(flags.at);
      if (atMs === null) {
        throw new ConfigError(`--at is an instant such as 2026-11-23T22:00:00Z, got ${flags.at}`);
      }
      const record: Routed = {
        ...{ severity: flags.severity, system: flags.system, control: flags.control ?? null },
        ...{ owner: flags.owner ?? null, tier: flags.tier ?? null },
        raises: flags.candidate === true ? "candidate" : "nonconformity",
      };
      const heard = explainRoutes(
        routes,
        { record, event: flags.event, atMs, perRecord, ...(policy === null ? {} : { policy }) },
        zoneOffsets,
      );
      if (flags.format === "json") terminal.print(JSON.stringify(heard.map(inJson), null, 2));
      else for (const each of heard) terminal.print(inWords(each));
      if (heard.length === 0) terminal.complain("nobody would be told");
      finish(EXIT.ok);
    });
}

async function read(
  named: string | undefined,
  flags: Flags,
): Promise<{
  readonly routes: Routes | null;
  readonly findings: readonly Finding[];
  readonly isWhole: boolean;
  readonly perRecord: readonly string[];
  /** Of the configuration; null: none is named, or it cannot be put in force. */
  readonly policy: DutyPolicy | null;
}> {
  const config =
    flags.config === undefined ? null : loadConfig({ file: flags.config, env: {}, flags: {} });
  const file = named ?? config?.routes ?? null;
  if (file === null) {
    throw new ConfigError(
      "no file to check; name one, or a configuration that has one under routes",
    );
  }
  const text = await readFile(file, "utf8").catch((cause: Error) => {
    throw new ConfigError(`${file} cannot be read: ${cause.message}`, { cause });
  });
  const channels = config === null ? null : Object.keys(config.channels);
  const perRecord = config === null ? [] : perRecordChannels(config.channels);
  return {
    ...parseRoutes(text, file, { channels, perRecord, zones: ZONES }),
    ...{ isWhole: config !== null, perRecord },
    policy: await policyOf(config),
  };
}

async function policyOf(config: Config | null): Promise<DutyPolicy | null> {
  if (config === null || config.policy === null) return null;
  const file = config.policy;
  const text = await readFile(file, "utf8").catch((cause: Error) => {
    throw new ConfigError(`${file} cannot be read: ${cause.message}`, { cause });
  });
  return parsePolicy(text, file, { channels: Object.keys(config.channels), zones: ZONES }).policy;
}

function inWords({ atMs, channel, what, route, because }: Hearing): string {
  return `${iso(atMs)}  ${channel}: ${what} by ${route}, ${because}`;
}

function inJson({ atMs, ...of }: Hearing): Record<string, unknown> {
  return { at: iso(atMs), ...of };
}

function iso(ms: number): string {
  return new Date(ms).toISOString();
}

const HELP = `
Examples:
  tiltmeter routes check routes.yaml --config tiltmeter.yaml
  tiltmeter routes explain routes.yaml --severity high --system credit --at 2026-11-23T22:00:00Z`;
