import { GROUPS } from "tiltmeter/demo/corpus";
import { simulateCorpus } from "tiltmeter/demo/simulated-corpus";
import { splitCorpus } from "tiltmeter/demo/split";
import { expect, test } from "vitest";

test("simulated mail is the same at every call, in the groups of the real corpus, with unique ids", () => {
  const mails = simulateCorpus();
  expect(simulateCorpus()).toEqual(mails);
  expect(new Set(mails.map(({ group }) => group))).toEqual(new Set(GROUPS));
  expect(new Set(mails.map(({ id }) => id)).size).toBe(mails.length);
});

test("every simulated mail has a date, and the later collection comes later", () => {
  const { training, later } = splitCorpus(simulateCorpus());
  const dates = (letters: typeof later): number[] =>
    letters.map(({ mail }) => mail.receivedMs ?? Number.NaN);
  expect(dates(later).every(Number.isFinite)).toBe(true);
  expect(Math.max(...dates(training))).toBeLessThan(Math.min(...dates(later)));
});
