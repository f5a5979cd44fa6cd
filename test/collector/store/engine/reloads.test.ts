import { Reloads } from "tiltmeter/store/engine/reloads";
import { expect, test } from "vitest";

/** A promise and what ends it. */
function open(): { readonly promise: Promise<void>; readonly end: () => void } {
  let end = (): void => undefined;
  const promise = new Promise<void>((resolve) => {
    end = resolve;
  });
  return { promise, end };
}

test("a question that failed beside a reload is asked again after it, another one is not", async () => {
  const reloads = new Reloads();
  const [begun, question, reload] = [open(), open(), open()];
  let isAway = false;
  let asked = 0;
  const ask = async (): Promise<string> => {
    asked += 1;
    begun.end();
    await question.promise;
    if (isAway) throw new Error("no such table");
    return "answer";
  };
  const before = reloads.beside(ask);
  await begun.promise;
  isAway = true;
  const meanwhile = reloads.beside(ask);
  const reloaded = reloads.run(async () => {
    await reload.promise;
    isAway = false;
  });
  const after = reloads.beside(ask);
  question.end();
  reload.end();
  await reloaded;
  expect(await Promise.all([before, meanwhile, after])).toEqual(["answer", "answer", "answer"]);
  // The first one twice; the others have waited.
  expect(asked).toBe(4);

  isAway = true;
  await expect(reloads.beside(ask)).rejects.toThrow("no such table");
  expect(asked).toBe(5);
});

test("reloads follow one another, and one that fails is told to who began it alone", async () => {
  const reloads = new Reloads();
  const first = open();
  const order: string[] = [];
  const failing = reloads.run(async () => {
    await first.promise;
    order.push("first");
    throw new Error("the disk is gone");
  });
  const next = reloads.run(async () => void order.push("second"));
  first.end();
  await expect(failing).rejects.toThrow("the disk is gone");
  await next;
  expect(order).toEqual(["first", "second"]);
  expect(await reloads.beside(async () => "answer")).toBe("answer");
});

test("a question that fails begins a look, one for all that fail together, and is asked again where that loaded a table", async () => {
  const reloads = new Reloads();
  let isDamaged = true;
  let looks = 0;
  reloads.lookWith(async () => {
    looks += 1;
    if (!isDamaged) return;
    await reloads.run(async () => {
      isDamaged = false;
    });
  });
  const ask = async (): Promise<string> => {
    if (isDamaged) throw new Error("a file is too short");
    return "answer";
  };
  const both = await Promise.all([reloads.beside(ask), reloads.beside(ask)]);
  expect([both, looks]).toEqual([["answer", "answer"], 1]);
  const wrong = async (): Promise<string> => {
    throw new Error("too many rows");
  };
  await expect(reloads.beside(wrong)).rejects.toThrow("too many rows");
  expect(looks).toBe(2);
});
