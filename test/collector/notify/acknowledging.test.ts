import { createAcknowledging } from "tiltmeter/notify/acknowledging";
import { expect, test } from "vitest";
import { HOUR, played } from "./model.ts";

const HIGH = { kind: "raise", severity: "high", system: "credit" } as const;

test("a link is of its round: what was taken up again since is not acknowledged by it, and a newer link acknowledges it once", async () => {
  const world = await played([HIGH]);
  const { ledger } = world;
  const links = createAcknowledging({
    ...{ key: Buffer.alloc(32, 7), now: () => world.nowMs, state: () => ledger.state },
    composed: (message) => ledger.state.composed.get(message),
    transact: (decide) => ledger.transact((state) => decide(state)),
    terms: () => ({
      ...{ publicUrl: "https://t.example", origin: "t.example", dueMs: () => null },
      said: (value) => value,
    }),
  });
  const linkOf = (index: number): string => {
    const item = { record: "NC-2026-0001", index };
    const of = { message: `msg_${index}`, channel: "pager", item, atMs: world.nowMs };
    return links.linkFor(of)?.url.split("/").at(-1) ?? "";
  };
  const raised = [...ledger.state.announcements].at(-1)?.index ?? -1;
  const first = linkOf(raised);
  const count = (): number =>
    ledger.entries.filter(({ type }) => type === "notice_acknowledged").length;

  const stamp = { atMs: world.nowMs, by: "ann" };
  const moved = { type: "nonconformity_moved", ...stamp, id: "NC-2026-0001", fields: {} } as const;
  await world.write({ ...moved, to: "accepted", text: "we live with it" });
  await world.write({ ...moved, to: "assessing", text: "no longer" });
  const again = [...ledger.state.announcements].findLast(({ event }) => event === "reopened");
  expect(links.read(first)).toEqual({ kind: "refused", why: "earlier" });
  expect(await links.acknowledge(first, "ben")).toEqual({ kind: "refused", why: "earlier" });
  expect(count()).toBe(0);

  const second = linkOf(again?.index ?? -1);
  expect(links.read(second)).toMatchObject({ kind: "shown", shown: { acknowledgedMs: null } });
  for (const by of ["ben", "cem"]) {
    expect(await links.acknowledge(second, by)).toMatchObject({
      shown: { acknowledgedMs: world.nowMs, isOver: false },
    });
  }
  expect(count()).toBe(1);
  expect(ledger.state.acknowledged.get("NC-2026-0001")).toMatchObject({
    ...{ by: "ben", link: { channel: "pager", message: `msg_${again?.index}` } },
  });
  world.nowMs += 7 * 24 * HOUR;
  expect(links.read(second)).toEqual({ kind: "refused", why: "expired" });
  // Of an announcement that never was, though we signed it.
  expect(links.read(linkOf(9_999))).toEqual({ kind: "refused", why: "forged" });
});
