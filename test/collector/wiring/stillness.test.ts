import { createStillness } from "tiltmeter/wiring/stillness";
import { expect, test } from "vitest";

test("a look waits for work that runs, holds back what comes, and lets it go on, also after a failure", async () => {
  const { during, still } = createStillness();
  const told: string[] = [];
  let end: () => void = () => undefined;
  const work = during(async () => {
    await new Promise<void>((resolve) => {
      end = resolve;
    });
    told.push("work");
  });
  const look = still(async () => {
    told.push("look");
    throw new Error("the disk is full");
  });
  const failed = expect(look).rejects.toThrow("the disk is full");
  const later = during(async () => void told.push("later"));
  const second = still(async () => void told.push("second look"));
  end();
  await Promise.all([work, failed, later, second]);
  expect(told.slice(0, 2)).toEqual(["work", "look"]);
  expect(told.slice(2).sort()).toEqual(["later", "second look"]);
  await expect(during(() => Promise.reject(new Error("refused")))).rejects.toThrow("refused");
  expect(await still(async () => 7)).toBe(7);
});
