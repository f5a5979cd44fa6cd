import type { CallQuery, Reads } from "@tiltmeter/dashboards";
import { expect, test } from "vitest";
import { CALLER } from "../fixture-calls.ts";
import { type ServedPage, servedPage } from "../fixture-page.ts";
import { busyReads } from "../fixture-reads.ts";

async function page(path: string): Promise<ServedPage & { readonly asked: readonly CallQuery[] }> {
  const asked: CallQuery[] = [];
  const reads: Reads = {
    ...busyReads(),
    callPage: (query) => {
      asked.push(query);
      return busyReads().callPage(query);
    },
  };
  return { ...(await servedPage(path, reads)), asked };
}

test("each call leads to its prediction; what is unknown of it is said", async () => {
  const { html, text } = await page(`/systems/${CALLER}/calls`);
  expect(html).toContain(`/systems/${CALLER}/predictions/chatcmpl-9`);
  expect(text).toMatch(
    /gpt-4\.1-mini-2025-04-14 asked for gpt-4o-mini 1,240, 310 412 ms tool_calls, look_up_order/,
  );
  expect(text).toMatch(/chatcmpl-8 .*? not known , not known refused, length/);
  expect(text).toMatch(/chatcmpl-failed .*? failed/);
});

test("the address says which calls are listed, and another range keeps it", async () => {
  const path = `/systems/${CALLER}/calls?range=1h&model=&finish=length&tool=refund&only=unmeasured`;
  const { html, text, asked } = await page(path);
  expect(asked[0]).toMatchObject({
    ...{ system: CALLER, model: "", finishReason: "length", tool: "refund", only: "unmeasured" },
  });
  expect(text).toContain("Only those answered by a model that is not known.");
  expect(html).toContain(
    "?range=24h&amp;model=&amp;finish=length&amp;tool=refund&amp;only=unmeasured",
  );
});

test("an address that asks for what there is not gives all calls", async () => {
  const { asked } = await page(`/systems/${CALLER}/calls?only=everything`);
  expect(asked[0]).not.toHaveProperty("only");
});

test("the next page goes on where this one ends, narrowed the same way", async () => {
  const { html } = await page(`/systems/${CALLER}/calls?range=1h`);
  expect(html).toContain(`/systems/${CALLER}/calls?range=1h&amp;cursor=bmV4dA`);
  const { asked } = await page(`/systems/${CALLER}/calls?range=1h&cursor=bmV4dA`);
  expect(asked[0]).toMatchObject({ cursor: "bmV4dA" });
});
