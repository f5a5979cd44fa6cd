import { iso } from "../formats/time.ts";
import { segment } from "../formats/words.ts";
import type { Range } from "../reads.ts";
import { wholeMinutes } from "./whole-minutes.ts";

/** Leads from a number to how it was computed; `by` is the group that it is of. */
export type HowLink = (metric: string, by?: Readonly<Record<string, string>>) => string;

/** The links of a system's page over the range that it shows. */
export function howLink(system: string, range: Range): HowLink {
  const { fromMs, toMs } = wholeMinutes(range);
  return (metric, by = {}) => {
    const [group] = Object.entries(by);
    const query = new URLSearchParams({ metric, from: iso(fromMs), to: iso(toMs) });
    if (group !== undefined) {
      query.set("by", group[0]);
      query.set("value", group[1]);
    }
    return `/systems/${segment(system)}/how?${query}`;
  };
}
