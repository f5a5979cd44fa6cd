import type { Good } from "./control.ts";
import { DURATION_MS_MAX, describe, type Reader } from "./fields.ts";
import { durationMs, durationText } from "./quantity.ts";

/** Longer is no condition of ours, and is not searched. */
const GOOD_TEXT_MAX = 100;

/** `status = ok and latency <= 1.5s`, either condition alone, in any order. */
export const readGood: Reader<Good> = (tree, key, report) => {
  const text = tree.kind === "scalar" && tree.value !== null ? tree.source.trim() : "";
  const conditions = text.length > GOOD_TEXT_MAX ? [] : text.split(" and ");
  let status: Good["status"] = null;
  let latencyMax: number | null = null;
  let isKnown = conditions.length > 0 && conditions.length <= 2;
  for (const condition of conditions) {
    const latency = latencyOf(condition.trim());
    if (/^status ?= ?ok$/.test(condition.trim()) && status === null) status = "ok";
    else if (latency !== null && latencyMax === null) latencyMax = latency;
    else isKnown = false;
  }
  if (isKnown) return { status, latencyMax };
  report.error(
    tree.at,
    "bad-value",
    `${key} is a condition on status, latency or both, not ${describe(tree)}`,
    `write it such as "status = ok and latency <= 1.5s"`,
  );
  return undefined;
};

/** Seconds; null where the text bounds no latency. */
function latencyOf(condition: string): number | null {
  const ms = durationMs(/^latency ?<= ?(\S{1,30})$/.exec(condition)?.[1] ?? "");
  return ms === null || ms === 0 || ms > DURATION_MS_MAX ? null : ms / 1000;
}

/** The one text of what is good. */
export function goodText({ status, latencyMax }: Good): string {
  // Thousandths of a millisecond: what a duration can say.
  const ms = latencyMax === null ? null : Math.round(latencyMax * 1_000_000) / 1000;
  return [
    ...(status === null ? [] : [`status = ${status}`]),
    ...(ms === null ? [] : [`latency <= ${durationText(ms)}`]),
  ].join(" and ");
}
