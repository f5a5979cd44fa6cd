import { Command } from "commander";
import { controlsBacktestCommand } from "./controls-backtest.ts";
import { controlsCheckCommand } from "./controls-check.ts";
import { controlsExplainCommand } from "./controls-explain.ts";
import { controlsListCommand } from "./controls-list.ts";
import { controlsTestCommand } from "./controls-test.ts";
import type { Finish } from "./exit-code.ts";
import type { Terminal } from "./terminal.ts";

/** `tiltmeter controls …`: what people do with control files before and after they are in force. */
export function controlsCommand(terminal: Terminal, finish: Finish): Command {
  return new Command("controls")
    .description("work with control files")
    .addCommand(controlsCheckCommand(terminal, finish))
    .addCommand(controlsExplainCommand(terminal, finish))
    .addCommand(controlsListCommand(terminal, finish))
    .addCommand(controlsTestCommand(terminal, finish))
    .addCommand(controlsBacktestCommand(terminal, finish))
    .addHelpText("after", HELP);
}

const HELP = `
Examples:
  $ tiltmeter controls check controls/*.yaml
  $ tiltmeter controls explain controls.yaml input-drift
  $ tiltmeter controls list`;
