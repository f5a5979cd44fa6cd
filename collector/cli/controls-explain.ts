import { type Control, explainControl, writtenId } from "@tiltmeter/rules";
import { Command, Option } from "commander";
import { systemClock } from "../clock.ts";
import { ConfigError } from "../config.ts";
import { checkFile } from "./control-files.ts";
import { findingLines } from "./controls-check.ts";
import { EXIT, type Finish } from "./exit-code.ts";
import type { Terminal } from "./terminal.ts";

/** `tiltmeter controls explain FILE [ID]`: what does this control do, in plain words? */
export function controlsExplainCommand(terminal: Terminal, finish: Finish): Command {
  return new Command("explain")
    .description("say in plain words what the controls of a file require, measure, raise and cost")
    .argument("<file>", "control file (YAML)")
    .argument("[id]", "one control of it (default: all)")
    .addOption(
      new Option("--format <format>", "how to print").choices(["text", "json"]).default("text"),
    )
    .addHelpText("after", HELP)
    .action(
      async (file: string, id: string | undefined, flags: { readonly format: "text" | "json" }) => {
        const checked = await checkFile(file);
        const errors = checked.findings.filter(({ severity }) => severity === "error");
        for (const line of errors.flatMap(findingLines)) terminal.complain(line);
        const explained = chosen(checked.controls, { file, id, hasErrors: errors.length > 0 }).map(
          (control) => ({
            id: control.id,
            title: control.title,
            revision: control.revision,
            explained: explainControl(control, { nowMs: systemClock.now() }),
          }),
        );
        if (flags.format === "json") terminal.print(JSON.stringify({ controls: explained }));
        else for (const line of explained.flatMap(linesOf)) terminal.print(line);
        finish(errors.length === 0 ? EXIT.ok : EXIT.failed);
      },
    );
}

/** One control by its id, or the alarms of an objective by theirs; without an id all. */
function chosen(
  controls: readonly Control[],
  of: { readonly file: string; readonly id: string | undefined; readonly hasErrors: boolean },
): readonly Control[] {
  const { id } = of;
  if (id === undefined) return controls;
  const found = controls.filter((control) => control.id === id || writtenId(control) === id);
  if (found.length > 0 || of.hasErrors) return found;
  const known = controls.map((control) => control.id).join(", ");
  throw new ConfigError(`${of.file} has no control ${id}; it has ${known}`);
}

const WIDTH = 15;

function linesOf(of: {
  readonly id: string;
  readonly title: string;
  readonly revision: string;
  readonly explained: ReturnType<typeof explainControl>;
}): readonly string[] {
  return [
    `${of.id}: ${of.title} (revision ${of.revision.slice(0, 12)})`,
    ...of.explained.flatMap(({ about, lines }) =>
      lines.map((line, i) => `  ${(i === 0 ? about : "").padEnd(WIDTH)}${line}`),
    ),
    "",
  ];
}

const HELP = `
Nothing is asked of a collector: what is said follows from the file alone. What a sample can prove is
exact for rates with a confidence; costs are estimates.

Examples:
  $ tiltmeter controls explain controls.yaml
  $ tiltmeter controls explain controls.yaml input-drift

Exit codes:
  0  done
  1  the file has errors, or cannot be read
  2  the command line cannot be understood, or the file has no such control`;
