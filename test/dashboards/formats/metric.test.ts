import { catalogue, FACT_NAMES, FACTS } from "@tiltmeter/rules";
import fc from "fast-check";
import { expect, test } from "vitest";
import { axisValue, metricWords } from "../../../dashboards/formats/metric.ts";

test("a value beside an axis carries no zeros that say nothing", () => {
  expect([0, 0.02, 0.975, 0.1 + 0.2, 1].map((value) => axisValue("percent", value))).toEqual([
    "0\u202f%",
    "2\u202f%",
    "97.5\u202f%",
    "30\u202f%",
    "100\u202f%",
  ]);
  expect([0, 0.5, 1.5, 0.1 + 0.2].map((value) => axisValue("plain", value))).toEqual([
    "0",
    "0.5",
    "1.5",
    "0.3",
  ]);
  expect([0, 0.0005, 0.0015, 0.2, 1.5].map((value) => axisValue("seconds", value))).toEqual([
    "0 s",
    "500 µs",
    "1.5 ms",
    "200 ms",
    "1.5 s",
  ]);
});

test("the ticks of one axis never share a label", () => {
  const steps = fc.constantFrom(1e-4, 2.5e-3, 0.01, 0.025, 0.05, 0.2, 1, 2.5);
  fc.assert(
    fc.property(steps, fc.constantFrom("percent", "plain", "seconds"), (step, style) => {
      const labels = [0, 1, 2, 3, 4].map((i) => axisValue(style, i * step));
      expect(new Set(labels).size).toBe(labels.length);
    }),
  );
});

test("every metric of the catalogue has words, and reads as the catalogue says", () => {
  const styles = {
    percent: ["percent"],
    seconds: ["seconds"],
    number: ["plain", "count", "money"],
  };
  for (const { id, display } of catalogue) {
    const { meaning, style } = metricWords(id);
    expect({ id, meaning }).toEqual({ id, meaning: expect.stringMatching(/^[A-Z0-9½].*\.$/) });
    expect(styles[display], id).toContain(style);
  }
});

test("a fact reads on a page as it does everywhere", () => {
  for (const name of FACT_NAMES) {
    const { title, meaning } = FACTS[name];
    expect(metricWords(name)).toMatchObject({ title, meaning });
  }
});
