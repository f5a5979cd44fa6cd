import { readChannels } from "tiltmeter/channel-config";
import type { ChannelConfig } from "tiltmeter/notify/channels/open-channels";
import { expect, test } from "vitest";

const SECRET = `whsec_${Buffer.from("a secret of at least 24 bytes").toString("base64")}`;
const KEY = "0123456789abcdef0123456789abcdef";

type Files = Readonly<Record<string, string>>;

function read(
  written: unknown,
  of: { readonly env?: Readonly<Record<string, string>>; readonly files?: Files } = {},
): ReturnType<typeof readChannels> {
  return readChannels(Object(written), {
    env: of.env ?? {},
    read: (path) => {
      const text = of.files?.[path];
      if (text === undefined) throw new Error("no such file");
      return text;
    },
  });
}

const problems = (written: unknown, of?: Parameters<typeof read>[1]): string[] =>
  read(written, of).problems.map(({ at, message }) => `${at}: ${message}`);

/** As a configuration names a variable. */
const variable = (name: string): string => `\${${name}}`;

function routingKey(of: ChannelConfig | undefined): string | null {
  return of !== undefined && "pagerduty" in of ? of.pagerduty.routingKey.reveal() : null;
}

test("every kind is written in a few lines, and says the rest itself", () => {
  const { channels, problems } = read({
    hook: { webhook: { url: "https://a.example/x", secret: SECRET } },
    mail: {
      email: { host: "smtp.example.com", from: "Tilt <t@example.com>", to: ["a@example.com"] },
    },
    chat: { slack: { webhook: "https://hooks.slack.com/services/T/B/x" } },
    bot: { slack: { token: "xoxb-1234567890", channel: "C0123456789" } },
    teams: { teams: { url: "https://x.logic.azure.com/workflows/y?sig=z" } },
    pager: { pagerduty: { routing_key: KEY } },
    issue: {
      jira: { url: "https://x.atlassian.net/", user: "a@b.c", token: "t", project: "RISK" },
    },
    alert: { alertmanager: { url: "https://am.example.com/" } },
  });
  expect(problems).toEqual([]);
  expect(channels).toMatchObject({
    mail: { email: { port: 587, tls: "starttls", ca: null, auth: null, allowPrivate: false } },
    bot: { slack: { url: "https://slack.com/api" } },
    pager: { pagerduty: { url: "https://events.pagerduty.com/v2" } },
    issue: { jira: { url: "https://x.atlassian.net", api: "cloud", issueType: "Task" } },
    alert: {
      alertmanager: { url: "https://am.example.com", resendMs: 300_000, authorization: null },
    },
  });
});

test("a secret stands in a file, in a variable that the configuration names, or in the channel's own", () => {
  const files = { "/run/key": `${KEY}\n`, "/run/other": "f".repeat(32) };
  const at = (written: unknown, env: Readonly<Record<string, string>> = {}) =>
    routingKey(read({ "on-call": { pagerduty: written } }, { env, files }).channels["on-call"]);
  expect(at({ routing_key_file: "/run/key" })).toBe(KEY);
  expect(at({ routing_key: variable("PD") }, { PD: KEY })).toBe(KEY);
  // The channel's own variables beat what is written.
  const own = "TILTMETER_CHANNEL_ON_CALL_ROUTING_KEY";
  expect(at({ routing_key_file: "/run/key" }, { [own]: "e".repeat(32) })).toBe("e".repeat(32));
  expect(at({ routing_key: KEY }, { [`${own}_FILE`]: "/run/other" })).toBe("f".repeat(32));
  expect(at({}, { [own]: KEY })).toBe(KEY);
});

test("a secret that is nowhere is told where it may stand", () => {
  expect(problems({ p: { pagerduty: {} } })).toEqual([
    `channels.p.pagerduty.routing_key: is missing; write routing_key_file: PATH, or routing_key: ${variable("VARIABLE")}, or set TILTMETER_CHANNEL_P_ROUTING_KEY`,
  ]);
  expect(problems({ p: { pagerduty: { routing_key: variable("PD") } } })[0]).toContain(
    "PD is not set",
  );
  expect(problems({ p: { pagerduty: { routing_key_file: "/nope" } } })[0]).toContain("/nope");
  const both = { routing_key: KEY, routing_key_file: "/run/key" };
  expect(problems({ p: { pagerduty: both } })[0]).toContain("keep one of them");
});

test.each([
  ["no kind", {}, "got none"],
  ["two kinds", { email: {}, slack: {} }, "got email and slack"],
  ["a kind that is none", { sms: {} }, 'there is no key "sms"; known keys are webhook, email'],
  [
    "a key that is none",
    { teams: { url: "https://a.b", x: 1 } },
    'no key "x"; known keys are url, url_file',
  ],
  ["a token without its channel", { slack: { token: "xoxb-1234567890" } }, "token and channel"],
  ["half of a sign-in", { email: { user: "x" } }, "from"],
  ["no recipient", { email: { host: "h", from: "a@b", to: [] } }, "at least one recipient"],
  [
    "a recipient with a line break",
    { email: { host: "h", from: "a@b", to: ["a@b\r\nBcc: c@d"] } },
    "is name@host",
  ],
  [
    "a password in the clear",
    { email: { host: "h", from: "a@b", to: ["a@b"], tls: "none", user: "u", password: "p" } },
    "over TLS alone",
  ],
  ["a secret without TLS", { teams: { url: "http://teams.example.com/x" } }, "must be https"],
  [
    "a label of the alert's own",
    { alertmanager: { url: "https://a.b", labels: { severity: "x" } } },
    "own",
  ],
  [
    "Jira Cloud without a person",
    { jira: { url: "https://a.b", token: "t", project: "RISK" } },
    "e-mail address",
  ],
  ["an address with blanks", { teams: { url: " https://a.b" } }, "http or https URL"],
])("%s is refused with what to write instead", (_, written, said) => {
  expect(problems({ c: written }).join("\n")).toContain(said);
});

test("plain http is for this machine and for what is allowed to be private", () => {
  expect(problems({ c: { teams: { url: "http://127.0.0.1:9000/x" } } })).toEqual([]);
  expect(problems({ c: { teams: { url: "http://10.0.0.5/x", allow_private: true } } })).toEqual([]);
});

test("a channel may have any name", () => {
  const written = JSON.parse('{"__proto__":{"teams":{"url":"https://a.b"}}}');
  expect(Object.keys(read(written).channels)).toEqual(["__proto__"]);
});

test("no problem repeats a secret", () => {
  const hush = "hush-9f2c";
  const written = {
    a: { webhook: { url: `x${hush}`, secret: hush } },
    b: { slack: { token: hush, webhook: hush, channel: "ops" } },
    c: { pagerduty: { routing_key: hush } },
    d: { teams: { url: hush } },
    e: { email: { password: hush } },
    f: { jira: { token: [hush] } },
    g: { alertmanager: { token: { [hush]: 1 }, password: hush } },
  };
  const said = problems(written);
  expect(said.length).toBeGreaterThan(7);
  expect(said.join("\n")).not.toContain(hush);
});
