import { Command, InvalidArgumentError, Option } from "commander";
import { ConfigError } from "../config.ts";
import { TABLE_FORMATS } from "../tables/table-format.ts";
import type { CreateFlags } from "./baseline-flags.ts";
import { approveLines, createdLines, listLines } from "./baseline-lines.ts";
import { baselines, createBaselineAt, wholeDigest } from "./baseline-requests.ts";
import { type BaselineRows, baselineRows } from "./baseline-rows.ts";
import { collectorAddress, demand } from "./collector-api.ts";
import { EXIT, type Finish } from "./exit-code.ts";
import { listed } from "./listed.ts";
import { type ReachingFlags, reaching } from "./reaching-flags.ts";
import type { Terminal } from "./terminal.ts";

/** `tiltmeter baseline create|approve|list`: what drift is measured against. */
export function baselineCommand(terminal: Terminal, finish: Finish): Command {
  return new Command("baseline")
    .description("make, approve and list the references that drift is measured against")
    .addCommand(create(terminal))
    .addCommand(approve(terminal))
    .addCommand(list(terminal, finish))
    .addHelpText("after", BASELINE_HELP);
}

function create(terminal: Terminal): Command {
  return reaching(new Command("create"), "a key that may")
    .description("make the next version of a baseline from a file, a past window, or rolling")
    .requiredOption("--system <id>", "the system that it is for")
    .requiredOption("--name <name>", "what it is called; the version counts up")
    .option("--file <file>", "rows of the reference: CSV, Parquet or JSON lines")
    .addOption(
      new Option("--input-format <format>", "of the file (default: by extension)").choices(
        TABLE_FORMATS,
      ),
    )
    .option(
      "--columns <names>",
      "the features, separated by commas (default: every other column)",
      listed,
    )
    .option("--exclude <names>", "columns that are no features", listed)
    .option("--categorical <names>", "take these numbers as categories", listed)
    .option("--text <names>", "prose: count length, language and words, not values", listed)
    .option("--label <column>", "what was predicted: the mix that later outputs are compared with")
    .option("--score <column>", "the probability of that label, 0 to 1; with --truth it calibrates")
    .option("--truth <column>", "what was right")
    .option("--time <column>", "when, for --seasonal")
    .addOption(
      new Option("--time-format <format>", "of --time")
        .choices(["iso", "epoch_s", "epoch_ms"])
        .default("iso"),
    )
    .option("--zone <zone>", "of times without one", zone, "UTC")
    .option("--from <time>", "start of a past window of the collector's own data")
    .option("--to <time>", "its end")
    .option("--rolling <days/every>", "the last days, made again every few: 28/7", rolling)
    .addOption(
      new Option("--seasonal <how>", "compare with the same hours of the week (UTC)").choices([
        "hour_of_week",
      ]),
    )
    .option("--override-rate <share>", "accepted when this was validated, 0 to 1", share)
    .option("--error-rate <share>", "accepted when this was validated", share)
    .option("--accuracy <share>", "measured when this was validated", share)
    .addHelpText("after", CREATE_HELP)
    .action(async (flags: CreateFlags) => {
      const address = collectorAddress(flags, terminal.env);
      oneSource(flags);
      const rows: BaselineRows | null =
        flags.file === undefined ? null : await baselineRows(flags.file, flags);
      for (const note of rows?.notes ?? []) terminal.complain(note);
      const made = await createBaselineAt(address, flags, rows);
      if (flags.format === "json") terminal.print(JSON.stringify(made));
      else for (const line of createdLines(made)) terminal.print(line);
    });
}

function oneSource(flags: CreateFlags): void {
  const isWindow = flags.from !== undefined || flags.to !== undefined;
  const sources = [flags.file !== undefined, isWindow, flags.rolling !== undefined];
  if (sources.filter(Boolean).length !== 1) {
    throw new ConfigError(
      "a baseline is made from one source: --file FILE, or --from TIME --to TIME, or --rolling 28/7",
    );
  }
  if (isWindow && (flags.from === undefined || flags.to === undefined)) {
    throw new ConfigError(
      "a past window needs both --from and --to, such as --from 2026-11-01 --to 2026-11-08",
    );
  }
  const { label, score, truth, time } = flags;
  const isCalibrating = score !== undefined || truth !== undefined;
  if (isCalibrating && [label, score, truth].includes(undefined)) {
    throw new ConfigError(
      "--score and --truth go together, with --label: they calibrate estimated performance",
    );
  }
  const hasColumns = [label, score, truth, time].some((each) => each !== undefined);
  if (flags.file === undefined && hasColumns) {
    throw new ConfigError(
      "--label, --score, --truth and --time are columns of a --file; a window has its own",
    );
  }
  if (flags.file !== undefined && (flags.seasonal !== undefined) !== (flags.time !== undefined)) {
    throw new ConfigError(
      "--seasonal needs the --time column of the file, and --time is for --seasonal",
    );
  }
}

function approve(terminal: Terminal): Command {
  return reaching(new Command("approve"), "a key that may")
    .description("approve a baseline: from the next evaluation on, its system is compared with it")
    .argument("<digest>", "of the baseline; its first 8 characters or more will do")
    .addHelpText("after", APPROVE_HELP)
    .action(async (digest: string, flags: ReachingFlags) => {
      const address = collectorAddress(flags, terminal.env);
      const whole = await wholeDigest(address, digest);
      const approved = await demand(address, {
        path: `/baselines/${whole}/approve`,
        method: "POST",
        body: "{}",
      });
      if (flags.format === "json") terminal.print(JSON.stringify(approved));
      else for (const line of approveLines(approved)) terminal.print(line);
    });
}

function list(terminal: Terminal, finish: Finish): Command {
  return reaching(new Command("list"), "a key that may")
    .description("list baselines, who approved them, and when")
    .option("--system <id>", "of this system only")
    .addHelpText("after", LIST_HELP)
    .action(async (flags: ReachingFlags & { readonly system?: string }) => {
      const found = await baselines(collectorAddress(flags, terminal.env), flags.system);
      if (flags.format === "json") terminal.print(JSON.stringify({ items: found }));
      else for (const line of listLines(found)) terminal.print(line);
      finish(EXIT.ok);
    });
}

function rolling(text: string): readonly [number, number] {
  const [, days, every] = /^(\d{1,3})d?\/(\d{1,3})d?$/.exec(text) ?? [];
  if (days !== undefined && every !== undefined && Number(days) > 0 && Number(every) > 0) {
    return [Number(days), Number(every)];
  }
  throw new InvalidArgumentError("A rolling baseline is days/every, such as 28/7.");
}

function zone(text: string): string {
  try {
    new Intl.DateTimeFormat("en", { timeZone: text });
    return text;
  } catch {
    throw new InvalidArgumentError("A zone is a time zone such as UTC or Europe/Berlin.");
  }
}

function share(text: string): number {
  const value = Number(text);
  if (text.trim() !== "" && value >= 0 && value <= 1) return value;
  throw new InvalidArgumentError("A rate is a share from 0 to 1, such as 0.06.");
}

const EXITS = `
Exit codes:
  0  done
  1  the collector refused or does not answer, or the file cannot be read
  2  the command line cannot be understood`;

const BASELINE_HELP = `
A baseline holds counts, no rows: those of a file are counted here, and only the counts are sent.
A baseline judges nothing until someone approves it: create it with an operator's key, approve it with
one of compliance or admin.

Example:
  $ tiltmeter baseline create --system credit --name validation --file validation.parquet
  $ tiltmeter baseline approve 3f2a91c0
  $ tiltmeter baseline list --system credit`;

const CREATE_HELP = `
Examples:
  $ tiltmeter baseline create --system credit --name validation --file validation.parquet --exclude id
  $ tiltmeter baseline create --system credit --name validation --file validation.csv \\
      --label decision --score probability --truth outcome       calibrates estimated accuracy
  $ tiltmeter baseline create --system credit --name validation --file validation.csv --label decision
  $ tiltmeter baseline create --system credit --name november --from 2026-11-01 --to 2026-11-08
  $ tiltmeter baseline create --system credit --name recent --rolling 28/7 --seasonal hour_of_week
${EXITS}`;

const APPROVE_HELP = `
Approving a rolling baseline approves the rule: its renewals are approved with it. Approving any other
baseline of the system ends the rule.

Example:
  $ tiltmeter baseline approve 3f2a91c0
${EXITS}`;

const LIST_HELP = `
Example:
  $ tiltmeter baseline list --system credit --format json | jq '.items[].digest'
${EXITS}`;
