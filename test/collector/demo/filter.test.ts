import fc from "fast-check";
import { loadCorpus } from "tiltmeter/demo/corpus";
import {
  accuracyOf,
  classify,
  crossValidated,
  type Example,
  type SpamFilter,
  trainFilter,
} from "tiltmeter/demo/filter";
import { parseMail } from "tiltmeter/demo/mail";
import { simulateCorpus } from "tiltmeter/demo/simulated-corpus";
import { splitCorpus } from "tiltmeter/demo/split";
import { expect, test } from "vitest";

function accuracy(filter: SpamFilter, letters: readonly Example[]): number {
  const right = letters.filter(({ mail, label }) => classify(filter, mail).label === label);
  return right.length / letters.length;
}

const example = (text: string, label: "spam" | "ham"): Example => ({
  mail: parseMail(`Subject: x\n\n${text}`),
  label,
});

test("on real mail the filter holds on held-out mail and visibly fails on the later collection", () => {
  const { training, heldOut, later } = splitCorpus(loadCorpus() ?? []);
  const filter = trainFilter(training);
  expect(training.length + heldOut.length).toBe(3000);
  expect(accuracy(filter, heldOut)).toBeGreaterThanOrEqual(0.98);
  // What the demonstration's accuracy control expects of it: clearly below its floor of 95 %.
  expect(accuracy(filter, later.slice(0, 1200))).toBeLessThan(0.9);
  expect(accuracy(filter, later)).toBeLessThan(0.92);
  // The rate that is accepted when the baseline is approved tells the truth about held-out mail.
  expect(
    Math.abs(accuracyOf(crossValidated(training), training) - accuracy(filter, heldOut)),
  ).toBeLessThan(0.01);
});

test("simulated mail tells the same story", () => {
  const { training, heldOut, later } = splitCorpus(simulateCorpus());
  const filter = trainFilter(training);
  expect(accuracy(filter, heldOut)).toBeGreaterThanOrEqual(0.97);
  expect(accuracy(filter, later)).toBeLessThan(0.92);
});

test("training is deterministic and does not depend on the order of the mail", () => {
  const words = fc.array(fc.constantFrom("money", "free", "patch", "kernel", "meeting"), {
    minLength: 1,
  });
  const examples = fc.tuple(fc.array(words, { minLength: 1 }), fc.array(words, { minLength: 1 }));
  fc.assert(
    fc.property(examples, words, ([spam, ham], asked) => {
      const mails = [
        ...spam.map((text) => example(text.join(" "), "spam")),
        ...ham.map((text) => example(text.join(" "), "ham")),
      ];
      const answer = classify(trainFilter(mails), example(asked.join(" "), "ham").mail);
      const again = classify(
        trainFilter([...mails].reverse()),
        example(asked.join(" "), "ham").mail,
      );
      expect(again).toEqual(answer);
      expect(answer.score).toBeGreaterThanOrEqual(0.5);
      expect(answer.score).toBeLessThanOrEqual(1);
    }),
    { numRuns: 20 },
  );
});

test("training without both labels is refused", () => {
  expect(() => trainFilter([example("money", "spam")])).toThrow("got 1 and 0 mails");
});
