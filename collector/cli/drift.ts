import { Command, InvalidArgumentError, Option } from "commander";
import { ConfigError } from "../config.ts";
import { noColumn } from "../tables/choose-columns.ts";
import { compareTables, type TableDrift } from "../tables/compare-tables.ts";
import {
  DRIFT_LIMITS,
  type DriftLimits,
  type DriftVerdict,
  ORDER,
} from "../tables/drift-verdict.ts";
import { readTable, type Table } from "../tables/read-table.ts";
import { TABLE_FORMATS, type TableFormat } from "../tables/table-format.ts";
import { driftLines } from "./drift-lines.ts";
import { EXIT, type Finish } from "./exit-code.ts";
import { listed } from "./listed.ts";
import type { Terminal } from "./terminal.ts";

interface DriftFlags {
  readonly reference: string;
  readonly current: string;
  readonly format: "table" | "json";
  readonly columns?: readonly string[];
  readonly exclude?: readonly string[];
  readonly categorical?: readonly string[];
  readonly inputFormat?: TableFormat;
  readonly warn: number;
  readonly breach: number;
  readonly confidence: number;
  readonly failOn?: Exclude<DriftVerdict, "pass">;
}

/** `tiltmeter drift`: every distance between two files, column by column, without a collector. */
export function driftCommand(terminal: Terminal, finish: Finish): Command {
  return new Command("drift")
    .description("compare two files column by column: every drift distance, and a verdict")
    .requiredOption(
      "--reference <file>",
      "what the model was validated on (CSV, Parquet, JSON lines)",
    )
    .requiredOption("--current <file>", "what it sees now")
    .addOption(
      new Option("--format <format>", "how to print").choices(["table", "json"]).default("table"),
    )
    .option("--columns <names>", "compare these only, separated by commas", listed)
    .option("--exclude <names>", "leave these out: identifiers, dates, prose", listed)
    .option("--categorical <names>", "take these numbers as categories: codes, postcodes", listed)
    .addOption(
      new Option("--input-format <format>", "of both files (default: by extension)").choices(
        TABLE_FORMATS,
      ),
    )
    .option("--warn <psi>", "warn above this lower bound of the PSI", limit, DRIFT_LIMITS.warn)
    .option("--breach <psi>", "breach above this lower bound", limit, DRIFT_LIMITS.breach)
    .option(
      "--confidence <share>",
      "one-sided, of every bound",
      confidence,
      DRIFT_LIMITS.confidence,
    )
    .addOption(
      new Option(
        "--fail-on <verdict>",
        "exit with 1 when a column is as bad as this, or worse",
      ).choices(["insufficient", "warn", "breach"]),
    )
    .addHelpText("after", DRIFT_HELP)
    .action(async (flags: DriftFlags) => {
      const [reference, current] = [
        await read(flags.reference, flags),
        await read(flags.current, flags),
      ];
      named(flags, reference, current);
      const drift = compareTables(reference, current, limitsOf(flags));
      const colours = terminal.interactive && process.stdout.isTTY && !terminal.env["NO_COLOR"];
      if (flags.format === "json") terminal.print(JSON.stringify(drift));
      else {
        for (const { text, colour } of driftLines(drift, flags)) {
          if (colours && colour !== null) terminal.print(text, colour);
          else terminal.print(text);
        }
      }
      finish(hasFailed(drift, flags.failOn) ? EXIT.failed : EXIT.ok);
    });
}

function limitsOf({ warn, breach, confidence }: DriftFlags): DriftLimits {
  if (warn > breach) {
    throw new ConfigError(
      `--warn must not be above --breach, got ${warn} and ${breach}; give both, as in --warn 0.05 --breach ${breach}`,
    );
  }
  return { warn, breach, confidence };
}

/** Columns that a file does not have are no error here: the other may. */
async function read(path: string, flags: DriftFlags): Promise<Table> {
  return readTable(path, {
    ...(flags.columns === undefined ? {} : { only: flags.columns }),
    ...(flags.exclude === undefined ? {} : { exclude: flags.exclude }),
    ...(flags.categorical === undefined ? {} : { asText: flags.categorical }),
    ...(flags.inputFormat === undefined ? {} : { format: flags.inputFormat }),
  });
}

/** A misspelt name would silently compare less than was asked for; so would one that a file lacks. */
function named(flags: DriftFlags, reference: Table, current: Table): void {
  const present = [...new Set([...reference.names, ...current.names])];
  for (const name of [flags.columns, flags.exclude, flags.categorical].flatMap(
    (names) => names ?? [],
  )) {
    if (!present.includes(name)) {
      throw new ConfigError(
        `${reference.path} and ${current.path} have ${noColumn(name, present)}`,
      );
    }
  }
  for (const name of flags.columns ?? []) {
    for (const { path, names } of [reference, current]) {
      if (!names.includes(name)) throw new ConfigError(`${path}: has ${noColumn(name, names)}`);
    }
  }
}

/** Where nothing was compared, nothing was found: that is no success. */
function hasFailed(drift: TableDrift, failOn: DriftFlags["failOn"]): boolean {
  const failing = failOn === undefined ? [] : ORDER.slice(0, ORDER.indexOf(failOn) + 1);
  const columns = Object.values(drift.columns);
  return columns.length === 0 || columns.some(({ verdict }) => failing.includes(verdict));
}

function limit(text: string): number {
  const value = Number(text);
  if (text.trim() !== "" && value >= 0 && Number.isFinite(value)) return value;
  throw new InvalidArgumentError("A limit of the PSI is a number of 0 or more, such as 0.2.");
}

function confidence(text: string): number {
  const value = Number(text);
  if (value > 0.5 && value < 1) return value;
  throw new InvalidArgumentError("A confidence lies between 0.5 and 1, such as 0.95.");
}

const DRIFT_HELP = `
Numeric columns are compared in deciles of the reference (population stability index, PSI;
Jensen-Shannon, Hellinger) and by their values (Kolmogorov-Smirnov D, Wasserstein), columns of text
by category. A column is numeric where every value in it is a number; codes such as 007 are text;
empty cells, NA, NaN, null and None are missing. Verdicts:

  breach        the PSI is above 0.2 with 95 % confidence, or no value is left
  warn          above 0.1; or missing, new or out-of-range values rose by more than 1 point
  insufficient  too few rows to tell, or no feature at all (an identifier, a date): the note says
  pass          neither

Examples:
  $ tiltmeter drift --reference validation.parquet --current november.parquet
  $ tiltmeter drift --reference 2013.csv --current 2014.csv --exclude id,screening_date
  $ tiltmeter drift --reference a.csv --current b.csv --format json | jq '.columns.age'
  $ tiltmeter drift --reference a.csv --current b.csv --fail-on breach   # in a pipeline

Exit codes:
  0  compared, whatever the verdicts (see --fail-on)
  1  a column is as bad as --fail-on or worse, no column is in both files, or a file cannot be read
  2  the command line cannot be understood`;
