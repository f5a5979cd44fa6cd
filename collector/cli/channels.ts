import { Command, Option } from "commander";
import { systemClock } from "../clock.ts";
import { type Config, ConfigError, loadConfig } from "../config.ts";
import { type Probed, probeChannel } from "../notify/channels/probe-channel.ts";
import { EXIT, type Finish } from "./exit-code.ts";
import type { Terminal } from "./terminal.ts";

interface Flags {
  readonly config?: string;
  readonly format: "text" | "json";
}

/** `tiltmeter channels …`: where nonconformities are told, without a collector. */
export function channelsCommand(terminal: Terminal, finish: Finish): Command {
  return new Command("channels")
    .description("the places that nonconformities are told to: list them, and send each a test")
    .addCommand(list(terminal, finish))
    .addCommand(test(terminal, finish))
    .addHelpText("after", HELP);
}

function list(terminal: Terminal, finish: Finish): Command {
  return withConfig(new Command("list"))
    .description("list the channels of a configuration, by name and kind")
    .action((flags: Flags) => {
      const items = Object.entries(configOf(flags, terminal).channels).map(([name, to]) => ({
        name,
        kind: Object.keys(to).join(),
      }));
      if (flags.format === "json") terminal.print(JSON.stringify({ items }));
      else if (items.length === 0) terminal.complain("no channel is configured; see --help");
      else for (const { name, kind } of items) terminal.print(`${name}  ${kind}`);
      finish(EXIT.ok);
    });
}

function test(terminal: Terminal, finish: Finish): Command {
  return withConfig(new Command("test"))
    .description("send a message that says it is a test, and tell what came back")
    .argument("<name>", "the channel, as configured")
    .addHelpText("after", TEST_HELP)
    .action(async (name: string, flags: Flags) => {
      const { channels, publicUrl } = configOf(flags, terminal);
      const to = Object.hasOwn(channels, name) ? channels[name] : undefined;
      if (to === undefined) {
        const known = Object.keys(channels).join(", ") || "none; write one under channels:";
        throw new ConfigError(
          `there is no channel ${JSON.stringify(name)}; configured are ${known}`,
        );
      }
      const probed = await probeChannel(name, to, {
        nowMs: systemClock.now(),
        publicUrl: publicUrl ?? "http://127.0.0.1:4318",
        signal: AbortSignal.timeout(TRY_MS),
      });
      if (flags.format === "json") terminal.print(JSON.stringify({ channel: name, ...probed }));
      else for (const line of inWords(name, probed)) terminal.print(line);
      finish(probed.outcome === "delivered" ? EXIT.ok : EXIT.failed);
    });
}

function withConfig(command: Command): Command {
  return command
    .option("--config <file>", "configuration, YAML (default: TILTMETER_CONFIG)")
    .addOption(
      new Option("--format <format>", "how to print").choices(["text", "json"]).default("text"),
    );
}

function configOf(flags: Flags, terminal: Terminal): Config {
  const file = flags.config === undefined ? {} : { file: flags.config };
  return loadConfig({ ...file, env: terminal.env });
}

function inWords(name: string, { outcome, detail, words }: Probed): readonly string[] {
  const told = words === "" ? [] : [`  its first words: ${words}`];
  return [`${name}: ${outcome}: ${detail}`, ...told];
}

const TRY_MS = 60_000;

const HELP = `
Channels stand in the configuration, one kind each:
  channels:
    board: { email: { host: smtp.example.com, from: tilt@example.com, to: [board@example.com] } }
    pager: { pagerduty: { routing_key_file: /run/secrets/pagerduty } }
Kinds: webhook, email, slack, teams, pagerduty, jira, alertmanager. A secret may stand there itself, as
\${VARIABLE}, in a file (KEY_file), or in TILTMETER_CHANNEL_NAME_KEY.`;

const TEST_HELP = `
Incidents, issues and alerts are made and ended again; elsewhere one message arrives. It goes out at
once, past what is owed, and leaves no trace in the ledger.

Examples:
  $ tiltmeter channels test board --config tiltmeter.yaml
  $ curl -X POST -H "Authorization: Bearer $KEY" $URL/api/v1/channels/board/test

Exit codes:
  0  delivered
  1  not delivered; the line says why
  2  the configuration cannot be used, or has no such channel`;
