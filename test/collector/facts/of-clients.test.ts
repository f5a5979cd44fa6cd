import type { FactSources } from "tiltmeter/facts/sources";
import { expect, test } from "vitest";
import { DAY_MS, fact, NOW, sources } from "./house.ts";

type Said = Awaited<ReturnType<FactSources["instrumentation"]>>[number];

function said(fields: Partial<Said>): FactSources {
  const nothing = { watched: [], lost: [], unwatched: [], everWatched: 0 };
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

test("a client that is no longer watched is named, of those that ever were", async () => {
  expect(await fact("instrumentation_lost", said({ everWatched: 2 }))).toEqual({
    assistant: { value: 0, n: 2, named: [] },
  });
  const lost = ["openai@7.59.0"];
  expect(await fact("instrumentation_lost", said({ everWatched: 2, lost }))).toEqual({
    assistant: { value: 1, n: 2, named: lost },
  });
});

test("of a system whose processes are silent nothing is known", async () => {
  const of = said({ producers: 0, everWatched: 1 });
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
