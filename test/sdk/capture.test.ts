import { expect, test } from "vitest";
import { type CaptureOption, resolveCapture } from "../../sdk/capture.ts";

const resolve = (option: unknown): { modes: readonly string[]; isAll: boolean; told: string[] } => {
  const told: string[] = [];
  // Callers without types pass anything.
  const capture = resolveCapture(option as CaptureOption | undefined, (mistake) => {
    told.push(mistake);
  });
  return { modes: ["income", "note"].map(capture.modeOf), isAll: capture.isAll, told };
};

test.each([
  [undefined, ["values", "values"], true],
  ["values", ["values", "values"], true],
  ["profiles", ["profiles", "profiles"], false],
  ["none", ["none", "none"], false],
  [{}, ["values", "values"], true],
  [{ features: { income: "profiles" } }, ["profiles", "values"], false],
  [{ default: "none", features: { income: "values" } }, ["values", "none"], false],
])("a mode is the feature's own, else the default (%#)", (option, modes, isAll) => {
  expect(resolve(option)).toEqual({ modes, isAll, told: [] });
});

test.each([
  ["profile", ["none", "none"]],
  [null, ["none", "none"]],
  [true, ["none", "none"]],
  [{ default: "off" }, ["none", "none"]],
  [{ features: { income: "hash" } }, ["none", "values"]],
])("what is no mode captures nothing, and is told (%#)", (option, modes) => {
  const { told, ...found } = resolve(option);
  expect(found).toEqual({ modes, isAll: false });
  expect(told).toHaveLength(1);
  expect(told[0]).toContain("must be values, profiles, none; it is taken as none");
});

test("a feature that is named like a property of every object has the default", () => {
  const capture = resolveCapture({ default: "profiles", features: {} }, () => undefined);
  expect(["constructor", "__proto__", "toString"].map(capture.modeOf)).toEqual([
    "profiles",
    "profiles",
    "profiles",
  ]);
});

test.each([
  [["profiles"]],
  [{ income: "none" }],
  [{ feature: { income: "none" } }],
  [{ features: ["income"] }],
  [{ features: new Map([["income", "none"]]) }],
  [{ features: null }],
  [
    {
      get features() {
        throw new Error("by the host's object");
      },
    },
  ],
])("what has another shape than the option captures nothing, and is told (%#)", (option) => {
  const { told, ...found } = resolve(option);
  expect(found).toEqual({ modes: ["none", "none"], isAll: false });
  expect(told).toHaveLength(1);
  expect(told[0]).toContain("taken as none");
});
