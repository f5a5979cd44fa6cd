import fc from "fast-check";
import { type LinkSubject, readLink, signLink } from "tiltmeter/notify/link";
import { expect, test } from "vitest";

const KEY = Buffer.alloc(32, 7);
const SUBJECT: LinkSubject = {
  ...{ purpose: "acknowledge", channel: "pager", message: `msg_${"a".repeat(32)}` },
  ...{ record: "NC-2026-0042", index: 17, expiresMs: 1_000 },
};

test("a link says what it was signed for until it expires, and nothing under another key", () => {
  const token = signLink(KEY, SUBJECT);
  expect(token).toMatch(/^[\w-]+\.[\w-]{43}$/);
  expect(readLink(KEY, token, 999)).toEqual({ kind: "valid", subject: SUBJECT });
  expect(readLink(KEY, token, 1_000)).toEqual({ kind: "expired", subject: SUBJECT });
  expect(readLink(Buffer.alloc(32, 8), token, 0)).toEqual({ kind: "forged" });
});

test("no change of a link, and no text of a stranger, is one of ours", () => {
  const token = signLink(KEY, SUBJECT);
  const changed = fc
    .tuple(fc.nat(token.length - 1), fc.constantFrom("A", "b", "-", ".", "=", "é"))
    .map(([at, by]) => token.slice(0, at) + by + token.slice(at + 1))
    .filter((each) => each !== token);
  fc.assert(
    fc.property(
      fc.oneof(
        changed,
        fc.string(),
        fc.string().map((each) => token + each),
      ),
      (each) => {
        fc.pre(each !== token);
        expect(readLink(KEY, each, 0)).toEqual({ kind: "forged" });
      },
    ),
  );
});

test("a link of another purpose is told from one that is forged", () => {
  const other = { ...SUBJECT, purpose: "unsubscribe" } as unknown as LinkSubject;
  expect(readLink(KEY, signLink(KEY, other), 0)).toEqual({ kind: "other_purpose" });
});
