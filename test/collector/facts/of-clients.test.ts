import type { FactSources } from "tiltmeter/facts/sources";
import { expect, test } from "vitest";
import { DAY_MS, fact, NOW, sources } from "./house.ts";

type Said = Awaited<ReturnType<FactSources["instrumentation"]>>[number];

function said(fields: Partial<Said>): FactSources {
  const nothing = { watched: [], everWatched: [], dropped: [], unwatched: [] };
  return sources({
    instrumentation: async ({ fromMs, toMs, sinceMs }) => {
      expect([toMs - fromMs, toMs - sinceMs]).toEqual([7 * DAY_MS, DAY_MS]);
      return [{ system: "assistant", producers: 1, ...nothing, ...fields }];
    },
  });
}

test("a client that nobody watches is named, and one that is watched is none", async () => {
  const watched = ["openai@7.59.0"];
  expect(await fact("uninstrumented_clients", said({ watched }))).toEqual({
    assistant: { value: 0, n: 1, named: [] },
  });
  const unwatched = ["@anthropic-ai/sdk@1.14.0"];
  expect(await fact("uninstrumented_clients", said({ watched, unwatched }))).toEqual({
    assistant: { value: 1, n: 2, named: unwatched },
  });
});

test("a client is lost when it was watched and no longer is; another version is no loss", async () => {
  const everWatched = ["@anthropic-ai/sdk@1.14.0", "openai@7.58.0", "openai@7.59.0"];
  const all = ["@anthropic-ai/sdk@1.14.0", "openai@7.59.0"];
  const kept = await fact("instrumentation_lost", said({ everWatched, watched: all }));
  expect(kept).toEqual({ assistant: { value: 0, n: 2, named: [] } });
  const lost = await fact("instrumentation_lost", said({ everWatched, watched: [all[1] ?? ""] }));
  expect(lost).toEqual({ assistant: { value: 1, n: 2, named: [all[0]] } });
});

test("what one process lost is lost, whatever another still watches", async () => {
  const everWatched = ["openai@7.59.0"];
  const of = said({ everWatched, watched: everWatched, dropped: everWatched, producers: 2 });
  expect(await fact("instrumentation_lost", of)).toEqual({
    assistant: { value: 1, n: 1, named: everWatched },
  });
});

test("of a system whose processes are silent nothing is known", async () => {
  const of = said({ producers: 0, everWatched: ["openai@7.59.0"] });
  expect(await fact("instrumentation_lost", of)).toEqual({});
  expect(await fact("uninstrumented_clients", of)).toEqual({});
});

test("calls that only the clients counted are a share of what they counted", async () => {
  const of = sources({
    countedCalls: async (span) => {
      expect(span).toMatchObject({ fromMs: NOW - DAY_MS, toMs: NOW });
      return [
        { system: "sampled", counted: 200, told: 50 },
        { system: "whole", counted: 200, told: 201 },
      ];
    },
  });
  const found = await fact("uncounted_calls", of);
  expect([found["sampled"]?.value, found["whole"]?.value]).toEqual([0.75, 0]);
});
