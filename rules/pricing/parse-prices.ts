import { readDocument, type Tree } from "../control/document.ts";
import {
  describe,
  type Fields,
  numberOf,
  openTable,
  optional,
  type Reader,
  readChoice,
  readText,
  readWhole,
  required,
} from "../control/fields.ts";
import { createReport, type Finding, type Report } from "../control/finding.ts";
import { dayNumber, formatInstant } from "../evaluation/instant.ts";
import { readDate } from "../inventory/parse-calendar.ts";
import { DAY_MS, type Price, type PriceList } from "./price-list.ts";

/** The prices of a file, and everything that is wrong or doubtful in it. */
export interface ParsedPrices {
  /** Null where there is an error: a cost of half the prices is a wrong cost. */
  readonly prices: PriceList | null;
  readonly findings: readonly Finding[];
}

/** All models of all providers there are, several times over. */
const PRICES_MAX = 5_000;
const TOKENS_MAX = 400_000;
/** Dearer than any; a price for one token, or for a thousand, was meant for a million. */
const USD_MAX = 10_000;

const KEYS = [
  ...["provider", "model", "input", "cached_input", "cache_write", "output"],
  ...["from", "to", "source"],
];

/** Words of other price files, and what stands for them here. */
const OTHER_WORDS: Readonly<Record<string, string>> = {
  input_cost_per_token: "write input, in USD per million tokens",
  output_cost_per_token: "write output, in USD per million tokens",
  cache_read: "write cached_input, in USD per million tokens",
  prompt: "write input, in USD per million tokens",
  completion: "write output, in USD per million tokens",
  valid_from: "write from: 2026-01-31",
  valid_to: "write to: 2026-01-31, the first day that it no longer holds",
};

/**
 * Parses a price file (YAML): what hosted models cost in USD per million tokens, and when.
 *
 * Never throws. Two prices of one model that hold on one day are an error: which of them a cost was
 * worked out by would be chance. `hash` is SHA-256 of a text, in hex.
 */
export function parsePrices(
  text: string,
  file: string,
  hash: (text: string) => string,
): ParsedPrices {
  const report = createReport(file, text);
  const tree = readDocument(text, report, TOKENS_MAX);
  const list = tree === null ? null : parseFile(tree, report);
  const isRight = report.errors() === 0 && list !== null;
  return {
    prices: isRight ? { ...list, digest: hash(text) } : null,
    findings: report.findings(),
  };
}

function parseFile(tree: Tree, report: Report): Omit<PriceList, "digest"> | null {
  const keys = ["version", "as_of", "currency", "prices"];
  const fields = openTable(tree, { name: "a price file", keys }, report);
  if (fields === undefined) return null;
  required(fields, { key: "version", why: "write version: 1" }, readWhole(1, 1), report);
  const why = "prices change, and a reader has to know how old these are";
  const asOf = required(fields, { key: "as_of", why }, readDate, report);
  const currency = { key: "currency", why: "write currency: USD" };
  required(fields, currency, readChoice(["USD"]), report);
  const list = fields.get("prices");
  if (list?.kind !== "list" || list.items.length > PRICES_MAX) {
    const rule = `prices is a list of at most ${PRICES_MAX} prices`;
    const fix = "write - { provider: openai, model: gpt-4o, input: 2.5, output: 10, … }";
    report.error(list?.at ?? fields.at, "bad-value", rule, fix);
    return null;
  }
  const found = list.items.flatMap((item) => {
    const price = priceIn(item, report);
    return price === null ? [] : [{ price, at: item.at }];
  });
  reportOverlaps(found, report);
  return { asOf: asOf ?? "", currency: "USD", prices: found.map(({ price }) => price) };
}

function priceIn(tree: Tree, report: Report): Price | null {
  const fields = openTable(tree, { name: "a price", keys: KEYS, notYet: OTHER_WORDS }, report);
  if (fields === undefined) return null;
  const must = <T>(key: string, why: string, read: Reader<T>): T | undefined =>
    required(fields, { key, why }, read, report);
  const provider = must("provider", "models of several providers share their names", readText);
  const model = must("model", "a price is one model's", readModel);
  const input = must("input", "USD per million input tokens; 0 where they cost nothing", readUsd);
  const fromDay = must("from", "a price holds from a day on", readDay);
  const source = must("source", "a price can be looked up somewhere", readText);
  const toDay = optional(fields, "to", readDay, report);
  const usd = (key: string): number | undefined => optional(fields, key, readUsd, report);
  const [cachedInput, cacheWrite, output] = [
    usd("cached_input"),
    usd("cache_write"),
    usd("output"),
  ];
  if (fromDay !== undefined && toDay !== undefined && toDay <= fromDay) {
    reportEnd(fields, report);
  }
  if (provider === undefined || model === undefined || input === undefined) return null;
  return {
    provider,
    model,
    fromDay: fromDay ?? 0,
    toDay: toDay ?? null,
    input,
    cachedInput: cachedInput ?? input,
    cacheWrite: cacheWrite ?? input,
    output: output ?? null,
    source: source ?? "",
  };
}

function reportEnd(fields: Fields, report: Report): void {
  const rule = "to is the first day that a price no longer holds, and comes after from";
  report.error(fields.get("to")?.at ?? fields.at, "bad-value", rule, "write a later day");
}

function reportOverlaps(
  found: readonly { readonly price: Price; readonly at: number }[],
  report: Report,
): void {
  const known = new Map<string, Price[]>();
  for (const { price, at } of found) {
    const key = JSON.stringify([price.provider, price.model]);
    const before = known.get(key) ?? [];
    known.set(key, before);
    const other = before.find(
      ({ fromDay, toDay }) =>
        fromDay < (price.toDay ?? Infinity) && price.fromDay < (toDay ?? Infinity),
    );
    if (other !== undefined) {
      const rule = `${price.provider} ${price.model} has two prices on ${dateOf(Math.max(other.fromDay, price.fromDay))}`;
      report.error(
        at,
        "overlap",
        rule,
        "end the former with to: the day from which this one holds",
      );
    }
    before.push(price);
  }
}

const readModel: Reader<string> = (tree, key, report) => {
  const text = readText(tree, key, report);
  if (text === undefined || !text.slice(0, -1).includes("*")) return text;
  const rule = `${key} has at most one *, at its end, not ${describe(tree)}`;
  report.error(tree.at, "bad-value", rule, "write the beginning that the models share, then *");
  return undefined;
};

const readUsd: Reader<number> = (tree, key, report) => {
  const usd = tree.kind === "scalar" && typeof tree.value === "number" ? numberOf(tree) : null;
  if (usd !== null && usd >= 0 && usd <= USD_MAX) return usd;
  const rule = `${key} is a number of USD per million tokens from 0 to ${USD_MAX}, not ${describe(tree)}`;
  report.error(tree.at, "bad-value", rule, "write it such as 2.5");
  return undefined;
};

const readDay: Reader<number> = (tree, key, report) => {
  const date = readDate(tree, key, report);
  return date === undefined ? undefined : (dayNumber(date) ?? undefined);
};

/** A day, counted from 1970 in UTC, as `2026-01-31`. */
export function dateOf(day: number): string {
  return formatInstant(day * DAY_MS).slice(0, 10);
}
