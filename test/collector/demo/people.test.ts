import { decide, reactionTo } from "tiltmeter/demo/people";
import { expect, test } from "vitest";

const ids = Array.from({ length: 5000 }, (_, i) => `spam-2/${String(i).padStart(5, "0")}`);

test("people react the same way at every run", () => {
  expect(ids.map(reactionTo)).toEqual(ids.map(reactionTo));
});

test("about half of the mail is reviewed and nearly all is filed, by three people", () => {
  const reactions = ids.map(reactionTo);
  const reviews = reactions.flatMap(({ review }) => (review === null ? [] : [review]));
  expect(reviews.length / ids.length).toBeGreaterThan(0.47);
  expect(reviews.length / ids.length).toBeLessThan(0.53);
  expect(reactions.filter(({ outcome }) => outcome === null).length / ids.length).toBeLessThan(
    0.05,
  );
  expect(new Set(reviews.map(({ by }) => by)).size).toBe(3);
});

test("truth is known within the five seconds that the accuracy control waits", () => {
  for (const { outcome } of ids.map(reactionTo)) expect(outcome?.afterMs ?? 0).toBeLessThan(5000);
});

test("reviewers confirm what is right and override what is wrong", () => {
  expect(decide("spam", "spam")).toBe("confirm");
  expect(decide("ham", "spam")).toBe("override");
});
