import { GROUPS, loadCorpus } from "tiltmeter/demo/corpus";
import { expect, test } from "vitest";

test("the real corpus is 6,046 mails in five groups, each with its own id", () => {
  const corpus = loadCorpus() ?? [];
  const sizes = GROUPS.map((group) => corpus.filter((mail) => mail.group === group).length);
  expect(sizes).toEqual([2500, 500, 1400, 250, 1396]);
  expect(new Set(corpus.map(({ id }) => id)).size).toBe(6046);
});
