import type { Finding } from "@tiltmeter/rules";
import { Command, Option } from "commander";
import { ConfigError, loadConfig } from "../config.ts";
import { doubts } from "./control-doubts.ts";
import { type CheckedFile, checkFile } from "./control-files.ts";
import { EXIT, type Finish } from "./exit-code.ts";
import type { Terminal } from "./terminal.ts";

interface CheckFlags {
  readonly format: "text" | "json";
  readonly config?: string;
}

/** `tiltmeter controls check FILE…`: are these control files what their authors meant? */
export function controlsCheckCommand(terminal: Terminal, finish: Finish): Command {
  return new Command("check")
    .description("check control files without a collector; nothing is changed")
    .argument("[file...]", "control files (YAML); none: those of --config")
    .option("--config <file>", "also compare with the inventory of this configuration")
    .addOption(
      new Option("--format <format>", "how to print").choices(["text", "json"]).default("text"),
    )
    .addHelpText("after", HELP)
    .action(async (named: readonly string[], flags: CheckFlags) => {
      const config =
        flags.config === undefined ? null : loadConfig({ file: flags.config, env: {}, flags: {} });
      const files = named.length > 0 ? named : (config?.controls ?? []);
      if (files.length === 0) {
        throw new ConfigError(
          config === null
            ? "no files to check; name control files, or a configuration with --config"
            : `${flags.config} names no control files; name some here, or under controls in it`,
        );
      }
      const checked = await Promise.all(files.map(checkFile));
      const findings = inOrder(checked, await doubts(checked, config));
      const errors = findings.filter(({ severity }) => severity === "error").length;
      const controls = checked.reduce((sum, each) => sum + each.controls.length, 0);
      if (flags.format === "json") {
        terminal.print(JSON.stringify({ files: files.length, controls, errors, findings }));
      } else {
        for (const line of findings.flatMap(findingLines)) terminal.print(line);
        terminal.complain(
          `${counted(controls, "control")} in ${counted(files.length, "file")}: ${counted(errors, "error")}, ${counted(findings.length - errors, "warning")}`,
        );
      }
      finish(errors === 0 ? EXIT.ok : EXIT.failed);
    });
}

/** What is wrong, where, and below it what to write instead. */
export function findingLines(finding: Finding): readonly string[] {
  const { file, line, column, code, message, fix } = finding;
  return [`${file}:${line}:${column}: ${code}: ${message}`, `  ${fix}`];
}

/** File by file as they were named, and within a file from its top. */
function inOrder(
  checked: readonly CheckedFile[],
  doubtful: readonly Finding[],
): readonly Finding[] {
  const own = checked.flatMap(({ file, findings }) =>
    [...findings, ...doubtful.filter((finding) => finding.file === file)].sort(
      (a, b) => a.line - b.line || a.column - b.column,
    ),
  );
  const files = new Set(checked.map(({ file }) => file));
  return [...own, ...doubtful.filter(({ file }) => !files.has(file))];
}

function counted(n: number, noun: string): string {
  return `${n} ${noun}${n === 1 ? "" : "s"}`;
}

const HELP = `
Prints FILE:LINE:COLUMN: CODE: MESSAGE for each finding, in the order of the files, and below it
what to write instead; the summary goes to standard error. A warning is what could be put in force
and is probably not meant: no runbook, a clause that no framework has, a limit without a band, cost.
With --config the controls are also compared with the systems that it declares.

Examples:
  $ tiltmeter controls check controls.yaml
  $ tiltmeter controls check --config tiltmeter.yaml
  $ tiltmeter controls check --format json controls/*.yaml | jq .findings

Exit codes:
  0  no errors (there may be warnings)
  1  at least one error, or a file that cannot be read
  2  the command line cannot be understood`;
