import type { Reads } from "@tiltmeter/dashboards";
import { expect, test } from "vitest";
import { servedPage } from "../fixture-page.ts";
import { fixturePrediction } from "../fixture-prediction.ts";
import { busyReads } from "../fixture-reads.ts";

const ASSISTANT = "/systems/support-assistant/predictions";

test("a prediction tells what went in, what was answered and what became of it", async () => {
  const { status, text } = await servedPage("/systems/mail-spam-filter/predictions/mail-04410");
  expect(status).toBe(200);
  expect(text).toMatch(/Answer spam Score 0\.93/);
  expect(text).toMatch(/link_count 14 .*charset missing/);
  expect(text).toMatch(/Outcome .* ham .*Decision of a person .* override, spam → ham, relabelled/);
  expect(text).not.toContain("Requested model");
});

test("a call says which model answered, which was asked for, and how that is known", async () => {
  const { text } = await servedPage(`${ASSISTANT}/chatcmpl-9`);
  expect(text).toContain(
    "gpt-4o-mini was asked for; the supplier&#39;s own answer says that gpt-4o-mini-2024-07-18 answered.",
  );
  expect(text).toMatch(/Input tokens 1,240 1,024 from the cache 12 into the cache/);
  expect(text).toMatch(/Output tokens 310 64 of reasoning/);
  expect(text).toMatch(/First chunk after 412 ms .*Tools asked for look_up_order × 2, refund/);
  expect(text).toMatch(/Dialect otel-genai .*and 1 more of its trace that are not counted again/);
  expect(text).toMatch(/Score faithfulness .* passed, 0\.82/);
});

test("what is unknown of a call is said to be, and is never a zero", async () => {
  const { text } = await servedPage(`${ASSISTANT}/chatcmpl-failed`);
  expect(text).toMatch(/Answer failed: 503/);
  expect(text).toMatch(/Input tokens not known Output tokens not known/);
  expect(text).toMatch(/First chunk not measured/);
  expect(text).not.toMatch(/tokens 0/);
});

test("a name that an instrumentation copied is not told as the model that answered", async () => {
  const copied: Reads = {
    ...busyReads(),
    prediction: async (of) => {
      const found = fixturePrediction(of);
      return (
        found && {
          ...found,
          model: { ...found.model, name: "", version: "" },
          call: found.call && { ...found.call, modelSource: "copied" },
        }
      );
    },
  };
  const { text } = await servedPage(`${ASSISTANT}/chatcmpl-9`, copied);
  expect(text).toContain("repeats the name that was asked for: which model answered is not known");
  expect(text).toMatch(/Answering model not known/);
});

test("an id that was never heard of is answered by what to check", async () => {
  const { status, text } = await servedPage(`${ASSISTANT}/nobody`);
  expect(status).toBe(404);
  expect(text).toContain("by the id that the application gave");
});
