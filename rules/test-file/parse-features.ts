import type { Tree } from "../control/document.ts";
import { numberOf } from "../control/fields.ts";
import type { Report } from "../control/finding.ts";
import type { FeatureShape, GivenSeries } from "./test-file.ts";

/** The stated shapes, and a standard normal one for every feature that is only named. */
export function shapesOf(
  values: GivenSeries["values"],
  stated: Readonly<Record<string, FeatureShape>>,
): Readonly<Record<string, FeatureShape>> {
  const named = Object.keys(values).flatMap((key) => {
    const match = /^(shift|scale|missing|new_category|out_of_range|stuck)\.(.+)$/.exec(key);
    return match?.[2] === undefined ? [] : [match[2]];
  });
  const plain = named.map((name) => [name, { kind: "numeric", mean: 0, sd: 1 } as const]);
  return { ...Object.fromEntries(plain), ...stated };
}

/** Says where a feature is given what its kind cannot have. */
export function checkShape(
  name: string,
  shape: FeatureShape,
  values: GivenSeries["values"],
  tree: Tree,
  report: Report,
): void {
  const wrong = (key: string, rule: string): void => {
    if (values[`${key}.${name}`] === undefined) return;
    report.error(tree.at, "bad-value", `${key}.${name}: ${rule}`);
  };
  if (shape.kind === "numeric") {
    wrong("new_category", `${name} is numeric; give it categories under features`);
  } else {
    wrong("out_of_range", `${name} has categories; write new_category.${name}`);
    wrong("scale", `${name} has categories, which nothing scales`);
  }
}

/** `{ income: { mean: 50, sd: 10 }, channel: { web: 60%, phone: 40% } }`. */
export function readFeatures(
  tree: Tree,
  key: string,
  report: Report,
): Readonly<Record<string, FeatureShape>> | undefined {
  if (tree.kind !== "table") {
    const message = `${key} is a table such as { income: { mean: 50, sd: 10 }, channel: { web: 60%, phone: 40% } }`;
    report.error(tree.at, "bad-value", message);
    return undefined;
  }
  const shapes = tree.entries.map(({ key: name, keyAt, value }) => [
    name,
    readShape(value, name, keyAt, report),
  ]);
  return Object.fromEntries(shapes.filter(([, shape]) => shape !== undefined));
}

function readShape(tree: Tree, name: string, at: number, report: Report): FeatureShape | undefined {
  const entries = tree.kind === "table" ? tree.entries : [];
  const numbers = entries.map(({ key, value }) => [key, numberOf(value)] as const);
  const known = new Map(numbers);
  const [mean, sd] = [known.get("mean"), known.get("sd")];
  if (known.size === 2 && typeof mean === "number" && typeof sd === "number" && sd > 0) {
    return { kind: "numeric", mean, sd };
  }
  const shares = numbers.map(([key, share]) => [key, share ?? -1] as const);
  const total = shares.reduce((sum, [, share]) => sum + share, 0);
  if (shares.length > 1 && shares.every(([, share]) => share >= 0) && Math.abs(total - 1) < 1e-9) {
    return { kind: "categorical", shares: Object.fromEntries(shares) };
  }
  const message = `${name} is { mean: 50, sd: 10 }, or categories whose shares add up to 1 such as { web: 60%, phone: 40% }`;
  report.error(at, "bad-value", message);
  return undefined;
}
