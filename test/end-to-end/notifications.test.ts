import { expect, test, vi } from "vitest";
import { eventually, type Receiver, startReceiver } from "../sdk/receiver.ts";
import { type Collector, declare, items, startCollector } from "./collector.ts";

const START_MS = Date.UTC(2026, 0, 5, 12);
const MINUTE = 60_000;

const ROUTES = `
version: 1
compliance: { channels: compliance }
routes:
  - id: on-call
    when: { severity: [high, critical] }
    channels: pager
    escalate: [{ after: 15m, channels: lead }]
`;

/** Loops look several times a second; a busy machine takes longer. */
const PATIENCE = { timeout: 20_000, interval: 20 };

const listed = async (of: Collector, query: string): Promise<ReturnType<typeof items>> =>
  items(await of.api(`/notifications?${query}`));

interface Told {
  readonly type: string;
  readonly data: { readonly id: string; readonly acknowledgeUrl?: string };
}

const told = ({ received }: Receiver): readonly Told[] =>
  received.map(({ body }) => JSON.parse(body.toString()) as Told); // our own webhook

test("whoever has the message acknowledges with a click and a name, looking alone acts on nothing, and only what nobody acknowledged escalates", async () => {
  await using compliance = await startReceiver();
  await using pager = await startReceiver();
  await using lead = await startReceiver();
  const secret = `whsec_${Buffer.from("a secret of at least 24 bytes").toString("base64")}`;
  const webhook = (url: string) => ({ webhook: { url, secret, allowPrivate: false } });
  await using collector = await startCollector({
    nowMs: START_MS,
    systems: [declare("credit")],
    channels: {
      compliance: webhook(compliance.url),
      pager: webhook(pager.url),
      lead: webhook(lead.url),
    },
    routes: ROUTES,
  });
  const raise = async (title: string): Promise<string> => {
    const fields = { source: "incident", severity: "high", system: "credit", title };
    const more = { requirement: "Answers shall be right.", statement: "They were not." };
    const { id } = await collector.api("/nonconformities", { fields: { ...fields, ...more } });
    return String(id);
  };
  const first = await raise("Refused without a reason");
  await eventually("both messages", () => told(pager).length + told(compliance).length === 2);
  const link = told(pager)[0]?.data.acknowledgeUrl ?? "";
  const url = `${collector.url}${new URL(link).pathname}`;
  const press = (body: string, headers: Record<string, string> = {}): Promise<Response> =>
    fetch(url, {
      method: "POST",
      redirect: "manual",
      headers: { "content-type": "application/x-www-form-urlencoded", ...headers },
      body,
    });

  const shown = await (await fetch(url)).text();
  expect(shown).toContain("NC-2026-0001 raised: Refused without a reason (credit)");
  expect(shown).toContain("sent to pager");
  await fetch(url, { method: "HEAD" });
  await vi.waitUntil(
    async () => (await listed(collector, "outcome=delivered")).length === 2,
    PATIENCE,
  );
  expect((await press("name=")).status).toBe(422);
  expect((await press("name=Ben", { origin: "https://evil.example" })).status).toBe(403);
  expect((await fetch(`${url}x`)).status).toBe(404);
  expect(await (await fetch(`${url.slice(0, -3)}AAA`)).text()).toContain("not one of ours");
  expect((await press("name=Ben+Okri")).status).toBe(303);
  expect((await press("name=Somebody+else")).status).toBe(303);
  expect(await (await fetch(url)).text()).toContain("It was acknowledged on 2026-01-05 12:00 UTC");

  const second = await raise("Refused again");
  await eventually("the second message", () => told(pager).length === 2);
  collector.clock.nowMs += 15 * MINUTE;
  await eventually("the escalation", () => told(lead).length === 1);
  expect(told(lead)[0]).toMatchObject({ type: "nonconformity.escalated", data: { id: second } });
  // The clock "acknowledge" of the work goes on: a click names no owner.
  expect(await collector.api(`/nonconformities/${first}`)).toMatchObject({ state: "raised" });

  const page = async (id: string): Promise<string> => {
    const headers = { authorization: `Bearer ${collector.admin}` };
    const answer = await fetch(`${collector.url}/nonconformities/${id}`, { headers });
    return (await answer.text()).replace(/<[^>]+>/g, "").replace(/\s+/g, " ");
  };
  expect(await page(first)).toContain("Acknowledged by Ben Okri");
  expect(await page(first)).toContain("by the link that was sent to pager");

  await collector.api(`/nonconformities/${second}/acknowledgement`, {});
  expect(await page(second)).toContain("signed in");
  const log = items(await collector.api("/notifications?channel=lead"));
  expect(log).toMatchObject([
    { channel: "lead", event: "escalated", outcome: "delivered", records: [second] },
  ]);
  const channels = items(await collector.api("/notification-channels"));
  expect(channels.map(({ channel, state }) => [channel, state])).toEqual([
    ["compliance", "well"],
    ["lead", "well"],
    ["pager", "well"],
  ]);
  collector.clock.nowMs += 8 * 24 * 60 * MINUTE;
  const late = await fetch(url);
  expect([late.status, await late.text()]).toEqual([
    410,
    expect.stringContaining("older than a week"),
  ]);
});

test("a dead channel is shown with what to do, and takes again what was refused when somebody asks", async () => {
  let count = 0;
  await using chat = await startReceiver(() => ({ status: ++count === 1 ? 410 : 200 }));
  const secret = `whsec_${Buffer.from("a secret of at least 24 bytes").toString("base64")}`;
  await using collector = await startCollector({
    nowMs: START_MS,
    systems: [declare("credit")],
    channels: { chat: { webhook: { url: chat.url, secret, allowPrivate: false } } },
  });
  const fields = { source: "incident", severity: "low", system: "credit", title: "A matter" };
  const more = { requirement: "It shall.", statement: "It did not." };
  await collector.api("/nonconformities", { fields: { ...fields, ...more } });
  await vi.waitUntil(async () => (await listed(collector, "outcome=gone")).length === 1, PATIENCE);
  const [message] = await listed(collector, "outcome=gone");
  expect(message).toMatchObject({ attempts: 1, records: ["NC-2026-0001"], nextAt: null });
  const page = await fetch(`${collector.url}/notifications`, {
    headers: { authorization: `Bearer ${collector.admin}` },
  });
  expect(await page.text()).toContain("Channel chat is dead");
  await collector.api(`/notifications/${message?.["id"]}/retry`, {});
  await vi.waitUntil(
    async () => (await listed(collector, "outcome=delivered")).length === 2,
    PATIENCE,
  );
  // The record about the dead channel was owed too.
  expect(told(chat).map(({ data }) => data.id)).toEqual([
    ...["NC-2026-0001", "NC-2026-0001", "NC-2026-0002"],
  ]);
  await expect(collector.api(`/notifications/${message?.["id"]}/retry`, {})).rejects.toThrow("409");
});
