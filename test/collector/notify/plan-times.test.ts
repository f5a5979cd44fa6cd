import { expect, test } from "vitest";
import { HOUR, MINUTE, played, START_MS, type Taken, type World } from "./model.ts";

const DAY = 24 * HOUR;
const HIGH = { kind: "raise", severity: "high", system: "credit" } as const;
const LOW = { kind: "raise", severity: "low", system: "mail" } as const;

const heard = (world: World, channel: string, event: string): readonly Taken[] =>
  world.taken.filter((each) => each.channel === channel && each.notice.event === event);

const lines = ({ notice }: Taken): readonly string[] =>
  notice.lines.map(({ label, text }) => `${label}: ${text}`);

test("a digest sums up by value what is new, open, and closed since the last one, and an empty one is not sent", async () => {
  const later = { kind: "pass", ms: MINUTE } as const;
  const world = await played([later, HIGH, LOW, LOW, { kind: "close", pick: 1 }]);
  await world.pass(7 * DAY);
  const [digest, ...more] = heard(world, "lead", "digest");
  expect(more).toEqual([]);
  // Monday, eight o'clock in Berlin.
  expect(digest?.atMs).toBe(Date.UTC(2026, 10, 30, 7));
  expect(digest?.notice.subject).toBe("Digest weekly: 3 new, 0 overdue, 2 open, 1 closed");
  expect(digest === undefined ? [] : lines(digest)).toEqual([
    "Since: 2026-11-23 11:00 UTC",
    "New: [high] NC-2026-0001 Live inputs drifted away (credit)",
    "New: [low] NC-2026-0002 Live inputs drifted away (mail)",
    "New: [low] NC-2026-0003 Live inputs drifted away (mail)",
    "Open: [high] NC-2026-0001 Live inputs drifted away (credit)",
    "Open: [low] NC-2026-0003 Live inputs drifted away (mail)",
    "Closed: [low] NC-2026-0002 Live inputs drifted away (mail)",
  ]);
  expect(digest?.notice.acknowledge).toBeNull();

  for (const pick of [0, 0]) await world.act({ kind: "close", pick });
  await world.pass(7 * DAY);
  expect(heard(world, "lead", "digest").at(-1)?.notice.subject).toBe(
    "Digest weekly: 0 new, 0 overdue, 0 open, 2 closed",
  );
  await world.pass(21 * DAY);
  expect(heard(world, "lead", "digest")).toHaveLength(2);
});

test("when quiet hours are over for good their channels and compliance are told so, once each, with who answers for them", async () => {
  const world = await played([]);
  await world.pass(4 * DAY);
  world.restart();
  await world.pass(4 * DAY);
  for (const channel of ["chat", "compliance", "lead"]) {
    const [ended, ...more] = heard(world, channel, "quiet_ended");
    expect([channel, more]).toEqual([channel, []]);
    // The end of the 26th in Berlin.
    expect(ended?.atMs).toBe(Date.UTC(2026, 10, 26, 23));
    expect(ended?.notice.subject).toBe("Quiet hours nights are over for good");
    expect(ended === undefined ? [] : lines(ended)).toEqual([
      "Since: 2026-11-26 23:00 UTC",
      "Next: From now on everything is told at once. ann answers for them: take them out of the routes file, or give them another end.",
    ]);
  }
  expect(heard(world, "pager", "quiet_ended")).toEqual([]);
});

test("an open record is told of again every day until its end, also over a restart and after an acknowledgement", async () => {
  const world = await played([HIGH]);
  await world.pass(DAY - MINUTE);
  expect(heard(world, "pager", "repeated")).toEqual([]);
  await world.act({ kind: "acknowledge", pick: 0 });
  await world.pass(MINUTE);
  world.restart();
  await world.pass(DAY);
  const again = heard(world, "pager", "repeated");
  expect(again.map(({ atMs }) => (atMs - START_MS) / DAY)).toEqual([1, 2]);
  expect(again.map(({ notice }) => notice.records.map(({ id }) => id))).toEqual([
    ["NC-2026-0001"],
    ["NC-2026-0001"],
  ]);
  await world.act({ kind: "close", pick: 0 });
  await world.pass(3 * DAY);
  expect(heard(world, "pager", "repeated")).toHaveLength(2);
});
