import { readFile } from "node:fs/promises";
import { type Control, type Incident, parseIncidents } from "@tiltmeter/rules";
import { Command, InvalidArgumentError, Option } from "commander";
import { ConfigError } from "../config.ts";
import { instantMs } from "../http/query.ts";
import type { BacktestFlags } from "./backtest-flags.ts";
import { gateFailures, outsideLimit } from "./backtest-gate.ts";
import { liveBacktest } from "./backtest-live.ts";
import { type Column, printBacktest } from "./backtest-report.ts";
import { collectorAddress } from "./collector-api.ts";
import { checkFile } from "./control-files.ts";
import { EXIT, type Finish } from "./exit-code.ts";
import { fileBacktest } from "./file-backtest.ts";
import { readRecordFiles, timeOf } from "./record-files.ts";
import { createStopping } from "./stopping.ts";
import type { Terminal } from "./terminal.ts";
import { workProgress } from "./work-progress.ts";

/** `tiltmeter controls backtest FILE [ID]`: what would a control have made of the past? */
export function controlsBacktestCommand(terminal: Terminal, finish: Finish): Command {
  return new Command("backtest")
    .description(
      "judge a control over the past, as it would have been judged live; nothing is kept",
    )
    .argument("<file>", "control file (YAML); - for the control in force of a running collector")
    .argument("[id]", "the control, where the file has more than one")
    .option("--from <time>", "start of the past, such as 2026-01-01", time)
    .option("--to <time>", "its end", time)
    .option(
      "--known <file>",
      "incidents that are known (YAML: a list of { name, from, to, system })",
    )
    .option("--compare <file>", "another revision beside it; live: the one in force")
    .option("--url <url>", "the collector (default: TILTMETER_URL, or http://127.0.0.1:4318)")
    .option("--key <key>", "a key of an operator or more (default: TILTMETER_KEY)")
    .option(
      "--predictions <file>",
      "judge over files instead: JSON lines as the API takes them, or any with --map",
    )
    .option("--outcomes <file>", "likewise, the truths")
    .option("--oversight <file>", "likewise, what people decided (JSON lines)")
    .option("--map <file>", "what the columns of --predictions mean; see tiltmeter import")
    .option("--outcomes-map <file>", "what the columns of --outcomes mean")
    .option("--baseline-until <time>", "of files: what came before is the approved baseline", time)
    .addOption(
      new Option("--risk-tier <tier>", "of files: the tier of their systems").choices([
        "high",
        "limited",
        "minimal",
      ]),
    )
    .option(
      "--fail-on <bound>",
      'exit with 1 where the candidate is so, as in "outside>0"',
      outsideLimit,
    )
    .option("--max-episodes <n>", "exit with 1 beyond so many episodes", whole)
    .option(
      "--promote",
      "say whether shadow may become enforce: the bounds above, and the tests below",
    )
    .option("--tests <file...>", "test files that have to pass for --promote")
    .addOption(
      new Option("--format <format>", "how to print").choices(["text", "json"]).default("text"),
    )
    .addHelpText("after", HELP)
    .action(async (file: string, id: string | undefined, flags: BacktestFlags) => {
      const columns = await run(file, id, flags, terminal);
      const failures = await gateFailures(columns, flags, terminal);
      if (flags.format === "json") {
        terminal.print(JSON.stringify({ backtests: columns, failures }));
      } else {
        printBacktest(columns, terminal);
        if (flags.promote === true) {
          const verdict = failures.length === 0 ? "PASS" : "FAIL";
          terminal.print(`Promotion  shadow -> enforce   ${verdict}`);
        }
        for (const failure of failures) terminal.print(`  ${failure}`);
      }
      finish(failures.length === 0 ? EXIT.ok : EXIT.failed);
    });
}

async function run(
  file: string,
  id: string | undefined,
  flags: BacktestFlags,
  terminal: Terminal,
): Promise<readonly Column[]> {
  const known = flags.known === undefined ? [] : await incidents(flags.known);
  const progress = workProgress(terminal.interactive);
  const stopping = createStopping(terminal);
  const stop = new AbortController();
  void stopping.requested.then(() => stop.abort());
  const tried = [
    { name: file === "-" ? "in force" : "candidate", file },
    ...(flags.compare === undefined
      ? []
      : [{ name: flags.compare === "live" ? "in force" : flags.compare, file: flags.compare }]),
  ];
  const judge =
    flags.predictions === undefined
      ? live(flags, id, known, terminal)
      : await overFiles(flags, id, known, terminal);
  const columns: Column[] = [];
  try {
    for (const [i, each] of tried.entries()) {
      const update = (share: number): void =>
        progress.update((i + share) / tried.length, each.name);
      update(0);
      columns.push({
        name: each.name,
        backtest: await judge(each.file, { progress: update, stop: stop.signal }),
      });
    }
  } finally {
    progress.stop();
    stopping.done();
  }
  return columns;
}

type Judge = (
  file: string,
  on: { readonly progress: (share: number) => void; readonly stop: AbortSignal },
) => Promise<Column["backtest"]>;

function live(
  flags: BacktestFlags,
  id: string | undefined,
  known: readonly Incident[],
  terminal: Terminal,
): Judge {
  const address = collectorAddress(flags, terminal.env);
  const { from, to } = flags;
  if (from === undefined || to === undefined) {
    throw new ConfigError(
      "a backtest over a collector needs both --from and --to, such as --from 2026-01-01 --to 2026-03-31",
    );
  }
  return async (file, on) => {
    if (file === "-" || file === "live") {
      if (id === undefined) throw new ConfigError("name the control in force after the file");
      return liveBacktest(address, { control: id, text: null, from, to, known }, on);
    }
    const control = await controlOf(file, id);
    const text = await readFile(file, "utf8");
    return liveBacktest(address, { control: control.id, text, from, to, known }, on);
  };
}

async function overFiles(
  flags: BacktestFlags,
  id: string | undefined,
  known: readonly Incident[],
  terminal: Terminal,
): Promise<Judge> {
  const { records, rejected, rejectedCount } = await readRecordFiles({
    predictions: flags.predictions ?? "",
    outcomes: flags.outcomes ?? null,
    oversight: flags.oversight ?? null,
    map: flags.map ?? null,
    outcomesMap: flags.outcomesMap ?? null,
  });
  for (const line of rejected) terminal.complain(line);
  if (rejectedCount > 0) terminal.complain(`${rejectedCount} rows made no record and are left out`);
  const [first, last] = [records[0], records.at(-1)];
  if (first === undefined || last === undefined) throw new ConfigError("the files hold no records");
  const untilMs = flags.baselineUntil === undefined ? null : msOf(flags.baselineUntil);
  return async (file, on) => {
    if (file === "-" || file === "live") {
      throw new ConfigError("files know no control in force; name a control file");
    }
    const control = await controlOf(file, id);
    const { everyMs } = control;
    const fromMs =
      flags.from === undefined
        ? Math.floor(Math.max(timeOf(first), untilMs ?? 0) / everyMs) * everyMs
        : msOf(flags.from);
    const toMs =
      flags.to === undefined ? Math.ceil((timeOf(last) + 1) / everyMs) * everyMs : msOf(flags.to);
    if (fromMs >= toMs) throw new ConfigError("--from must be before --to");
    const riskTier = flags.riskTier ?? null;
    return fileBacktest(
      control,
      records,
      { fromMs, toMs, known, baselineUntilMs: untilMs, riskTier },
      on,
    );
  };
}

/** The control of that id, or the only one of a file. */
async function controlOf(file: string, id: string | undefined): Promise<Control> {
  const { controls, findings } = await checkFile(file);
  const errors = findings.filter(({ severity }) => severity === "error");
  if (errors.length > 0) {
    throw new ConfigError(
      errors.map((each) => `${each.file}:${each.line}:${each.column}: ${each.message}`).join("\n"),
    );
  }
  const found = id === undefined ? controls : controls.filter((control) => control.id === id);
  const [control] = found;
  if (control !== undefined && found.length === 1) return control;
  const ids = controls.map((each) => each.id).join(", ");
  throw new ConfigError(
    id === undefined
      ? `${file} has ${controls.length} controls; name one after it: ${ids}`
      : `${file} has no control ${id}; it has ${ids}`,
  );
}

async function incidents(file: string): Promise<readonly Incident[]> {
  const text = await readFile(file, "utf8").catch((cause: unknown) => {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new ConfigError(`${file}: cannot be read (${why})`);
  });
  const { incidents: found, findings } = parseIncidents(text, file);
  if (found !== null) return found;
  throw new ConfigError(
    findings.map(({ line, column, message }) => `${file}:${line}:${column}: ${message}`).join("\n"),
  );
}

function time(text: string): string {
  const ms = instantMs(text);
  if (ms === null)
    throw new InvalidArgumentError("A time is a date, or an instant with a time zone.");
  return new Date(ms).toISOString();
}

function msOf(text: string): number {
  return Date.parse(text);
}

function whole(text: string): number {
  const value = Number(text);
  if (Number.isInteger(value) && value >= 0 && text.trim() !== "") return value;
  throw new InvalidArgumentError("A number of episodes is a whole number, such as 5.");
}

const HELP = `
The past is judged window by window with the evaluator that judges live, as if the control were
enforced; records that came late are taken as they are known now, and baselines and the inventory as
they stand. Prints what would have been found and raised, inside and outside of known incidents, and
a drawing of the episodes. A collector judges one backtest at a time, beside its own work.

Incidents (--known):
  - { name: INC-1, from: 2026-01-31T12:00:00Z, to: 2026-02-02T12:00:00Z, system: credit }

Examples:
  $ tiltmeter controls backtest credit.controls.yaml override-rate --from 2026-01-01 --to 2026-03-31
  $ tiltmeter controls backtest new.yaml override-rate --compare live --known incidents.yaml \\
      --from 2026-01-01 --to 2026-03-31
  $ tiltmeter controls backtest - override-rate --from 2026-01-01 --to 2026-03-31    as in force
  $ tiltmeter controls backtest accuracy.yaml --predictions p.csv --map p.yaml \\
      --outcomes o.csv --outcomes-map o.yaml --baseline-until 2026-01-15
  $ tiltmeter controls backtest new.yaml override-rate --from 2026-01-01 --to 2026-03-31 \\
      --promote --tests credit.tests.yaml --fail-on "outside>0" --max-episodes 5

Exit codes:
  0  judged, and within --fail-on, --max-episodes and --promote
  1  beyond them, the collector refused or does not answer, or a file cannot be read
  2  the command line, a control file or the incidents cannot be used`;
