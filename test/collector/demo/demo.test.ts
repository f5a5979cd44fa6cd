import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { parseControls } from "@tiltmeter/rules";
import { loadCorpus } from "tiltmeter/demo/corpus";
import { simulateCorpus } from "tiltmeter/demo/simulated-corpus";
import { expect, test } from "vitest";
import { storyOf, type Told } from "./story.ts";

const file = "collector/demo/controls.yaml";
const { controls, findings } = parseControls(
  readFileSync(new URL(`../../../${file}`, import.meta.url), "utf8"),
  file,
  (text) => createHash("sha256").update(text).digest("hex"),
);
const enforced = controls.filter(({ status }) => status === "enforce");
const tellReal = storyOf(loadCorpus() ?? []);

/** The minute less a tick and the way to the page. */
const WITHIN_MS = 57_000;
const ON_THE_MINUTE = Date.UTC(2026, 10, 23, 10);

const breaches = (told: readonly Told[], control?: string): readonly Told[] =>
  told.filter(
    (each) => each.verdict.kind === "breach" && (control ?? each.control) === each.control,
  );

/** Windows that hold no mail of the later collection. */
const calm = (told: readonly Told[], speed: number): readonly Told[] =>
  told.filter(({ windowEndMs }) => windowEndMs <= 20_000 / speed);

test("the controls of the demonstration are an example to copy: no errors, no warnings", () => {
  expect(findings).toEqual([]);
  const other = "collector/demo/assistant-controls.yaml";
  const ofAssistant = parseControls(
    readFileSync(new URL(`../../../${other}`, import.meta.url), "utf8"),
    other,
    (text) => createHash("sha256").update(text).digest("hex"),
  );
  expect(ofAssistant.findings).toEqual([]);
  expect(ofAssistant.controls.map(({ id }) => id)).toContain("silent-model-change");
});

test.each([0, 4000, 8000, 12_000])(
  "real mail, begun %d ms into a window: calm until the later mail comes; within a minute of serving drift, accuracy and overrides breach",
  (offset) => {
    const told = tellReal({ controls: enforced, speed: 1, startMs: ON_THE_MINUTE + offset });
    expect(calm(told, 1).length).toBeGreaterThan(50);
    expect(breaches(calm(told, 1))).toEqual([]);
    for (const control of ["input-drift", "accuracy-floor", "override-rate"]) {
      expect(breaches(told, control)[0]?.judgedMs, control).toBeLessThan(WITHIN_MS);
    }
  },
);

test.each([4, 10])("at %d times the speed the same controls breach", (speed) => {
  const told = tellReal({ controls: enforced, speed, startMs: ON_THE_MINUTE + 7000 });
  expect(breaches(calm(told, speed))).toEqual([]);
  const breached = new Set(breaches(told).map(({ control }) => control));
  expect(breached).toEqual(new Set(["input-drift", "accuracy-floor", "override-rate"]));
});

test("several features of real mail drift, in form and not by a name alone", () => {
  const drifted = breaches(tellReal({ controls, speed: 1, startMs: ON_THE_MINUTE }), "input-drift");
  const features = drifted.map(({ labels }) => labels["feature"]);
  expect([...new Set(features)]).toEqual(
    expect.arrayContaining(["html", "length", "reply", "charset", "links"]),
  );
});

test("simulated mail comes to the same nonconformities", () => {
  const tell = storyOf(simulateCorpus());
  const told = tell({ controls: enforced, speed: 1, startMs: ON_THE_MINUTE });
  expect(breaches(calm(told, 1))).toEqual([]);
  const breached = new Set(breaches(told).map(({ control }) => control));
  expect(breached).toEqual(new Set(["input-drift", "accuracy-floor", "override-rate"]));
});
