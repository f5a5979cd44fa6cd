import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { parseControls, printControl } from "../../rules/index.ts";
import { sha256 } from "./hash.ts";

const folder = new URL("../../rules/library/", import.meta.url);
const files = readdirSync(folder).filter((name) => name.endsWith(".yaml"));

for (const name of files) {
  test(`${name} parses without a finding, starts in shadow, and survives a canonical print`, () => {
    const { controls, findings } = parseControls(
      readFileSync(new URL(name, folder), "utf8"),
      name,
      sha256,
    );
    expect(findings).toEqual([]);
    expect(controls.map(({ id, status }) => [`${id}.yaml`, status])).toEqual([[name, "shadow"]]);
    for (const control of controls) {
      const again = parseControls(printControl(control), "printed", sha256).controls[0];
      expect(again?.revision).toBe(control.revision);
    }
  });
}

test("the library has a starter for each kind of matter", () => {
  expect(files.sort()).toEqual([
    "accuracy-floor.yaml",
    "error-rate.yaml",
    "input-drift.yaml",
    "latency.yaml",
    "monitoring-gap.yaml",
    "override-rate-high.yaml",
    "override-rate-low.yaml",
    "parity.yaml",
  ]);
});
