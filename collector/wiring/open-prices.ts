import { readFile } from "node:fs/promises";
import { basename } from "node:path";
import { findingInWords, type PriceList, parsePrices } from "@tiltmeter/rules";
import { watchControls } from "../acts/watch-controls.ts";
import { ConfigError } from "../config.ts";
import type { Closing } from "./closing.ts";
import { said } from "./said.ts";
import { shippedPricesFile } from "./shipped.ts";

/** What hosted models cost, read anew whenever the file changes. */
export interface OpenPrices {
  readonly list: () => PriceList;
  readonly watch: (closing: Closing) => void;
}

/** Reads the price file of a configuration. Throws `ConfigError` where it cannot be used at the start. */
export async function openPrices(
  /** Absolute path; null: the shipped one. */
  file: string | null,
  of: { readonly hash: (text: string) => string; readonly log: (line: string) => void },
): Promise<OpenPrices> {
  let list = await loadPrices(file, of.hash);
  const reload = async (): Promise<void> => {
    try {
      const next = await loadPrices(file, of.hash);
      if (next.digest !== list.digest)
        of.log(`prices: ${inShort(next)}; costs are worked out anew`);
      list = next;
    } catch (error) {
      if (!(error instanceof ConfigError)) throw error;
      of.log(`the price file is refused, the one before stays in use: ${error.message}`);
    }
  };
  return {
    list: () => list,
    watch: (closing) => {
      if (file === null) return;
      closing.loop(
        watchControls({
          ...{ files: [file], hash: of.hash, everyMs: LOOK_MS, reload },
          onError: (error) => of.log(`the price file could not be read anew: ${said(error)}`),
        }),
        (it) => it.stop(),
      );
    },
  };
}

/** People see within seconds what they changed. */
const LOOK_MS = 2_000;

/** The prices of a file, or those that are shipped. Throws `ConfigError` with everything that is wrong in it. */
export async function loadPrices(
  file: string | null,
  hash: (text: string) => string,
): Promise<PriceList> {
  const path = file ?? shippedPricesFile();
  const text = await readFile(path, "utf8").catch((cause: Error) => {
    throw new ConfigError(`price file ${path} cannot be read: ${cause.message}`, { cause });
  });
  const { prices, findings } = parsePrices(text, file ?? basename(path), hash);
  if (prices !== null) return prices;
  throw new ConfigError(findings.map(findingInWords).join("\n"));
}

function inShort({ prices, asOf }: PriceList): string {
  return `${prices.length} of ${asOf}`;
}
