import fc from "fast-check";
import { expect, test } from "vitest";
import { canonicalJson } from "../../../rules/canonical-json.ts";
import { createBaseline, mergeProfiles, TextProfiler, textFeatures } from "../../../rules/index.ts";
import { fnv1a } from "../../../rules/profile/fnv1a.ts";
import { sha256 } from "../hash.ts";

test("FNV-1a is that of RFC 9923, over UTF-8", () => {
  // From the RFC's test vectors, and Python's own loop over "grün 猫 😀".encode().
  expect([fnv1a(""), fnv1a("a"), fnv1a("foobar")]).toEqual([0x811c9dc5, 0xe40c292c, 0xbf9cf968]);
  expect(fnv1a("grün 猫 😀")).toBe(3306986992);
});

test("languages are told by script, and within Latin by their commonest words", () => {
  const language = (text: string): string => textFeatures(text).language;
  expect(language("The cat is not on the table, and you know it")).toBe("en");
  expect(language("Die Katze ist nicht auf dem Tisch und das weiß ich")).toBe("de");
  expect(language("Le chat est dans la maison avec les enfants")).toBe("fr");
  expect(language("El perro que está en la casa no es del vecino")).toBe("es");
  expect(language("Кошка сидит на столе")).toBe("und-Cyrl");
  expect(language("猫が好きです")).toBe("ja");
  expect(language("我喜欢猫")).toBe("zh");
  expect(language("xyzzy plugh")).toBe("und-Latn");
  expect(language("12 + 3 = 15 !")).toBe("und");
});

test("length is in code points, and what is not a letter is a share of what is visible", () => {
  expect(textFeatures("😀ab 1")).toMatchObject({ length: 5, nonLetters: 0.5 });
  expect(textFeatures("")).toMatchObject({ length: 0, nonLetters: 0, language: "und", tokens: [] });
  expect(textFeatures("Ab, ab!").tokens).toEqual([fnv1a("ab") % 1024, fnv1a("ab") % 1024]);
  expect(textFeatures("我喜欢").tokens.length).toBe(3);
});

test("any text has features in their ranges", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary", maxLength: 200 }), (text) => {
      const found = textFeatures(text);
      expect(found.length).toBe([...text].length);
      expect(found.nonLetters >= 0 && found.nonLetters <= 1).toBe(true);
      expect(found.tokens.every((token) => token >= 0 && token < 1024)).toBe(true);
    }),
  );
});

test("a baseline of texts has their features, and profiles of windows merge", () => {
  const texts = Array.from(
    { length: 60 },
    (_, i) => `the claim ${i} is for a car and ${i % 7} others`,
  );
  const baseline = createBaseline(
    {
      system: "s",
      name: "n",
      version: 1,
      createdMs: 0,
      origin: "t",
      columns: {},
      texts: { note: [...texts, null] },
    },
    sha256,
  );
  expect(baseline.rows).toBe(61);
  expect(baseline.derived).toEqual({ note: { kind: "text" } });
  expect(Object.keys(baseline.features)).toEqual([
    "note:length",
    "note:non_letters",
    "note:language",
    "note:tokens",
  ]);
  const profileOf = (values: readonly unknown[]) => {
    const profiler = new TextProfiler("note", baseline);
    for (const value of values) profiler.add(value);
    return profiler.build();
  };
  const [a, b, all] = [
    texts.slice(0, 20),
    [null, 5, "Bonjour"],
    [...texts.slice(0, 20), null, 5, "Bonjour"],
  ];
  const [left, right, whole] = [profileOf(a), profileOf(b), profileOf(all)];
  for (const [name, profile] of Object.entries(whole)) {
    const [x, y] = [left[name], right[name]];
    if (x === undefined || y === undefined) throw new Error(`no ${name}`);
    expect(canonicalJson(mergeProfiles(x, y))).toBe(canonicalJson(profile));
    expect([profile.missing, profile.wrongType]).toEqual([2, 1]);
  }
  expect(whole["note:language"]?.counts.at(-1)).toBe(1);
  expect(() => new TextProfiler("other", baseline)).toThrow("other:length");
});
