import fc from "fast-check";
import { loadCorpus } from "tiltmeter/demo/corpus";
import { schedule } from "tiltmeter/demo/schedule";
import { type Letter, splitCorpus } from "tiltmeter/demo/split";
import { expect, test } from "vitest";

const split = splitCorpus(loadCorpus() ?? []);

test("the map from the corpus' dates to the clock is monotone over the later mail", () => {
  const steps = schedule(split, 1).filter(
    ({ act, phase }) => act === "mail" && phase === "drifting",
  );
  expect(steps).toHaveLength(split.later.length);
  for (const [i, { atMs, letter }] of steps.entries()) {
    const before = steps[i - 1];
    if (before === undefined) continue;
    expect(atMs).toBeGreaterThanOrEqual(before.atMs);
    expect(letter.mail.receivedMs ?? 0).toBeGreaterThanOrEqual(before.letter.mail.receivedMs ?? 0);
  }
});

test("every date is credible: none from the forged claims of senders", () => {
  const years = split.later.map(({ mail }) => new Date(mail.receivedMs ?? 0).getUTCFullYear());
  expect(new Set(years)).toEqual(new Set([2001, 2002]));
});

test("every letter is asked once, and reviewed and filed only after it was answered", () => {
  const letter = fc.record({
    id: fc.uuid(),
    group: fc.constant("spam-2" as const),
    label: fc.constantFrom("spam" as const, "ham" as const),
    mail: fc.constant(split.later[0]?.mail),
  });
  const letters = fc.uniqueArray(letter, { selector: ({ id }) => id, maxLength: 40 });
  fc.assert(
    fc.property(
      letters,
      letters,
      fc.double({ min: 1, max: 10, noNaN: true }),
      (held, late, speed) => {
        const heldOut = held.map((each) => ({ ...each, id: `a/${each.id}` })) as Letter[];
        const later = late.map((each) => ({ ...each, id: `b/${each.id}` })) as Letter[];
        const steps = schedule({ heldOut, later }, speed);
        const mails = steps.filter(({ act }) => act === "mail").map(({ letter: { id } }) => id);
        expect(mails.sort()).toEqual([...heldOut, ...later].map(({ id }) => id).sort());
        const askedAt = new Map<string, number>();
        for (const {
          act,
          letter: { id },
          atMs,
        } of steps) {
          if (act === "mail") askedAt.set(id, atMs);
          else expect(askedAt.get(id)).toBeLessThan(atMs);
        }
        expect(steps.map(({ atMs }) => atMs)).toEqual(
          steps.map(({ atMs }) => atMs).sort((a, b) => a - b),
        );
      },
    ),
  );
});

test("a minute is past, twenty seconds are calm, three minutes drift; speed divides what is to come", () => {
  for (const speed of [1, 4]) {
    const mails = schedule(split, speed).filter(({ act }) => act === "mail");
    const drifting = mails.filter(({ phase }) => phase === "drifting");
    expect(mails[0]?.atMs).toBe(-60_000);
    expect(mails.filter(({ atMs }) => atMs < 0).length).toBeGreaterThan(600);
    expect(drifting[0]?.atMs).toBe(20_000 / speed);
    expect(drifting.at(-1)?.atMs).toBeLessThan(200_000 / speed);
    expect(drifting.at(-1)?.atMs).toBeGreaterThan(199_000 / speed);
  }
});
