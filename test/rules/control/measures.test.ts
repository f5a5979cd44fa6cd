import { expect, test } from "vitest";
import { measureRules } from "../../../rules/control/measures.ts";
import { type Control, catalogue, parseControls, printControl } from "../../../rules/index.ts";
import { sha256 } from "../hash.ts";

function parse(lines: readonly string[]): {
  readonly control: Control | undefined;
  readonly errors: readonly string[];
} {
  const text = `version: 1\nset: s\nowner: o\ncontrols:\n  - id: c\n    ${lines.join("\n    ")}\n`;
  const { controls, findings } = parseControls(text, "f.yaml", sha256);
  return {
    control: controls[0],
    errors: findings
      .filter(({ severity }) => severity === "error")
      .map(({ code, message, fix }) => `${code}: ${message}: ${fix}`),
  };
}

/** The least that a control of a measure has to say. */
function least(measure: string): readonly string[] {
  const rules = measureRules(measure);
  const worse = catalogue.find(({ id }) => id === measure)?.worse;
  const bound = `{ ${worse === "lower" ? "min" : "max"}: 0.1 }`;
  return [
    rules.needsGood ? 'measure: { good: "latency <= 2s", of: all }' : `measure: ${measure}`,
    "window: 7d",
    `limit: ${rules.needsList ? "{ one_of: inventory.approved_models }" : bound}`,
    ...(rules.needsCheck ? ["check: pii"] : []),
    ...(rules.needsWithin ? ["within: 4h"] : []),
    ...(rules.bySegment ? ["by: [system, segment.age]"] : []),
    ...(rules.needsLabel ? ["positive: { label: yes }"] : []),
    ...(rules.needsBaseline ? ["baseline: approved"] : []),
    ...(rules.hasBounds || rules.isFact ? [] : ["proof: measured"]),
  ];
}

test.each(catalogue.map(({ id }) => id))(
  "%s can be written as a control, and is read back",
  (id) => {
    const { control, errors } = parse(least(id));
    expect(errors).toEqual([]);
    if (control === undefined) throw new Error("no control");
    const again = parseControls(printControl(control), "printed.yaml", sha256);
    expect(again.controls[0]?.revision).toBe(control.revision);
  },
);

test("what is compared over segments shares its risk over them", () => {
  const { control } = parse(least("equalised_odds_gap"));
  expect(control?.proof).toEqual({
    kind: "confidence",
    confidence: 0.95,
    correctFor: ["segment.age"],
  });
  expect(
    parse(["measure: equalised_odds_gap", ...least("equalised_odds_gap").slice(1, 3)]),
  ).toEqual({
    control: undefined,
    errors: [
      "bad-dimension: equalised_odds_gap compares segments: add one to by, e.g. by: [system, segment.region]",
      "missing-key: equalised_odds_gap counts one label: add positive: { label: … } or positive: inventory.positive_label",
    ],
  });
});

test("the label that is counted can be the inventory's, and stays so when it is printed", () => {
  const { control, errors } = parse([
    ...least("equalised_odds_gap").filter((line) => !line.startsWith("positive")),
    "positive: inventory.positive_label",
  ]);
  expect(errors).toEqual([]);
  if (control === undefined) throw new Error("no control");
  expect(control.favourable).toBeNull();
  const again = parseControls(printControl(control), "printed.yaml", sha256).controls[0];
  expect(again?.revision).toBe(control.revision);
});

test("reviews are split by role, and nothing else is", () => {
  const by = "by: [system, role]";
  const { control, errors } = parse([...least("short_review_rate"), by]);
  expect(errors).toEqual([]);
  expect(control).toMatchObject({ by: ["system", "role"], groupBy: ["system", "role"] });
  expect(parse([...least("accuracy"), by]).errors).toEqual([
    "bad-dimension: accuracy has no reviewers: remove role from by",
  ]);
});

test("what is learned from a baseline asks for one", () => {
  const lines = least("estimated_accuracy").filter((line) => !line.startsWith("baseline"));
  expect(parse(lines).errors).toEqual([
    "baseline-required: estimated_accuracy learns from one: add baseline: approved",
  ]);
});

test("only what can be below 0 has a limit below it", () => {
  const below = (measure: string, limit: string): readonly string[] => {
    const others = least(measure).filter((line) => !line.startsWith("limit"));
    return parse([...others, `limit: { ${limit} }`]).errors;
  };
  expect(below("bias", "min: -12.5")).toEqual([]);
  expect(below("accuracy_gap", "max: -0.01")).toEqual([]);
  expect(below("accuracy_gap", "max: -2")).toHaveLength(1);
  expect(below("mae", "max: -1")).toHaveLength(1);
});

test("R² is judged by its value, and the message says what has bounds", () => {
  const lines = least("r_squared").filter((line) => !line.startsWith("proof"));
  expect(parse(lines).errors[0]).toContain("or measure mae, rmse or bias");
});

test("outcomes may be waited for where a measure has any, and nowhere else", () => {
  const wait = "outcomes: { wait: 14d, min_coverage: 50% }";
  for (const { id } of catalogue) {
    const { errors } = parse([...least(id), wait]);
    const refused = measureRules(id).needsOutcomes
      ? []
      : [`bad-value: ${id} needs no outcomes: remove the key`];
    expect(errors).toEqual(refused);
  }
});
