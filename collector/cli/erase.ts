import { Command, Option } from "commander";
import { LEGAL_BASES } from "../acts/erase.ts";
import { collectorAddress, demand } from "./collector-api.ts";
import { EXIT, type Finish } from "./exit-code.ts";
import { type ReachingFlags, reaching } from "./reaching-flags.ts";
import type { Terminal } from "./terminal.ts";

interface Flags extends ReachingFlags {
  readonly subject: string;
  readonly request?: string;
  readonly reason?: string;
  readonly basis: string;
  readonly dryRun?: true;
}

/** `tiltmeter erase`: destroys what is known of a person, a record's words or a data subject. */
export function eraseCommand(terminal: Terminal, finish: Finish): Command {
  return reaching(
    new Command("erase")
      .description("erase a person, the words on a record, or a data subject; proofs still verify")
      .requiredOption("--subject <subject>", "whom or what, see below")
      .option(
        "--request <id>",
        "the request's id in your register; it stands in the ledger for ever",
      )
      .option("--reason <text>", "why; kept apart from the ledger, which commits to it")
      .addOption(
        new Option("--basis <basis>", "on what it stands").choices(LEGAL_BASES).default("gdpr-17"),
      )
      .option("--dry-run", "count what would be destroyed, and destroy nothing"),
    "a compliance or admin key",
  )
    .addHelpText("after", HELP)
    .action(async (flags: Flags) => {
      const { subject, basis, request = "", reason = "", dryRun = false } = flags;
      const answer = await demand(collectorAddress(flags, terminal.env), {
        path: "/erasures",
        body: JSON.stringify({ subject, basis, request, reason, dryRun }),
      });
      if (flags.format === "json") terminal.print(JSON.stringify(answer));
      else for (const line of inWords(answer, dryRun)) terminal.print(line);
      finish(EXIT.ok);
    });
}

function inWords(answer: Readonly<Record<string, unknown>>, isDryRun: boolean): readonly string[] {
  const [texts, names, rows, keys] = ["texts", "names", "rows", "keys"].map((name) =>
    Number(answer[name]),
  );
  const what = `${texts} texts, ${names} names, ${rows} rows of telemetry and ${keys} keys`;
  if (isDryRun) return [`would destroy ${what}; nothing is destroyed yet`];
  const entries = Array.isArray(answer["entries"]) ? answer["entries"].join(", ") : "";
  return [
    `destroyed ${what}; the ledger says so in entry ${entries}`,
    "backups and messages that were sent still have what they had: their own retention ends that",
  ];
}

const HELP = `
Subjects:
  person:NAME                   a person who works with this collector: the name, and what they wrote
  p_…                           the same by pseudonym
  NC-2026-0042                  all that people wrote on a record
  text:…                        one text, by its commitment
  data-subject:SYSTEM/SUBJECT   a person whom predictions are about: their predictions, what was said of them, and what was refused
  concern:SYSTEM/ID             a concern of telemetry, with all its steps

Words, their salts, names, rows and their keys are overwritten or deleted on the disk; the ledger gets an
entry with the request, the basis and counts, and no identity. Records then read "erased (entry N)", and
proofs over them still verify. A hold on the evidence of a system refuses it.

Examples:
  $ tiltmeter erase --subject 'person:Ada Berg' --dry-run
  $ tiltmeter erase --subject 'data-subject:credit/4711' --request DSR-2026-17 --reason 'asked by letter'

Exit codes:
  0  done
  1  the collector refused or does not answer
  2  the command line cannot be understood`;
