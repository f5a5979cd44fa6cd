import { expect, test } from "vitest";
import { FACT_NAMES, FACTS, metric, parseControls, requestFor } from "../../../rules/index.ts";
import { sha256 } from "../hash.ts";
import { group, measure } from "./family.ts";

test("a fact that nobody knows is no data; one that is known is its value, zero too", () => {
  for (const name of FACT_NAMES) {
    const fact = { value: 0, n: 3, named: ["NC-2026-0001"] };
    const known = group({ kind: "facts", facts: { [name]: fact } });
    const [measured, unknown] = measure(name, [known, group({ kind: "facts", facts: {} })]);
    expect(measured).toEqual({
      kind: "measured",
      value: 0,
      lower: null,
      upper: null,
      n: 3,
      detail: { named: ["NC-2026-0001"] },
    });
    expect(unknown?.kind).toBe("no_data");
  }
});

test("more is worse of every fact, but of how long records are kept", () => {
  const better = FACT_NAMES.filter((name) => metric(name)?.worse !== "higher");
  expect(better).toEqual(["retention"]);
});

test("a control asks for its own fact, by system or by control as the fact is about", () => {
  for (const name of FACT_NAMES) {
    const text = `version: 1\ncontrols:\n  - { id: c, measure: ${name}, window: 1h, limit: { ${name === "retention" ? "min" : "max"}: 1 } }\n`;
    const [control] = parseControls(text, "f.yaml", sha256).controls;
    if (control === undefined) throw new Error(`${name} cannot be written`);
    const by = FACTS[name].about === "control" ? ["system", "control"] : ["system"];
    const request = requestFor(control, { fromMs: 0, toMs: 1 }, []);
    expect(request).toMatchObject({ kind: "facts", facts: [name], by });
  }
});

test("what is about a control is not split otherwise, and nothing else is by control", () => {
  const refused = (measure: string, by: string): readonly string[] =>
    parseControls(
      `version: 1\ncontrols:\n  - { id: c, measure: ${measure}, by: [${by}], window: 1h, limit: { max: 1 } }\n`,
      "f.yaml",
      sha256,
    ).findings.flatMap(({ code, severity }) => (severity === "error" ? [code] : []));
  expect(refused("never_fired", "system")).toEqual(["bad-dimension"]);
  expect(refused("undeclared", "system, control")).not.toEqual([]);
  expect(refused("error_rate", "system, control")).toEqual(["bad-dimension"]);
});
