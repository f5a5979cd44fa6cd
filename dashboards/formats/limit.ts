import { approvedLimitInWords } from "@tiltmeter/rules";

/** The limit of a control as its text writes it: in words, and its plain bounds where it has any. */
export interface WrittenLimit {
  /**
   * `at most 0.2`, `at least 3 times the baseline's, with at most 1 false alarm a year`; the text itself
   * where it says no limit that is known.
   */
  readonly words: string;
  readonly min: number | null;
  readonly max: number | null;
  /** Which way is worse; null where the limit bounds both ways or none. */
  readonly worse: "higher" | "lower" | null;
}

/** Reads `limit:` in a control's own text. For telling and drawing only: nothing is judged by it. */
export function writtenLimit(control: string): WrittenLimit | null {
  const lines = control.split("\n");
  const at = lines.findIndex((line) => /^\s*limit:/.test(line));
  const first = lines[at];
  if (first === undefined) return null;
  const indent = first.search(/\S/);
  const rest = lines.slice(at + 1);
  const end = rest.findIndex((line) => line.trim() !== "" && line.search(/\S/) <= indent);
  const block = [first, ...rest.slice(0, end === -1 ? undefined : end)];
  const text = block
    .map((line) => line.replace(/\s+#.*$/, "").trim())
    .join(" ")
    .replace(/^limit:\s*/, "")
    .trim();
  const [min, max] = [bound(text, "min"), bound(text, "max")];
  const [minRatio, maxRatio] = [bound(text, "min_ratio"), bound(text, "max_ratio")];
  const words = approvedLimitInWords(measureOf(control), {
    ...(min === null ? {} : { min }),
    ...(max === null ? {} : { max }),
    ...(minRatio === null ? {} : { minRatio }),
    ...(maxRatio === null ? {} : { maxRatio }),
  });
  const [isLow, isHigh] = [min !== null || minRatio !== null, max !== null || maxRatio !== null];
  const worse = isLow === isHigh ? null : isHigh ? "higher" : "lower";
  const told = words === "" ? text : words;
  return { words: `${told}${budgetOf(control)}`, min, max, worse };
}

/** `, with at most 1 false alarm a year`; empty where the text has no budget. */
function budgetOf(control: string): string {
  const found = /\bfalse_alarms:\s*["']?(\d+) per ([0-9.]*[a-z]+)/.exec(control);
  if (found === null) return "";
  const [, count = "", period = ""] = found;
  const every = /^[0-9]/.test(period)
    ? `in ${period}`
    : period === "hour"
      ? "an hour"
      : `a ${period}`;
  return `, with at most ${count} false ${count === "1" ? "alarm" : "alarms"} ${every}`;
}

/** `measure: accuracy`, in one line or with its parts below; empty where the text has none. */
function measureOf(control: string): string {
  return /^\s*measure:\s*([a-z0-9_]+)/m.exec(control)?.[1] ?? "";
}

function bound(text: string, name: "min" | "max" | "min_ratio" | "max_ratio"): number | null {
  const found = new RegExp(`\\b${name}:\\s*(-?[0-9.]+)\\s*(%|ms|s|m|h|d)?(?![a-z])`).exec(text);
  const value = Number(found?.[1] ?? Number.NaN);
  return Number.isNaN(value) ? null : value * (units[found?.[2] ?? ""] ?? 1);
}

const units: Readonly<Record<string, number>> = {
  "%": 0.01,
  ms: 0.001,
  s: 1,
  m: 60,
  h: 3600,
  d: 86_400,
};
