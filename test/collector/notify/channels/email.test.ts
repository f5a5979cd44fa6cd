import { once } from "node:events";
import { type AddressInfo, createServer } from "node:net";
import fc from "fast-check";
import { type EmailTarget, emailChannel } from "tiltmeter/notify/channels/email";
import { emailMessage } from "tiltmeter/notify/channels/email-message";
import { Secret } from "tiltmeter/notify/secret";
import { expect, test } from "vitest";
import { createCertificates, openssl } from "./certificates.ts";
import { type MailManners, mailServer } from "./mail-server.ts";
import { closing, HOSTILE, hostile, notice, sending, several, texts } from "./notices.ts";

const certificates = openssl.absent ? null : createCertificates();
const tls = certificates === null ? test.skip : test;

function to(port: number, of: Partial<EmailTarget> = {}): EmailTarget {
  return {
    ...{ host: "127.0.0.1", port, tls: "none", ca: null, auth: null, allowPrivate: false },
    ...{ from: "Tiltmeter <tiltmeter@example.com>", to: ["ann@example.com", "bo@example.com"] },
    ...of,
  };
}

test("a mail reads in order, is text and HTML, and is one thread with all that is told of its record", async () => {
  await using server = await mailServer({});
  const channel = emailChannel("Compliance board", to(server.port));
  expect(await channel.send(notice(), sending())).toEqual({
    ...{ outcome: "delivered", status: 250, detail: "answered 250", retryAfterMs: null },
  });
  await channel.send(closing(), sending({ id: closing().id }));
  const [first, last] = server.mails.map(({ parsed }) => parsed);
  expect(first?.subject).toBe("[high] NC-2026-0042 raised: Live inputs drifted away (credit)");
  expect(first?.from?.text).toBe('"Tiltmeter" <tiltmeter@example.com>');
  expect(first?.headers.get("auto-submitted")).toBe("auto-generated");
  expect(server.mails[0]?.raw).toContain("<compliance-board.tiltmeter.example.com>\r\n");
  const text = first?.text ?? "";
  const order = [
    "Requirement: ",
    "Since: ",
    "Affected: ",
    "Next: ",
    "By: ",
    "Open: ",
    "Acknowledge: ",
  ];
  const places = order.map((each) => text.indexOf(each));
  expect(places).toEqual(places.toSorted((a, b) => a - b));
  expect(places[0]).toBeGreaterThan(0);
  expect(first?.html).toContain('href="https://tilt.example.com/nonconformities/NC-2026-0042"');
  expect(first?.messageId).toBe(`<${notice().id}@example.com>`);
  expect(last?.messageId).not.toBe(first?.messageId);
  expect(last?.inReplyTo).toBe(first?.inReplyTo);
  expect(first?.inReplyTo).toBe(`<${notice().thread.replace("@", ".")}@example.com>`);
  // One connection serves both.
  expect(server.connections()).toBe(1);
});

tls.each([
  ["starttls", false],
  ["implicit", true],
] as const)(
  `%s: sends over TLS to a server that a configured authority vouches for${openssl.note}`,
  async (kind, isImplicit) => {
    if (certificates === null) return;
    await using server = await mailServer({ certificates, isImplicit, password: "right" });
    const auth = { user: "tilt", password: new Secret("right") };
    const trusted = emailChannel("c", to(server.port, { tls: kind, ca: certificates.ca, auth }));
    expect(await trusted.send(notice(), sending())).toMatchObject({ outcome: "delivered" });
    expect(server.mails).toMatchObject([{ isEncrypted: true, user: "tilt" }]);
    // The same server, whose authority nobody here knows.
    const stranger = emailChannel("c", to(server.port, { tls: kind, auth }));
    const sent = await stranger.send(notice(), sending());
    expect(sent).toMatchObject({ outcome: "failed", status: null });
    expect(server.mails).toHaveLength(1);
  },
);

tls(`credentials that are not accepted fail, and are not repeated${openssl.note}`, async () => {
  if (certificates === null) return;
  await using server = await mailServer({ certificates, password: "right" });
  const auth = { user: "tilt", password: new Secret("wrong-hush") };
  const channel = emailChannel(
    "c",
    to(server.port, { tls: "starttls", ca: certificates.ca, auth }),
  );
  expect(await channel.send(notice(), sending())).toEqual({
    ...{ outcome: "failed", status: 535, retryAfterMs: null },
    detail: "answered 535: the credentials are not accepted",
  });
  expect(JSON.stringify(channel)).not.toContain("hush");
});

test("a server that offers no TLS is told nothing where TLS is required", async () => {
  await using server = await mailServer({});
  const channel = emailChannel("c", to(server.port, { tls: "starttls" }));
  expect(await channel.send(notice(), sending())).toMatchObject({ outcome: "failed" });
  expect(server.mails).toEqual([]);
});

test("a message whose answer was lost is sent again under the same id", async () => {
  await using server = await mailServer({ data: (count) => (count === 1 ? "drop" : null) });
  const channel = emailChannel("c", to(server.port));
  expect(await channel.send(notice(), sending())).toMatchObject({
    outcome: "failed",
    status: null,
  });
  expect(await channel.send(notice(), sending())).toMatchObject({ outcome: "delivered" });
  const ids = server.mails.map(({ parsed }) => parsed.messageId);
  expect(ids).toEqual(Array(2).fill(`<${notice().id}@example.com>`));
  // The same but for the marks between its parts, which nobody may guess.
  const [first, second] = server.mails.map(({ raw }) => raw.replace(/_NmP-[0-9a-f]+/g, ""));
  expect(second).toBe(first);
});

test("greylisting is waited out", async () => {
  const recipient: MailManners["recipient"] = (_, count) =>
    count <= 2 ? [451, "4.7.1 try again later"] : null;
  await using server = await mailServer({ recipient });
  const channel = emailChannel("c", to(server.port));
  expect(await channel.send(notice(), sending())).toMatchObject({ outcome: "failed", status: 451 });
  expect(await channel.send(notice(), sending())).toMatchObject({ outcome: "delivered" });
  expect(server.mails).toHaveLength(1);
});

test("where some recipients are put off, the next try is for them alone", async () => {
  let isOver = false;
  await using server = await mailServer({
    recipient: (address) =>
      address.startsWith("bo@") && !isOver ? [452, "4.2.2 mailbox full"] : null,
  });
  const channel = emailChannel(
    "c",
    to(server.port, { to: ["Ann <ann@example.com>", "bo@example.com"] }),
  );
  expect(await channel.send(notice(), sending())).toMatchObject({ outcome: "failed" });
  expect(await channel.send(notice(), sending())).toMatchObject({ outcome: "failed" });
  isOver = true;
  expect(await channel.send(notice(), sending())).toMatchObject({ outcome: "delivered" });
  expect(server.mails.map(({ recipients }) => recipients)).toEqual([
    ["ann@example.com"],
    ["bo@example.com"],
  ]);
  // Both read who else was told.
  expect(server.mails[1]?.raw).toContain("ann@example.com");
});

test("nobody there ends the channel, somebody there does not, and a refusal by policy is tried again", async () => {
  const answers: Record<string, ReturnType<NonNullable<MailManners["recipient"]>>> = {
    "gone@example.com": [550, "5.1.1 no such user"],
    "relay@example.com": [550, "5.7.1 relaying denied"],
  };
  await using server = await mailServer({ recipient: (address) => answers[address] ?? null });
  const sent = (recipients: readonly string[]) =>
    emailChannel("c", to(server.port, { to: recipients })).send(notice(), sending());
  expect(await sent(["gone@example.com"])).toMatchObject({ outcome: "gone", status: 550 });
  expect(await sent(["gone@example.com", "ann@example.com"])).toMatchObject({
    ...{ outcome: "delivered", detail: "answered 250; 1 of 2 recipients are refused for good" },
  });
  expect(await sent(["relay@example.com"])).toMatchObject({ outcome: "failed", status: 550 });
  expect(server.mails).toHaveLength(1);
});

test("a message that is not taken fails with its code", async () => {
  await using server = await mailServer({ data: () => [554, "5.6.0 no thanks <b>you</b>"] });
  const sent = await emailChannel("c", to(server.port)).send(notice(), sending());
  expect(sent).toMatchObject({ outcome: "failed", status: 554 });
  expect(sent.detail).not.toContain("thanks");
});

test("a server that hangs is left when the collector stops, and one that says nothing is nobody's wait", async () => {
  await using server = await mailServer({ data: () => "hang" });
  const stop = new AbortController();
  const hung = emailChannel("c", to(server.port)).send(notice(), sending({ signal: stop.signal }));
  await expect.poll(() => server.mails.length).toBe(1);
  stop.abort();
  expect(await hung).toMatchObject({
    outcome: "failed",
    status: null,
    detail: "no answer in time",
  });

  const silent = createServer(() => undefined).listen(0, "127.0.0.1");
  await once(silent, "listening");
  const { port } = silent.address() as AddressInfo; // a TCP server
  const signal = AbortSignal.timeout(200);
  expect(await emailChannel("c", to(port)).send(notice(), sending({ signal }))).toMatchObject({
    ...{ outcome: "failed", status: null },
  });
  silent.close();
});

test("a mail server inside the network is connected to only where the configuration allows it", async () => {
  await using server = await mailServer({});
  for (const host of [
    "127.0.0.2",
    "0.0.0.0",
    "::ffff:127.0.0.1",
    "127.1",
    "2130706433",
    "localhost.",
  ]) {
    const sent = await emailChannel("c", to(server.port, { host })).send(notice(), sending());
    expect(sent, host).toMatchObject({ outcome: "failed", status: null });
  }
  expect(server.connections()).toBe(0);
  const allowed = emailChannel("c", to(server.port, { host: "127.0.0.2", allowPrivate: true }));
  // It listens on 127.0.0.1 alone, so nobody answers; but the call is made.
  expect(await allowed.send(notice(), sending())).toMatchObject({
    detail: "ECONNREFUSED: nobody listens there",
  });
});

test("nothing that a record says becomes a header, a recipient, an element or something to load", async () => {
  await using server = await mailServer({});
  const channel = emailChannel("c", to(server.port));
  for (const text of HOSTILE) await channel.send(hostile(text), sending());
  expect(server.mails).toHaveLength(HOSTILE.length);
  for (const { parsed, recipients, raw } of server.mails) {
    expect(recipients).toEqual(["ann@example.com", "bo@example.com"]);
    expect(parsed.bcc).toBeUndefined();
    expect(parsed.headers.size).toBe(server.mails[0]?.parsed.headers.size);
    expect(parsed.attachments).toEqual([]);
    expect(raw.split("\r\n\r\n")[0]).not.toMatch(/^bcc:/im);
    expect(String(parsed.html)).not.toMatch(/<(script|img|svg|at|iframe)\b/i);
  }
  fc.assert(
    fc.property(texts, (text) => {
      const { html, subject } = emailMessage(hostile(text), {
        channel: text,
        from: "a@b.example",
        to: [],
      });
      expect(subject).not.toMatch(/[\r\n]/);
      // Only our own elements, and only our own addresses.
      const tags = [...html.matchAll(/<\/?([a-z0-9]+)/gi)].map(([, tag]) => tag);
      expect(tags.filter((tag) => !OWN_TAGS.has(tag ?? ""))).toEqual([]);
      const addresses = [...html.matchAll(/(?:href|src)\s*=\s*"([^"]*)"/gi)].map(([, url]) => url);
      expect(addresses).toHaveLength(2);
      expect(addresses.every((url) => url?.startsWith("https://tilt.example.com/"))).toBe(true);
    }),
    { numRuns: 200 },
  );
});

const OWN_TAGS = new Set([
  ...["html", "head", "meta", "title", "style", "body", "div", "h1", "table", "tr", "th", "td"],
  ...["p", "a"],
]);

test("a notice of many is one mail with a line each", () => {
  const { text, html } = emailMessage(several(50), { channel: "c", from: "a@b.example", to: [] });
  expect(text.match(/^NC-2026-\d{4}: /gm)).toHaveLength(50);
  expect(html.match(/<tr>/g)).toHaveLength(50);
});
