import { createClosing } from "tiltmeter/wiring/closing";
import { prepareLooks } from "tiltmeter/wiring/prepare-looks";
import { expect, test } from "vitest";

function preparing(takesMs: number) {
  const world = { nowMs: 0, made: [] as string[], lines: [] as string[], isDown: false };
  const look = (name: string) => async (): Promise<void> => {
    world.nowMs += takesMs;
    if (world.isDown && name === "first") throw new Error("the store is away");
    world.made.push(name);
  };
  const closing = createClosing();
  const prepared = prepareLooks([look("first"), look("second")], {
    ...{ closing, stopwatch: () => world.nowMs },
    log: (line) => world.lines.push(line),
  });
  return { world, closing, prepared };
}

test("what people look at first is made at the start, and again after a while, one after the other", async () => {
  const { world, prepared } = preparing(10_000);
  prepared.renew();
  await prepared.settled();
  expect(world.made).toEqual(["first", "second"]);
  world.nowMs = 20_000 + 20 * 20_000 - 1;
  prepared.renew();
  await prepared.settled();
  expect(world.made).toHaveLength(2);
  world.nowMs += 1;
  prepared.renew();
  await prepared.settled();
  expect(world.made).toEqual(["first", "second", "first", "second"]);
});

test("what fails is told of and does not hold up the rest", async () => {
  const { world, prepared } = preparing(1);
  world.isDown = true;
  await prepared.settled();
  expect(world.made).toEqual(["second"]);
  expect(world.lines).toEqual([expect.stringContaining("the store is away")]);
});

test("nothing is made any more once it is closed", async () => {
  const { world, closing, prepared } = preparing(1);
  await closing.close();
  const before = world.made.length;
  world.nowMs = 10_000_000;
  prepared.renew();
  await prepared.settled();
  expect(world.made).toHaveLength(before);
});
