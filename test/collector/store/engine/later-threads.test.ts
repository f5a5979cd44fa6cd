import { once } from "node:events";
import { getPriority } from "node:os";
import { Worker } from "node:worker_threads";
import { laterThreads, threads } from "tiltmeter/store/engine/later-threads";
import { expect, test } from "vitest";

const isShown = threads().size > 0;

async function thread(): Promise<Worker> {
  const worker = new Worker("setInterval(() => {}, 1000)", { eval: true });
  await once(worker, "online");
  return worker;
}

test.runIf(isShown)(
  "threads that begin later give way to those that were there, at the opening and at the next look",
  async () => {
    const before = threads();
    const own = getPriority();
    const first = await thread();
    const later = laterThreads(before);
    const second = await thread();
    later.look();
    later.end();
    const third = await thread();

    const priorities = [...threads()].map((id) => [id, getPriority(id)] as const);
    const isEarlier = ([id]: readonly [number, number]): boolean => before.has(id);
    expect(new Set(priorities.filter(isEarlier).map(([, priority]) => priority))).toEqual(
      new Set([own]),
    );
    const others = priorities.filter((one) => !isEarlier(one)).map(([, priority]) => priority);
    // What began after the last look is as it was: it inherits from the thread that began it.
    expect(others.toSorted((a, b) => a - b)).toEqual([own, own + 5, own + 5]);
    await Promise.all([first, second, third].map((worker) => worker.terminate()));
  },
);

test.runIf(!isShown)("where threads are not shown nothing happens", () => {
  const later = laterThreads(threads());
  later.look();
  later.end();
});
