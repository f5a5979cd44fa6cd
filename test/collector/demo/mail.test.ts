import fc from "fast-check";
import { featuresOf } from "tiltmeter/demo/features";
import { parseMail } from "tiltmeter/demo/mail";
import { expect, test } from "vitest";

const LETTER = [
  "From someone@example.com  Thu Aug 22 12:36:23 2002",
  "Received: from a (a [127.0.0.1])\tby b; Thu, 22 Aug 2002 12:36:16 +0100 (IST)",
  "Received: from c by a; Thu, 22 Aug 2002 07:36:16 -0400 (EDT)",
  'From: "A. Sender" <sender@Lists.Example.CO.UK>',
  "To: one@example.org, Two <two@example.org>",
  "Cc: three@example.org",
  "Subject: Re: patch",
  " for the kernel",
  "Date: Thu, 22 Aug 2028 18:26:25 +0700",
  'Content-Type: multipart/mixed;\n boundary="x"; charset="US-ASCII"',
  "",
  "HELLO there! See http://example.org",
].join("\n");

test("a mail is read from its headers: reception from the newest stamp, not from the sender's claim", () => {
  expect(parseMail(LETTER)).toEqual({
    receivedMs: Date.UTC(2002, 7, 22, 11, 36, 16),
    subject: "Re: patch for the kernel",
    senderDomain: "lists.example.co.uk",
    recipients: 3,
    hour: 18,
    contentType: "multipart/mixed",
    charset: "us-ascii",
    hasMailer: false,
    body: "HELLO there! See http://example.org",
  });
});

test("what a mail does not say is missing, not zero", () => {
  const features = featuresOf(parseMail("Subject: \n\n"));
  expect(features).toMatchObject({
    capitals_share: null,
    non_letters_share: null,
    hour: null,
    content_type: null,
    charset: null,
    sender_domain: null,
  });
});

test("form is counted: links, capitals, exclamation marks, reply, top level of the sender", () => {
  expect(featuresOf(parseMail(LETTER))).toMatchObject({
    links: 1,
    exclamations: 1,
    recipients: 3,
    html: "no",
    reply: "yes",
    sender_domain: "uk",
    content_type: "multipart/mixed",
  });
});

test("any text is a mail with the same features in the same order, twice the same", () => {
  const names = Object.keys(featuresOf(parseMail(LETTER)));
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string({ unit: "binary" }),
        fc.string().map((s) => `Date: ${s}\nTo: ${s}\n\n${s}`),
      ),
      (text) => {
        const features = featuresOf(parseMail(text));
        expect(Object.keys(features)).toEqual(names);
        expect(featuresOf(parseMail(text))).toEqual(features);
        for (const value of Object.values(features)) {
          if (typeof value === "number") expect(Number.isFinite(value)).toBe(true);
        }
      },
    ),
  );
});
