import { isRecord } from "./collector-api.ts";
import { type Finding, look, well, wrong } from "./doctor-finding.ts";

type Json = Readonly<Record<string, unknown>>;

/** From which share of the room on somebody should look. */
const TAKEN_LOOK = 0.8;
const DAYS_LOOK = 30;

/** What is stored and until when there is room, as the API or the folder tells it. */
export function lookAtStorage(of: Json): readonly Finding[] {
  const [bytes, growth] = [Number(of["bytes"]), Number(of["growthBytesADay"])];
  const isBudget = typeof of["budgetBytes"] === "number";
  const room = isBudget ? "the budget" : "the disk";
  const taken = typeof of["taken"] === "number" ? of["taken"] : null;
  const daysLeft = typeof of["daysLeft"] === "number" ? of["daysLeft"] : null;
  const left = daysLeft === null ? "" : `, ${room} is full in ${inDays(daysLeft)}`;
  const share = taken === null ? "" : ` (${Math.round(taken * 100)} % of ${room})`;
  const says = `${inBytes(bytes)}${share}, grows by ${inBytes(growth)} a day${left}`;
  const next =
    "keep features or other classes for fewer days under `retention`, or give it more room";
  const state =
    taken !== null && taken >= 1 && isBudget
      ? wrong("storage", says, next)
      : (taken ?? 0) >= TAKEN_LOOK || (daysLeft ?? DAYS_LOOK) < DAYS_LOOK
        ? look("storage", says, next)
        : well("storage", says);
  return [state, ...aPrediction(of["aPrediction"]), ...byClass(of["classes"])];
}

/** What waits for a person, and what a hold keeps beyond its time. */
export function lookAtRetention(of: Json): readonly Finding[] {
  const classes = records(of["classes"]);
  const waits = classes.flatMap(({ name, groups }) =>
    records(groups).flatMap(({ system, toConfirm }) =>
      toConfirm === null
        ? []
        : [
            look(
              "retention",
              `${String(name)}${system === null ? "" : ` of ${String(system)}`} stay beyond their time: ${String(toConfirm)}`,
              "tiltmeter retention run --dry-run, then --confirm",
            ),
          ],
    ),
  );
  const held = classes.flatMap(({ held: kept }) => records(kept));
  const rows = held.reduce((sum, each) => sum + Number(each["rows"]), 0);
  const failure = of["failure"];
  return [
    ...(typeof failure === "string"
      ? [wrong("retention", `the last run failed: ${failure}`, "it is tried again every hour")]
      : []),
    ...waits,
    held.length === 0
      ? well("retention", "nothing is held beyond its time")
      : well("retention", `${rows} rows are held beyond their time`),
  ];
}

function aPrediction(of: unknown): readonly Finding[] {
  if (!isRecord(of)) return [];
  const [core, features, seals] = [of["core"], of["features"], of["seals"]].map((each) =>
    Number(each).toFixed(1),
  );
  return [
    well(
      "storage",
      `${core} bytes a prediction with its sums, ${features} beside for features, ${seals} for seals`,
    ),
  ];
}

function byClass(of: unknown): readonly Finding[] {
  return records(of).map(({ name, rows, bytes, tables }) => {
    const parts = records(tables)
      .filter(({ bytesARow }) => typeof bytesARow === "number")
      .map(
        ({ table, bytesARow, ratio }) =>
          `${String(table)} ${Number(bytesARow).toFixed(1)} a row, ${Math.round(Number(ratio) * 100)} % of unpacked`,
      );
    return well(
      `storage ${String(name)}`,
      `${inBytes(Number(bytes))} in ${String(rows)} rows: ${parts.join("; ")}`,
    );
  });
}

function inDays(days: number): string {
  if (days > 3_650) return "more than ten years";
  return days < 1 ? "less than a day" : `${Math.floor(days)} days`;
}

function inBytes(bytes: number): string {
  const units = ["bytes", "KiB", "MiB", "GiB", "TiB"];
  const power = bytes < 1 ? 0 : Math.min(units.length - 1, Math.floor(Math.log2(bytes) / 10));
  return `${(bytes / 1024 ** power).toFixed(power === 0 ? 0 : 1)} ${units[power]}`;
}

function records(value: unknown): readonly Json[] {
  return Array.isArray(value) ? value.filter(isRecord) : [];
}
