import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { type ControlTest, parseControls, parseTests, type Simulation } from "@tiltmeter/rules";
import { runSimulation, simulateControl } from "tiltmeter/wiring/run-simulation";
import { expect, test } from "vitest";

// Fewer years than the 200 of `npm run bench`: as many as show at 99 % that one a year is kept.
const hash = (text: string): string => createHash("sha256").update(text).digest("hex");
const read = (name: string): string =>
  readFileSync(new URL(`./simulated-year.${name}.yaml`, import.meta.url), "utf8");
const { controls } = parseControls(read("controls"), "controls.yaml", hash);

function yearOf(
  control: string,
  fewer: Partial<Simulation>,
): { readonly test: ControlTest; readonly simulate: Simulation } {
  const { file, findings } = parseTests(read("tests"), "tests.yaml");
  const found = file?.tests.find(({ expect }) => expect.some((each) => each.control === control));
  if (found === undefined || found.simulate === null) throw new Error(JSON.stringify(findings));
  const simulate = { ...found.simulate, ...fewer };
  return { simulate, test: { ...found, simulate } };
}

test.each([
  { id: "override-rate", fewer: { runs: 10 }, plainAtLeast: 1 },
  { id: "input-drift", fewer: { runs: 6, features: 2 }, plainAtLeast: 0 },
])(
  "years in which nothing is wrong: $id keeps its budget of one false alarm a year, and is conclusive",
  async (of) => {
    const control = controls.find(({ id }) => id === of.id);
    if (control === undefined) throw new Error(of.id);
    const found = await simulateControl(yearOf(of.id, of.fewer).simulate, control);
    expect(found.upper).toBeLessThanOrEqual(1);
    expect(found.conclusive / found.verdicts).toBeGreaterThan(0.5);
    expect(found.plainPerYear).toBeGreaterThanOrEqual(of.plainAtLeast);
  },
);

test("too few years prove nothing: the bound has to keep the expectation, not the mean", async () => {
  const [checked] = await runSimulation(yearOf("override-rate", { runs: 2 }).test, controls);
  expect(checked).toMatchObject({
    isMet: false,
    detail: [expect.stringMatching(/take more runs \(at least 5 years\)/)],
  });
});

test("a control that measures nothing of what is drawn is told so", async () => {
  const year = yearOf("input-drift", { runs: 2, features: 0 });
  await expect(runSimulation(year.test, controls)).rejects.toThrow(
    /control input-drift measures psi, which the simulation does not draw; add features: 10/,
  );
});
