import { createClosing } from "tiltmeter/wiring/closing";
import { expect, test } from "vitest";

test("loops end together before what they work on, which ends newest first", async () => {
  const ended: string[] = [];
  const closing = createClosing();
  const end = (name: string) => async () => void ended.push(name);
  closing.keep({}, end("journal"));
  closing.keep({}, end("store"));
  closing.loop({}, end("applier"));
  closing.loop({}, end("outbox"));
  await closing.close();
  await closing.close();
  expect(ended).toEqual(["applier", "outbox", "store", "journal"]);
});

test("what fails to end does not keep the others from it, and is told", async () => {
  const ended: string[] = [];
  const closing = createClosing();
  const fails = async (): Promise<void> => {
    throw new Error("the disk is gone");
  };
  closing.keep({}, async () => void ended.push("journal"));
  closing.keep({}, fails);
  closing.loop({}, fails);
  await expect(closing.close()).rejects.toThrow("the disk is gone");
  expect(ended).toEqual(["journal"]);
});

test("a loop that hangs is left behind", { timeout: 10_000 }, async () => {
  const ended: string[] = [];
  const closing = createClosing();
  closing.keep({}, async () => void ended.push("store"));
  closing.loop({}, () => new Promise(() => {}));
  await closing.close();
  expect(ended).toEqual(["store"]);
});
