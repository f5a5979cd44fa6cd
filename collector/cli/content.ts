import { Command } from "commander";
import { collectorAddress, demand, isRecord } from "./collector-api.ts";
import { EXIT, type Finish } from "./exit-code.ts";
import { type ReachingFlags, reaching } from "./reaching-flags.ts";
import type { Terminal } from "./terminal.ts";

interface Flags extends ReachingFlags {
  readonly reason: string;
}

/** `tiltmeter content`: what a call of a generative model was asked and answered. */
export function contentCommand(terminal: Terminal, finish: Finish): Command {
  return reaching(
    new Command("content")
      .description("read what a call of a generative model was asked and answered")
      .argument("<system>", "the system")
      .argument("<prediction>", "the id of the prediction")
      .requiredOption("--reason <text>", "why you read it; it stands in the ledger"),
    "a key of an operator, of compliance, of an auditor",
  )
    .addHelpText("after", HELP)
    .action(async (system: string, prediction: string, flags: Flags) => {
      const [of, id] = [system, prediction].map(encodeURIComponent);
      const found = await demand(collectorAddress(flags, terminal.env), {
        path: `/systems/${of}/predictions/${id}/content`,
        body: JSON.stringify({ reason: flags.reason }),
      });
      const { texts } = found;
      if (flags.format === "json") terminal.print(JSON.stringify(found));
      else if (!isRecord(texts)) terminal.print("it was erased: its key is destroyed");
      else {
        for (const [name, text] of Object.entries(texts)) {
          terminal.print(`${name}:`);
          terminal.print(String(text));
        }
      }
      finish(EXIT.ok);
    });
}

const HELP = `
Senders that capture content (\`createMonitor({ content: "redacted" })\`) have it kept here apart from everything else,
encrypted under the key of whom the prediction is about, for \`retention.content\` days. That somebody read it is an
entry of the ledger, with the reason. To erase a person destroys the key.

Example:
  $ tiltmeter content assistant resp_68a1 --reason 'NC-2026-0042: what the customer was told'

Exit codes:
  0  done
  1  the collector refused or does not answer
  2  the command line cannot be understood`;
