import type { Nonconformity } from "@tiltmeter/rules";
import fc from "fast-check";
import { messageBody, messageId } from "tiltmeter/notify/message";
import { expect, test } from "vitest";
import { record } from "../ledger/entries.ts";

const AT = Date.UTC(2026, 10, 23, 14, 5);
const body = (of: Nonconformity, event: "raised" | "closed" = "raised"): string =>
  messageBody({ event, atMs: AT, record: of, publicUrl: "https://tilt.example.com" });

test("a message reads in the order in which a person needs it, and carries ids and plain words only", () => {
  const parsed = JSON.parse(body(record(42)));
  expect(Object.keys(parsed)).toEqual(["type", "timestamp", "data"]);
  expect(parsed).toMatchObject({
    type: "nonconformity.raised",
    timestamp: "2026-11-23T14:05:00.000Z",
    data: {
      id: "NC-2026-0042",
      state: "raised",
      severity: "high",
      system: "credit",
      url: "https://tilt.example.com/nonconformities/NC-2026-0042",
      evidence: "b".repeat(64),
    },
  });
  expect(Object.keys(parsed.data)).toEqual([
    "id",
    "state",
    "severity",
    "requirement",
    "statement",
    "control",
    "controlTitle",
    "clauses",
    "firstBreachAt",
    "raisedAt",
    "system",
    "next",
    "url",
    "evidence",
  ]);
});

test("a message stays below 20 kB of well-formed JSON, whatever its record holds", () => {
  const long = fc.oneof(
    fc.string({ unit: "binary", maxLength: 40 }),
    fc.constantFrom("\u0000", "\ud800", "é", "😀", '"').map((each) => each.repeat(3000)),
  );
  const clauses = fc.dictionary(long, fc.array(long, { maxLength: 40 }), { maxKeys: 40 });
  fc.assert(
    fc.property(long, long, clauses, (text, other, ids) => {
      const texts = { requirement: text, statement: other, system: text, control: other };
      const made = body({ ...record(1), ...texts, controlTitle: text, clauses: ids });
      expect(Buffer.byteLength(made)).toBeLessThan(20_000);
      expect(() => JSON.parse(made)).not.toThrow();
    }),
    { numRuns: 60 },
  );
});

test("the id of a message depends on record, event and channel, and on nothing else", () => {
  const of = { record: "NC-2026-0001", event: "raised", channel: "a" } as const;
  expect(messageId(of)).toBe(messageId({ ...of }));
  expect(messageId(of)).toMatch(/^msg_[0-9a-f]{32}$/);
  const others = [{ record: "NC-2026-0002" }, { event: "closed" as const }, { channel: "b" }];
  const ids = [of, ...others.map((other) => ({ ...of, ...other }))].map(messageId);
  expect(new Set(ids).size).toBe(4);
});
