import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import {
  dateOf,
  dayNumber,
  dayOf,
  type Price,
  type PriceList,
  parsePrices,
} from "@tiltmeter/rules";
import { Command, Option } from "commander";
import { systemClock } from "../clock.ts";
import { ConfigError, loadConfig } from "../config.ts";
import { loadPrices } from "../wiring/open-prices.ts";
import { columns } from "./columns.ts";
import { findingLines } from "./controls-check.ts";
import { EXIT, type Finish } from "./exit-code.ts";
import type { Terminal } from "./terminal.ts";

interface ListFlags {
  readonly config?: string;
  readonly provider?: string;
  readonly at?: string;
  readonly all?: boolean;
  readonly format: "table" | "json";
}

/** `tiltmeter prices …`: what hosted models cost. */
export function pricesCommand(terminal: Terminal, finish: Finish): Command {
  return new Command("prices")
    .description("what hosted models cost: the file that costs of calls are worked out by")
    .addCommand(check(terminal, finish))
    .addCommand(list(terminal, finish))
    .addHelpText("after", HELP);
}

function check(terminal: Terminal, finish: Finish): Command {
  return new Command("check")
    .description("check a price file without a collector; nothing is changed")
    .argument("<file>", "the price file (YAML)")
    .addHelpText("after", HELP)
    .action(async (file: string) => {
      const text = await readFile(file, "utf8").catch((cause: Error) => {
        throw new ConfigError(`${file} cannot be read: ${cause.message}`, { cause });
      });
      const { prices, findings } = parsePrices(text, file, sha256);
      for (const line of findings.flatMap(findingLines)) terminal.print(line);
      if (prices === null) terminal.complain("it cannot be used");
      else for (const line of standing(prices, systemClock.now())) terminal.complain(line);
      finish(prices === null ? EXIT.failed : EXIT.ok);
    });
}

function list(terminal: Terminal, finish: Finish): Command {
  return new Command("list")
    .description("the prices that hold on a day")
    .argument("[file]", "the price file (YAML); none: that of --config, or the shipped one")
    .option("--config <file>", "the configuration whose price file is meant")
    .option("--provider <provider>", "of this provider alone, such as openai")
    .option("--at <date>", "the day, such as 2026-03-31 (default: today)")
    .option("--all", "of every day, with those that ended")
    .addOption(new Option("--format <format>").choices(["table", "json"]).default("table"))
    .addHelpText("after", HELP)
    .action(async (named: string | undefined, flags: ListFlags) => {
      const prices = await loadPrices(named ?? fileOf(flags.config), sha256);
      const day = flags.at === undefined ? dayOf(systemClock.now()) : dayNumber(flags.at);
      if (day === null) throw new ConfigError(`--at is a date such as 2026-03-31, got ${flags.at}`);
      const chosen = prices.prices.filter(
        (price) =>
          (flags.provider === undefined || price.provider === flags.provider) &&
          (flags.all === true || holdsOn(price, day)),
      );
      if (flags.format === "json") {
        const { asOf, currency, digest } = prices;
        const shown = { as_of: asOf, currency, digest, prices: chosen.map(inJson) };
        terminal.print(JSON.stringify(shown, null, 2));
      } else {
        for (const line of columns([HEAD, ...chosen.map(row)])) terminal.print(line);
        for (const line of standing(prices, systemClock.now())) terminal.complain(line);
      }
      if (chosen.length === 0) terminal.complain("no price holds on that day");
      finish(EXIT.ok);
    });
}

function fileOf(config: string | undefined): string | null {
  return config === undefined ? null : loadConfig({ file: config, env: {}, flags: {} }).prices;
}

function holdsOn({ fromDay, toDay }: Price, day: number): boolean {
  return fromDay <= day && (toDay === null || day < toDay);
}

/** Half a year: by then most providers have changed some price. */
const OLD_DAYS = 180;

function standing({ prices, asOf, digest }: PriceList, nowMs: number): readonly string[] {
  const age = dayOf(nowMs) - (dayNumber(asOf) ?? 0);
  const lines = [`${prices.length} prices as of ${asOf}, digest ${digest.slice(0, 16)}`];
  return age > OLD_DAYS
    ? [...lines, `they were looked up ${age} days ago: compare them with the providers' pages`]
    : lines;
}

const HEAD = ["provider", "model", "input", "cached", "written", "output", "from", "to"];

function row(price: Price): readonly string[] {
  const { provider, model, input, cachedInput, cacheWrite, output, fromDay, toDay } = price;
  const usd = [input, cachedInput, cacheWrite].map(String);
  const to = toDay === null ? "" : dateOf(toDay);
  return [provider, model, ...usd, output === null ? "" : String(output), dateOf(fromDay), to];
}

function inJson(price: Price): Record<string, unknown> {
  const { provider, model, input, output, source } = price;
  return {
    ...{ provider, model, input, cached_input: price.cachedInput, cache_write: price.cacheWrite },
    ...{ output, from: dateOf(price.fromDay) },
    ...{ to: price.toDay === null ? null : dateOf(price.toDay), source },
  };
}

function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

const HELP = `
A price file says what models cost in USD per million tokens, and from which day on:

  version: 1
  as_of: 2026-03-31                 # when the prices were looked up
  currency: USD
  prices:
    - provider: openai              # as the calls name it: anthropic, aws.bedrock, azure.ai.openai, …
      model: gpt-4o                 # also with a date behind it; gpt-4o* for all that begin so
      input: 2.5
      cached_input: 1.25            # read from the provider's cache; absent: as input
      cache_write: 2.5              # written to it; absent: as input
      output: 10                    # absent: it has none, as embeddings
      from: 2024-10-02
      to: 2026-01-01                # the first day that it no longer holds; absent: it still does
      source: https://openai.com/api/pricing

Name it under prices in the configuration, as TILTMETER_PRICES or with serve --prices. It is looked at every
two seconds. Costs are worked out when they are asked for, at the prices of the calls' days: a corrected
file prices the past anew. A model without a price has an unknown cost, never none.

Examples:
  $ tiltmeter prices check prices.yaml
  $ tiltmeter prices list --provider openai
  $ tiltmeter prices list prices.yaml --at 2026-01-31 --format json

Exit codes:
  0  the file can be used
  1  it cannot; every line says why
  2  the command line cannot be understood, or the file cannot be read`;
