import { createMonitor, type Prediction } from "@tiltmeter/sdk";
import { expect, test } from "vitest";

function listening(): { ai: ReturnType<typeof createMonitor>; heard: Prediction[] } {
  const ai = createMonitor({ url: "nonsense", log: () => undefined });
  const heard: Prediction[] = [];
  ai.onPrediction((prediction) => heard.push(prediction));
  return { ai, heard };
}

/** As query builders are: each `then` runs the query. */
class Query {
  runs = 0;
  // biome-ignore lint/suspicious/noThenProperty: a thenable is what is tested
  then<A, B>(
    onValue?: ((value: string) => A) | null,
    onError?: ((error: unknown) => B) | null,
  ): Promise<A | B> {
    this.runs += 1;
    return Promise.resolve("row").then(onValue as (value: string) => A, onError);
  }
}

test("a lazy thenable runs only when its caller awaits it, once", async () => {
  const { ai, heard } = listening();
  const query = new Query();
  const answer = ai.watch(() => query, { output: (row) => row })();
  expect(answer).toBe(query);
  await Promise.resolve();
  expect([query.runs, heard.length]).toEqual([0, 0]);
  expect(await answer).toBe("row");
  expect(query.runs).toBe(1);
  expect(heard).toMatchObject([{ label: "row" }]);
  expect(Object.hasOwn(query, "then")).toBe(false);
  await ai.close({ timeoutMs: 0 });
});

test("a subclass of Promise keeps its class, its methods and its own then", async () => {
  const { ai, heard } = listening();
  class ApiPromise extends Promise<string> {
    raw(): string {
      return "response";
    }
  }
  const call = ai.watch(() => ApiPromise.resolve("parsed") as ApiPromise, {
    output: (text) => text,
  });
  const answer = call();
  expect(answer).toBeInstanceOf(ApiPromise);
  expect(answer.raw()).toBe("response");
  expect(await answer.catch(() => "")).toBe("parsed");
  expect(heard).toMatchObject([{ label: "parsed" }]);
  await ai.close({ timeoutMs: 0 });
});

test("an answer that cannot be looked into is still a call: recorded without its output", async () => {
  const { ai, heard } = listening();
  const frozen = Object.freeze(new Query());
  const output = (row: string): string => row;
  expect(ai.watch(() => frozen, { output })()).toBe(frozen);
  expect(heard).toMatchObject([{ status: "ok", label: "" }]);
  await ai.close({ timeoutMs: 0 });
});

test("the one trace of watching: a rejection that nobody handles is not reported as unhandled", async () => {
  const { ai, heard } = listening();
  const unhandled: unknown[] = [];
  const listener = (reason: unknown): void => {
    unhandled.push(reason);
  };
  process.on("unhandledRejection", listener);
  void ai.watch(() => Promise.reject(new TypeError("nobody listens")))();
  await new Promise((resolve) => setImmediate(resolve));
  process.off("unhandledRejection", listener);
  expect(unhandled).toEqual([]);
  expect(heard).toMatchObject([{ status: "error", errorType: "TypeError" }]);
  await ai.close({ timeoutMs: 0 });
});
