import fc from "fast-check";
import { uuidOf } from "tiltmeter/export/oscal/uuid";
import { oscalDocuments } from "tiltmeter/export/oscal-members";
import { expect, test } from "vitest";
import { material, recordMaterial } from "./material.ts";
import { oscalFaults } from "./oscal-faults.ts";

test("plan, results, plan of action and mapping validate, and no reference leads nowhere", () => {
  const documents = oscalDocuments(material());
  expect(documents.map(([name]) => name)).toEqual([
    "ap.json",
    "ar.json",
    "poam.json",
    "mapping.json",
  ]);
  for (const [name, document] of documents)
    expect([name, oscalFaults(document)]).toEqual([name, []]);
});

test("whatever people wrote, the documents validate", () => {
  const words = fc.string({ unit: "binary", maxLength: 40 });
  fc.assert(
    fc.property(words, words, words, (title, cause, system) => {
      const records = [
        recordMaterial({
          controlTitle: title,
          statement: cause,
          requirement: title,
          fields: { cause, actions: cause },
          actions: [],
          system,
        }),
      ];
      const [first] = material().inventory;
      const inventory = first === undefined ? [] : [{ ...first, id: system, purpose: cause }];
      for (const [, document] of oscalDocuments(material({ records, inventory, origin: title }))) {
        expect(oscalFaults(document)).toEqual([]);
      }
    }),
    { numRuns: 60 },
  );
});

test("nothing to plan is no plan: an empty list is invalid OSCAL", () => {
  const nothing = material({
    records: [],
    controls: [],
    inventory: [],
    days: [],
    coverage: { range: { fromMs: 0, toMs: 1 }, frameworks: [] },
  });
  const documents = oscalDocuments(nothing);
  expect(documents.map(([name]) => name)).toEqual(["ap.json", "ar.json"]);
  for (const [, document] of documents) expect(oscalFaults(document)).toEqual([]);
});

test("the same material has the same ids, and another period has others where it matters", () => {
  expect(oscalDocuments(material())).toEqual(oscalDocuments(material()));
  const later = material({ period: { fromMs: 1, toMs: 2 } });
  const uuid = (of: ReturnType<typeof oscalDocuments>): unknown =>
    Object.values(of[0]?.[1] ?? {}).map((model) => (model as { uuid: string }).uuid);
  expect(uuid(oscalDocuments(later))).not.toEqual(uuid(oscalDocuments(material())));
});

test("passes are observations too, and too little data is not fulfilled for another reason", () => {
  const days = [
    {
      control: "errors",
      system: "a",
      dayMs: 0,
      windows: 2,
      backFilled: 0,
      verdicts: { pass: 2, breach: 0, inconclusive: 0, no_data: 0, error: 0 },
    },
    {
      control: "errors",
      system: "b",
      dayMs: 0,
      windows: 2,
      backFilled: 0,
      verdicts: { pass: 1, breach: 1, inconclusive: 0, no_data: 0, error: 0 },
    },
    {
      control: "errors",
      system: "c",
      dayMs: 0,
      windows: 2,
      backFilled: 0,
      verdicts: { pass: 0, breach: 0, inconclusive: 1, no_data: 1, error: 0 },
    },
  ];
  const text = JSON.stringify(new Map(oscalDocuments(material({ days }))).get("ar.json"));
  const standings = [...text.matchAll(/"status":\{"state":"([a-z-]+)","reason":"([a-z]+)"\}/g)];
  expect(standings.map(([, state, reason]) => `${state} ${reason}`)).toEqual([
    "satisfied pass",
    "not-satisfied fail",
    "not-satisfied other",
  ]);
});

test("a fault is found: the checks can fail", () => {
  const plan = new Map(oscalDocuments(material())).get("ap.json");
  const broken = JSON.parse(JSON.stringify(plan).replace('"title"', '"titel"'));
  expect(oscalFaults(broken)).not.toEqual([]);
});

test("an id is a version 5 UUID of what it names", () => {
  fc.assert(
    fc.property(fc.array(fc.string(), { minLength: 1, maxLength: 4 }), (name) => {
      expect(uuidOf(...name)).toMatch(
        /^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
      );
      expect(uuidOf(...name)).toBe(uuidOf(...name));
      expect(uuidOf(...name, "more")).not.toBe(uuidOf(...name));
    }),
  );
  // One name does not run into the next.
  expect(uuidOf("a", "bc")).not.toBe(uuidOf("ab", "c"));
});
