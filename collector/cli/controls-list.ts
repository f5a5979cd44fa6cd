import { approvedLimitInWords, type Control, durationText } from "@tiltmeter/rules";
import { Command } from "commander";
import { allItems } from "./all-items.ts";
import { collectorAddress, isRecord } from "./collector-api.ts";
import { columns } from "./columns.ts";
import { checkFile } from "./control-files.ts";
import { findingLines } from "./controls-check.ts";
import { EXIT, type Finish } from "./exit-code.ts";
import { type ReachingFlags as ListFlags, reaching } from "./reaching-flags.ts";
import type { Terminal } from "./terminal.ts";

/** `tiltmeter controls list [FILE…]`: which controls are there, in files or in force? */
export function controlsListCommand(terminal: Terminal, finish: Finish): Command {
  return reaching(
    new Command("list")
      .description("list the controls of files, or those that a collector has in force")
      .argument("[file...]", "control files (YAML); none: ask the collector"),
    "a key that may read",
  )
    .addHelpText("after", HELP)
    .action(async (files: readonly string[], flags: ListFlags) => {
      if (files.length === 0) {
        const found = await allItems(collectorAddress(flags, terminal.env), "/controls");
        if (flags.format === "json") terminal.print(JSON.stringify({ items: found }));
        else for (const line of liveLines(found)) terminal.print(line);
        finish(EXIT.ok);
        return;
      }
      const checked = await Promise.all(files.map(checkFile));
      const errors = checked.flatMap(({ findings }) =>
        findings.filter(({ severity }) => severity === "error"),
      );
      for (const line of errors.flatMap(findingLines)) terminal.complain(line);
      const controls = checked.flatMap((each) => each.controls);
      if (flags.format === "json") {
        terminal.print(JSON.stringify({ items: controls.map(({ text: _, ...rest }) => rest) }));
      } else for (const line of fileLines(controls)) terminal.print(line);
      finish(errors.length === 0 ? EXIT.ok : EXIT.failed);
    });
}

function fileLines(controls: readonly Control[]): readonly string[] {
  if (controls.length === 0) return ["no controls in these files"];
  return columns([
    ["control", "status", "severity", "measure", "limit", "window", "owner"],
    ...controls.map((control) => [
      control.id,
      control.status,
      control.severity,
      control.measure,
      approvedLimitInWords(control.measure, control.limit),
      durationText(control.windowMs),
      control.owner === "" ? "-" : control.owner,
    ]),
  ]);
}

type Live = Readonly<Record<string, unknown>>;

function liveLines(found: readonly Live[]): readonly string[] {
  if (found.length === 0)
    return ["no controls in force; tiltmeter serve --help says how to name files"];
  return columns([
    ["control", "status", "severity", "measure", "now", "next verdict"],
    ...found.map((control) => [
      String(control["id"]),
      String(control["status"]),
      String(control["severity"]),
      String(control["measure"]),
      standing(control["instances"]),
      String(control["due"]),
    ]),
  ]);
}

/** How many instances fire, wait or recover; `-` where none was ever judged. */
function standing(instances: unknown): string {
  const phases = (Array.isArray(instances) ? instances : []).flatMap((instance) => {
    if (!isRecord(instance) || !isRecord(instance["state"])) return [];
    // Without labels it is no instance: the control looked, and there was nothing to judge.
    const { labels } = instance;
    return isRecord(labels) && Object.keys(labels).length > 0
      ? [String(instance["state"]["phase"])]
      : [];
  });
  if (phases.length === 0) return "-";
  const counts = ["firing", "recovering", "pending", "ok"].flatMap((phase) => {
    const count = phases.filter((each) => each === phase).length;
    return count === 0 ? [] : [`${count} ${phase}`];
  });
  return counts.join(", ");
}

const HELP = `
Examples:
  $ tiltmeter controls list controls/*.yaml
  $ tiltmeter controls list --url https://tiltmeter.example.com
  $ tiltmeter controls list --format json | jq '.items[] | select(.status == "shadow").id'

Exit codes:
  0  done
  1  a file has errors, or the collector refused or does not answer
  2  the command line cannot be understood`;
