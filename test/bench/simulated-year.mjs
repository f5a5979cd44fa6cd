// Two hundred years in which nothing is wrong, hour by hour: false alarms of a control with a budget
// of one a year, and of the same limit judged by its value alone over the same streams.
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { parseControls, parseTests } from "@tiltmeter/rules";
import { simulateControl } from "tiltmeter/wiring/run-simulation";

const hash = (text) => createHash("sha256").update(text).digest("hex");
const read = (name) =>
  readFileSync(new URL(`../scenarios/simulated-year.${name}.yaml`, import.meta.url), "utf8");
const { controls } = parseControls(read("controls"), "controls.yaml", hash);
const { file } = parseTests(read("tests"), "tests.yaml");

for (const { simulate, expect } of file.tests) {
  const control = controls.find(({ id }) => id === expect[0].control);
  const started = performance.now();
  const cpu = process.cpuUsage();
  const found = await simulateControl(simulate, control);
  const seconds = (performance.now() - started) / 1000;
  const used = process.cpuUsage(cpu).user / 1e6;
  console.log(
    `${control.id}${simulate.features > 0 ? `, ${simulate.features} features that share the budget` : ""}: ` +
      `${found.alarms} false alarms in ${found.years.toFixed(0)} years = ${found.perYear.toFixed(4)} a year, ` +
      `at most ${found.upper.toFixed(4)} (one-sided 99 %); ` +
      `by the value alone ${found.plainAlarms} = ${found.plainPerYear.toFixed(3)} a year; ` +
      `${((100 * found.conclusive) / found.verdicts).toFixed(1)} % of ${found.verdicts.toLocaleString("en")} verdicts conclusive; ` +
      `${seconds.toFixed(1)} s (${used.toFixed(1)} s of one core)`,
  );
}
