import { readFile } from "node:fs/promises";
import { type Control, indexClauses, parseGovernance } from "@tiltmeter/rules";
import { Command } from "commander";
import { type Config, ConfigError, loadConfig } from "../config.ts";
import { libraryFiles, loadFrameworks } from "../wiring/shipped.ts";
import { checkFile } from "./control-files.ts";
import { findingLines } from "./controls-check.ts";
import { EXIT, type Finish } from "./exit-code.ts";
import type { Terminal } from "./terminal.ts";

/** `tiltmeter governance …`: the file of policies, objectives, risks and suppliers. */
export function governanceCommand(terminal: Terminal, finish: Finish): Command {
  return new Command("governance")
    .description("the file of policies, objectives, risks, suppliers and applicability")
    .addCommand(check(terminal, finish))
    .addHelpText("after", HELP);
}

function check(terminal: Terminal, finish: Finish): Command {
  return new Command("check")
    .description("check a governance.yaml without a collector; nothing is changed")
    .argument("[file]", "the governance file (YAML); none: that of --config")
    .option("--config <file>", "the configuration whose controls it may name")
    .addHelpText("after", CHECK_HELP)
    .action(async (named: string | undefined, flags: { readonly config?: string }) => {
      const config =
        flags.config === undefined ? null : loadConfig({ file: flags.config, env: {}, flags: {} });
      const file = named ?? config?.governance ?? null;
      if (file === null) {
        throw new ConfigError(
          "no file to check; name one, or a configuration that has one under governance",
        );
      }
      const text = await readFile(file, "utf8").catch((cause: Error) => {
        throw new ConfigError(`${file} cannot be read: ${cause.message}`, { cause });
      });
      const controls = config === null ? null : await controlsOf(config);
      const { governance, findings } = parseGovernance(text, file, {
        controls: controls?.map(({ id }) => id) ?? null,
        clauses: indexClauses(await loadFrameworks()),
        before: null,
      });
      for (const line of findings.flatMap(findingLines)) terminal.print(line);
      const lists = governance === null ? [] : Object.entries(governance);
      const counts = lists.map(([name, of]) => `${of.length} ${name}`).join(", ");
      terminal.complain(governance === null ? "it cannot be put in force" : `no errors: ${counts}`);
      if (controls === null) {
        terminal.complain("which controls it names was not checked; name a --config for that");
      }
      finish(governance === null ? EXIT.failed : EXIT.ok);
    });
}

/** The controls that a configuration puts in force, those of the library too. */
async function controlsOf(config: Config): Promise<readonly Control[]> {
  const shipped = config.library === "off" ? [] : await libraryFiles();
  const checked = await Promise.all([...config.controls, ...shipped].map(checkFile));
  return checked.flatMap(({ controls }) => controls);
}

const HELP = `
What the file may say is in docs/governance.md.

Examples:
  $ tiltmeter governance check governance.yaml
  $ tiltmeter governance check --config tiltmeter.yaml`;

const CHECK_HELP = `
Prints FILE:LINE:COLUMN: CODE: MESSAGE for each finding, and below it what to write instead. With
--config the controls that the file names are looked up among those of the configuration and the
library. Whether a text changed under a version that was in force is known to the collector alone.

Exit codes:
  0  no errors
  1  at least one error
  2  the command line cannot be understood, or a file cannot be read`;
