import { SEVERITIES } from "../nonconformity/severity.ts";
import type { Burn, Severity } from "./control.ts";
import type { Tree } from "./document.ts";
import {
  describe,
  numberOf,
  openTable,
  optional,
  type Reader,
  readChoice,
  readDuration,
  required,
} from "./fields.ts";
import type { Report } from "./finding.ts";
import { durationText } from "./quantity.ts";

/** One alarm of an objective, as it is written; `max` is the rate of bad answers that it allows. */
export interface Alarm {
  readonly burn: Omit<Burn, "badEventsMin">;
  readonly inMs: number;
  readonly severity: Severity | null;
  readonly max: number;
}

/** Google's multi-window alarms are four; more than twice that is a slip. */
const ALARMS_MAX = 8;
/** The shortest window of a control. */
const WINDOW_MS_MIN = 1000;

/** The share of good answers that was promised. */
export const readObjective: Reader<number> = (tree, key, report) => {
  const share = numberOf(tree);
  if (share !== null && share > 0 && share < 1) return share;
  report.error(
    tree.at,
    "bad-value",
    `${key} is the promised share of good answers, not ${describe(tree)}`,
    "write a share above 0 and below 100%, such as 99.5%",
  );
  return undefined;
};

/**
 * `{ objective: 99.5%, over: 30d, burn: [{ spend: 2%, in: 1h, confirm: 5m, severity: high }] }`.
 *
 * The allowed rate is burn rate × (1 − objective), the burn rate `spend` × `over` / `in`: the speed
 * at which that part of the budget is gone in that time.
 */
export function parseObjective(tree: Tree, report: Report): readonly Alarm[] | undefined {
  const before = report.errors();
  const fields = openTable(tree, { name: "limit", keys: ["objective", "over", "burn"] }, report);
  if (fields === undefined) return undefined;
  const objective = required(
    fields,
    { key: "objective", why: "the promised share of good answers, e.g. 99.5%" },
    readObjective,
    report,
  );
  const overMs = required(
    fields,
    { key: "over", why: "the time of the objective, e.g. 30d" },
    readDuration(WINDOW_MS_MIN),
    report,
  );
  const burn = fields.get("burn");
  const items = burn?.kind === "list" ? burn.items : [];
  if (items.length === 0 || items.length > ALARMS_MAX) {
    report.error(
      burn?.at ?? fields.at,
      "bad-value",
      `burn lists 1 to ${ALARMS_MAX} alarms`,
      "write [{ spend: 2%, in: 1h, confirm: 5m }], or more of them",
    );
  }
  if (objective === undefined || overMs === undefined) return undefined;
  const alarms = items.map((item) => readAlarm(item, { objective, overMs }, report));
  const twice = alarms.findIndex(
    (alarm, i) => alarms.findIndex((other) => other?.inMs === alarm?.inMs) !== i,
  );
  if (twice >= 0 && report.errors() === before) {
    report.error(
      items[twice]?.at ?? fields.at,
      "bad-value",
      `two alarms look at ${durationText(alarms[twice]?.inMs ?? 0)}`,
      "keep one for each window",
    );
  }
  if (report.errors() > before) return undefined;
  return alarms.filter((alarm) => alarm !== undefined);
}

function readAlarm(
  tree: Tree,
  of: { readonly objective: number; readonly overMs: number },
  report: Report,
): Alarm | undefined {
  const keys = ["spend", "in", "confirm", "severity"];
  const fields = openTable(tree, { name: "an alarm of burn", keys }, report);
  if (fields === undefined) return undefined;
  const why = (meaning: string): string => `${meaning}, e.g. { spend: 2%, in: 1h, confirm: 5m }`;
  const spend = required(
    fields,
    { key: "spend", why: why("the part of the budget") },
    readPart,
    report,
  );
  const window = readDuration(WINDOW_MS_MIN);
  const inMs = required(fields, { key: "in", why: why("in which time") }, window, report);
  const confirmMs = required(
    fields,
    { key: "confirm", why: why("the last part of it, which must burn still") },
    window,
    report,
  );
  const severity = optional(fields, "severity", readChoice(SEVERITIES), report) ?? null;
  if (spend === undefined || inMs === undefined || confirmMs === undefined) return undefined;
  if (confirmMs > inMs || inMs > of.overMs) {
    report.error(
      fields.at,
      "bad-value",
      "confirm lies within in, and in within over",
      "write them so that confirm ≤ in ≤ over",
    );
    return undefined;
  }
  // Twelve digits: products of decimal shares are not exact in binary.
  const max = Number((((spend * of.overMs) / inMs) * (1 - of.objective)).toPrecision(12));
  if (max >= 1) {
    report.error(
      fields.at,
      "bad-value",
      `not even errors alone spend ${spend * 100}% of the budget in ${durationText(inMs)}`,
      "lower spend or lengthen in",
    );
    return undefined;
  }
  return { burn: { ...of, spend, confirmMs }, inMs, severity, max };
}

const readPart: Reader<number> = (tree, key, report) => {
  const share = numberOf(tree);
  if (share !== null && share > 0 && share <= 1) return share;
  report.error(
    tree.at,
    "bad-value",
    `${key} is a part of the budget, not ${describe(tree)}`,
    "write a share above 0, such as 2%",
  );
  return undefined;
};
