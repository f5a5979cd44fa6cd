import type { Nonconformity } from "@tiltmeter/rules";
import fc from "fast-check";
import { webhookBody } from "tiltmeter/notify/channels/webhook";
import { messageId } from "tiltmeter/notify/message";
import { recordNotice, type Told } from "tiltmeter/notify/record-notice";
import { expect, test } from "vitest";
import { record } from "../ledger/entries.ts";

const AT = Date.UTC(2026, 10, 23, 14, 5);
const TERMS = {
  publicUrl: "https://tilt.example.com",
  origin: "tilt.example.com/ledger",
  acknowledge: null,
};
const told = (of: Pick<Told, "record"> & Partial<Told>): Told => ({
  ...{ event: "raised", atMs: AT, dueMs: null },
  ...of,
});
const body = (record: Nonconformity): string =>
  webhookBody(recordNotice("msg_1", told({ record }), TERMS));

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

test("a raise says by when the next step is due; a clock says what is to be done, or should have been", () => {
  const saying = (of: Partial<Told>): string =>
    webhookBody(recordNotice("msg_1", told({ record: record(42), ...of }), TERMS));
  const raised = JSON.parse(saying({ dueMs: AT + 60_000 }));
  expect(raised.data.dueAt).toBe("2026-11-23T14:06:00.000Z");
  const due = { clock: "contain", round: 1, level: "at_risk", step: 0, dueMs: AT } as const;
  const said = (notice: NonNullable<Told["due"]>): unknown =>
    JSON.parse(saying({ event: "due", due: notice }));
  expect(said(due)).toMatchObject({
    type: "nonconformity.due",
    data: {
      due: { clock: "contain", level: "at_risk", dueAt: "2026-11-23T14:05:00.000Z" },
      next: "Contain it: correct what is wrong and deal with its consequences, by 2026-11-23T14:05:00.000Z.",
    },
  });
  expect(said({ ...due, clock: "eu-ai-act-73-2", level: "breached" })).toMatchObject({
    data: {
      next: expect.stringMatching(/^Report it as the law asks.*: that was due at 2026-11-23T/),
    },
  });
});

test("each notice of a record has an id of its own", () => {
  const of = { record: "NC-2026-0001", event: "due", channel: "a" } as const;
  const ids = ["contain 1 at_risk 0", "contain 1 breached 0", "cause 1 at_risk 0"].map((about) =>
    messageId({ ...of, about }),
  );
  expect(new Set(ids).size).toBe(3);
});

test("a notice is plain lines in the order in which a person needs them, under a key of its record alone", () => {
  const notice = (of: Partial<Told>, origin = TERMS.origin) =>
    recordNotice("msg_1", told({ record: record(42), ...of }), { ...TERMS, origin });
  const raised = notice({ dueMs: AT });
  expect(raised.lines.map(({ name }) => name)).toEqual([
    ...["requirement", "since", "affected", "next", "by"],
  ]);
  expect(raised.subject).toMatch(/^\[high\] NC-2026-0042 raised: .* \(credit\)$/);
  const closed = notice({ event: "closed", record: { ...record(42), state: "closed" } });
  expect(closed.thread).toBe(raised.thread);
  expect(closed.records.map(({ isOver }) => isOver)).toEqual([true]);
  expect(notice({}, "elsewhere").thread).not.toBe(raised.thread);
  expect(raised.thread).toMatch(/^[\w@.-]{1,64}$/);
  const broken = notice({
    record: { ...record(1), controlTitle: "a\r\nBcc: b\u2028c \ud800", system: "\u202egro" },
  });
  expect([broken.subject, ...broken.lines.map(({ text }) => text)].join()).not.toMatch(
    /[\p{Cc}\p{Cs}\u2028\u202e]/u,
  );
});
