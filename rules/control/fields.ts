import type { Tree } from "./document.ts";
import type { Report } from "./finding.ts";
import { suggestion } from "./nearest.ts";
import { durationMs, percentage } from "./quantity.ts";

/** One table of the file, its keys checked. */
export interface Fields {
  readonly at: number;
  /** The value of a key; undefined where it is not given. */
  readonly get: (key: string) => Tree | undefined;
}

/** Reads one value; undefined where it is wrong, which the report then says. */
export type Reader<T> = (tree: Tree, key: string, report: Report) => T | undefined;

/** Opens a table: every key is known, or an error that says which one was meant or what to use instead. */
export function openTable(
  tree: Tree,
  of: {
    readonly name: string;
    readonly keys: readonly string[];
    /** Keys that the design knows and this version cannot honour yet → what to write instead. */
    readonly notYet?: Readonly<Record<string, string>>;
  },
  report: Report,
): Fields | undefined {
  if (tree.kind !== "table") {
    report.error(
      tree.at,
      "bad-value",
      `${of.name} is a table, not ${describe(tree)}`,
      `write { KEY: VALUE } with ${of.keys.join(", ")}`,
    );
    return undefined;
  }
  const values = new Map<string, Tree>();
  for (const { key, keyAt, value } of tree.entries) {
    if (of.keys.includes(key)) {
      values.set(key, value);
      continue;
    }
    const advice = of.notYet;
    if (advice !== undefined && Object.hasOwn(advice, key)) {
      report.error(keyAt, "not-yet", `${key} is not supported yet`, `${advice[key]}`);
    } else {
      const shown = key.length > 64 ? `${key.slice(0, 64)}…` : key;
      report.error(
        keyAt,
        "unknown-key",
        `${of.name} has no key ${shown}`,
        suggestion(key, of.keys),
      );
    }
  }
  return { at: tree.at, get: (key) => values.get(key) };
}

/** Reads a key where it is given. */
export function optional<T>(
  fields: Fields,
  key: string,
  read: Reader<T>,
  report: Report,
): T | undefined {
  const tree = fields.get(key);
  return tree === undefined ? undefined : read(tree, key, report);
}

/** Reads a key that must be given. */
export function required<T>(
  fields: Fields,
  of: { readonly key: string; readonly why: string },
  read: Reader<T>,
  report: Report,
): T | undefined {
  const tree = fields.get(of.key);
  if (tree !== undefined) return read(tree, of.key, report);
  report.error(fields.at, "missing-key", `${of.key} is required: ${of.why}`, `add ${of.key}`);
  return undefined;
}

const TEXT_MAX = 2000;

export const readText: Reader<string> = (tree, key, report) => {
  if (tree.kind === "scalar" && tree.value !== null) {
    // A number keeps the digits it was written with: clause 9.10 is not 9.1.
    const text = (typeof tree.value === "string" ? tree.value : tree.source).trim();
    if (text.length > 0 && text.length <= TEXT_MAX) return text;
  }
  report.error(
    tree.at,
    "bad-value",
    `${key} is a text of 1 to ${TEXT_MAX} characters, not ${describe(tree)}`,
    "write one",
  );
  return undefined;
};

const LIST_MAX = 1000;

/** A list of texts; one text alone is a list of one. */
export const readTexts: Reader<readonly string[]> = (tree, key, report) => {
  const items = tree.kind === "list" ? tree.items : [tree];
  if (items.length > LIST_MAX) {
    report.error(tree.at, "bad-value", `${key} has at most ${LIST_MAX} entries`, "write fewer");
    return undefined;
  }
  const texts = items.map((item) => readText(item, key, report));
  return texts.every((text) => text !== undefined) ? texts : undefined;
};

/** One of a few words. */
export function readChoice<T extends string>(choices: readonly T[]): Reader<T> {
  return (tree, key, report) => {
    const written = tree.kind === "scalar" ? tree.source : "";
    const chosen = choices.find((choice) => choice === written);
    if (chosen !== undefined) return chosen;
    report.error(
      tree.at,
      "bad-value",
      `${key} cannot be ${describe(tree)}`,
      suggestion(written, choices),
    );
    return undefined;
  };
}

/** A list of some of a few words. */
export function readChoices<T extends string>(choices: readonly T[]): Reader<readonly T[]> {
  return (tree, key, report) => {
    const items = tree.kind === "list" ? tree.items : [tree];
    const chosen = items.map((item) => readChoice(choices)(item, key, report));
    return chosen.every((choice) => choice !== undefined) ? chosen : undefined;
  };
}

/** Ten years: more is a slip of the unit. */
export const DURATION_MS_MAX: number = 3660 * 86_400_000;

/** A duration of at least `minMs`, in whole milliseconds. */
export function readDuration(minMs: number): Reader<number> {
  return (tree, key, report) => {
    const ms = tree.kind === "scalar" ? durationMs(tree.source) : null;
    if (ms !== null && ms >= minMs && ms <= DURATION_MS_MAX && Number.isInteger(ms)) return ms;
    const least = minMs === 0 ? "" : ` of at least ${minMs / 1000}s`;
    report.error(
      tree.at,
      "bad-value",
      `${key} is a duration${least}, not ${describe(tree)}`,
      "write a number and its unit, such as 90s, 15m, 24h or 7d",
    );
    return undefined;
  };
}

/** A share between 0 and 1: `92%` or `0.92`. */
export const readShare: Reader<number> = (tree, key, report) => {
  const share = numberOf(tree);
  if (share !== null && share >= 0 && share <= 1) return share;
  report.error(
    tree.at,
    "bad-value",
    `${key} is a share from 0 to 100%, not ${describe(tree)}`,
    "write it such as 92% or 0.92",
  );
  return undefined;
};

/** A whole number from `min` to `max`. */
export function readWhole(min: number, max: number): Reader<number> {
  return (tree, key, report) => {
    const value = tree.kind === "scalar" ? tree.value : null;
    if (typeof value === "number" && Number.isInteger(value) && value >= min && value <= max) {
      return value;
    }
    report.error(
      tree.at,
      "bad-value",
      `${key} is a whole number from ${min} to ${max}, not ${describe(tree)}`,
      "write one",
    );
    return undefined;
  };
}

/** A plain number or a percentage; null for anything else. */
export function numberOf(tree: Tree): number | null {
  if (tree.kind !== "scalar") return null;
  if (typeof tree.value === "number") return Number.isFinite(tree.value) ? tree.value : null;
  return typeof tree.value === "string" ? percentage(tree.value) : null;
}

/** A value as a message shows it. */
export function describe(tree: Tree): string {
  if (tree.kind === "list") return "a list";
  if (tree.kind === "table") return "a table";
  if (tree.value === null) return "empty";
  return tree.source.length > 40 ? `${tree.source.slice(0, 40)}…` : tree.source;
}
