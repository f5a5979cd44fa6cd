import { Command, Option } from "commander";
import { checkFile } from "./control-files.ts";
import { controlsTestCommand } from "./controls-test.ts";
import { EXIT, type Finish } from "./exit-code.ts";
import type { Terminal } from "./terminal.ts";

/** `tiltmeter controls check FILE…`: are these control files what their authors meant? */
export function controlsCommand(terminal: Terminal, finish: Finish): Command {
  const check = new Command("check")
    .description("check control files without a collector; nothing is changed")
    .argument("<file...>", "control files (YAML)")
    .addOption(
      new Option("--format <format>", "how to print").choices(["text", "json"]).default("text"),
    )
    .addHelpText("after", CHECK_HELP)
    .action(async (files: readonly string[], options: { readonly format: string }) => {
      const checked = await Promise.all(files.map(checkFile));
      const findings = checked.flatMap((each) => each.findings);
      const errors = findings.filter((finding) => finding.severity === "error").length;
      const controls = checked.reduce((sum, each) => sum + each.controls.length, 0);
      if (options.format === "json") {
        terminal.print(JSON.stringify({ files: files.length, controls, errors, findings }));
      } else {
        for (const { file, line, column, code, message, fix } of findings) {
          terminal.print(`${file}:${line}:${column}: ${code}: ${message}`);
          terminal.print(`  ${fix}`);
        }
        terminal.complain(
          `${counted(controls, "control")} in ${counted(files.length, "file")}: ${counted(errors, "error")}, ${counted(findings.length - errors, "warning")}`,
        );
      }
      finish(errors === 0 ? EXIT.ok : EXIT.failed);
    });
  return new Command("controls")
    .description("work with control files")
    .addCommand(check)
    .addCommand(controlsTestCommand(terminal, finish))
    .addHelpText("after", "\nExample:\n  $ tiltmeter controls check controls/*.yaml");
}

const CHECK_HELP = `
Prints FILE:LINE:COLUMN: CODE: MESSAGE for each finding, in the order of the files;
the summary goes to standard error.

Examples:
  $ tiltmeter controls check controls.yaml
  $ tiltmeter controls check --format json controls/*.yaml | jq .findings

Exit codes:
  0  no errors (there may be warnings)
  1  at least one error, or a file that cannot be read
  2  the command line cannot be understood`;

function counted(n: number, noun: string): string {
  return `${n} ${noun}${n === 1 ? "" : "s"}`;
}
