import type { Draft } from "./draft.ts";
import { type Fields, optional } from "./fields.ts";
import type { Report } from "./finding.ts";
import { type Alarm, parseObjective } from "./parse-objective.ts";
import { readMinSample } from "./parts.ts";
import { durationText } from "./quantity.ts";

/** One alarm of an objective, with its control's id. */
export interface Burning extends Alarm {
  readonly id: string;
  readonly badEventsMin: number;
}

/** Below these a burn rate is chance: one failed call of a quiet hour would be an alarm. */
const BAD_EVENTS_MIN = 5;
const ID_MAX = 64;

/** What the alarms of an objective say themselves, so that the control must not. */
const SAID: readonly string[] = ["window", "every", "warn"];

/** The alarms of an objective; none where the limit is no burn rate, undefined where it is wrong. */
export function readBurning(
  fields: Fields,
  id: string,
  report: Report,
): readonly Burning[] | undefined {
  const before = report.errors();
  const limit = fields.get("limit");
  const isBurning =
    limit?.kind === "table" && limit.entries.some(({ key }) => key === "burn" || key === "over");
  if (!isBurning) {
    const minSample = fields.get("min_sample");
    if (minSample?.kind === "table" && minSample.entries.some(({ key }) => key === "bad_events")) {
      report.error(
        minSample.at,
        "bad-value",
        "bad_events goes with limit: { objective, over, burn }",
        "write a number of predictions",
      );
    }
    return report.errors() > before ? undefined : [];
  }
  if (measureOf(fields) !== "good") {
    report.error(
      fields.get("measure")?.at ?? fields.at,
      "bad-value",
      "an objective is of good answers",
      `write measure: { good: "status = ok and latency <= 1.5s", of: all }`,
    );
  }
  for (const key of SAID) {
    const tree = fields.get(key);
    if (tree === undefined) continue;
    report.error(tree.at, "bad-value", "burn says when and at what rate to warn", `remove ${key}`);
  }
  const recover = fields.get("recover");
  if (recover?.kind === "table" && recover.entries.some(({ key }) => key !== "for")) {
    report.error(
      recover.at,
      "bad-value",
      "an alarm of burn ends below its own rate",
      "recover can only have for",
    );
  }
  const alarms = parseObjective(limit, report);
  const badEventsMin =
    optional(fields, "min_sample", readMinSample, report)?.badEvents ?? BAD_EVENTS_MIN;
  const burning = alarms?.map((alarm) => ({ ...alarm, id: alarmId(id, alarm.inMs), badEventsMin }));
  const long = burning?.find((alarm) => alarm.id.length > ID_MAX);
  if (long !== undefined) {
    report.error(
      fields.get("id")?.at ?? fields.at,
      "bad-value",
      `each alarm is a control of its own, and ${long.id} is longer than ${ID_MAX} characters`,
      "shorten id",
    );
  }
  return report.errors() > before ? undefined : burning;
}

function measureOf(fields: Fields): "good" | "other" {
  return fields.get("measure")?.kind === "table" ? "good" : "other";
}

/** One control for each alarm. */
export function alarms(draft: Draft, burning: readonly Burning[]): readonly Draft[] {
  return burning.map(({ id, inMs, severity, max, burn, badEventsMin }) => ({
    ...draft,
    id,
    severity: severity ?? draft.severity,
    windowMs: inMs,
    everyMs: burn.confirmMs,
    limit: { max },
    recover: { ...draft.recover, limit: { max } },
    burn: { ...burn, badEventsMin },
  }));
}

/** `slo.1h`: the alarm of `slo` that looks at an hour. */
function alarmId(id: string, inMs: number): string {
  return `${id}.${durationText(inMs)}`;
}

/** The id as it stands in the file: without the window of an alarm. */
export function writtenId({ id, burn, windowMs }: Draft): string {
  const suffix = `.${durationText(windowMs)}`;
  return burn !== null && id.endsWith(suffix) ? id.slice(0, -suffix.length) : id;
}
