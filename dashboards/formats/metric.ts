import { type MetricWords, metricTable } from "./metric-table.ts";
import { count, money, percent, plain, seconds } from "./number.ts";

/** The words of a metric; one that has none here shows its own id and plain numbers. */
export function metricWords(id: string): MetricWords {
  const known = Object.hasOwn(metricTable, id) ? metricTable[id] : undefined;
  return known ?? { title: id.replaceAll("_", " "), meaning: "", style: rateStyle(id) };
}

/** One value of a metric with its unit. */
export function metricValue(style: MetricWords["style"], value: number): string {
  switch (style) {
    case "count":
      return count(value);
    case "percent":
      return percent(value);
    case "seconds":
      return seconds(value);
    case "plain":
      return plain(value);
    case "money":
      return money(value);
  }
}

/** A round value beside an axis, without the zeros that say how sure a measurement is. */
export function axisValue(style: MetricWords["style"], value: number): string {
  switch (style) {
    case "count":
      return count(value);
    case "percent":
      return `${round(value * 100)}\u202f%`;
    case "seconds":
      return seconds(value).replace(/(\.\d*[1-9])0+ /, "$1 ");
    case "plain":
      return round(value);
    case "money":
      return `$${round(value)}`;
  }
}

/** Steps of an axis are round in binary only: 0.30000000000000004. */
function round(value: number): string {
  return String(Number(value.toPrecision(6)));
}

function rateStyle(id: string): MetricWords["style"] {
  return /_rate$|^(precision|recall|f1)$/.test(id) ? "percent" : "plain";
}
