// Calls every spelling of an address inside through every place that takes a URL, in a network of its own where
// every address leads to this process: whatever is connected to is seen. Prints what it saw as JSON.
// Arguments: the built collector's folder; `alone` where the network is this process's own.
import { createSocket } from "node:dgram";
import { createServer } from "node:http";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { spellings } from "./url-spellings.mjs";

const [dist, network] = process.argv.slice(2);
const isAlone = network === "alone";
const load = (name) => import(pathToFileURL(join(dist, name)).href);
const { isPrivateAddress } = await load("notify/addresses.js");
const { safeFetch, operatorFetch, operatorAsk, namesLoopback } = await load("notify/safe-fetch.js");
const { safeResponses } = await load("notify/safe-response.js");
const { openChannel } = await load("notify/channels/open-channels.js");
const { readChannels } = await load("channel-config.js");
const { urlCopy } = await load("anchors/copy.js");

/** Where connections arrived: the address that was called. */
let seen = [];
const canary = createServer((request, response) => {
  if (request.url === "/redirect")
    response.writeHead(302, { location: `http://127.0.0.1:${port}/` });
  response.end("{}");
});
canary.on("connection", (socket) => seen.push(socket.localAddress.replace(/^::ffff:/, "")));
await new Promise((resolve) => canary.listen(0, "::", resolve));
const { port } = canary.address();
if (isAlone) await nameServer();

const SECRET = `whsec_${Buffer.from("a secret of at least 24 bytes").toString("base64")}`;
const KEY = "0123456789abcdef0123456789abcdef";
const CONFIGURED = {
  webhook: (url) => ({ url, secret: SECRET }),
  "slack webhook": (url) => ({ webhook: url }),
  "slack token": (url) => ({ token: "xoxb-1234567890", channel: "ops", url }),
  teams: (url) => ({ url }),
  pagerduty: (url) => ({ routing_key: KEY, url }),
  jira: (url) => ({ url, user: "me", token: "t", project: "RISK" }),
  alertmanager: (url) => ({ url }),
};
const notice = {
  ...{ id: `msg_${"0".repeat(32)}`, event: "raised", atMs: 0, severity: "high", thread: "NC-1@x" },
  ...{ subject: "s", lines: [], url: "https://t.example/", acknowledge: null, recordCount: 1 },
  records: [
    {
      ...{ id: "NC-1", thread: "NC-1@x", event: "raised", isOver: false, state: "raised" },
      ...{ severity: "high", system: "s", requirement: "r", statement: "s", control: "c" },
      ...{ controlTitle: "t", clauses: {}, firstBreachMs: 0, raisedMs: 0, evidence: null },
      ...{ next: "n", dueMs: null, url: "https://t.example/" },
    },
  ],
};
const never = new AbortController().signal;
const sending = { id: notice.id, attempt: 1, nowMs: 0, signal: never, references: new Map() };

/** One try of a place; `undefined` where it was refused before. */
const places = Object.fromEntries(
  Object.entries(CONFIGURED).map(([name, write]) => [
    name,
    async (url) => {
      const written = { c: { [name.split(" ")[0]]: write(url) } };
      const { channels } = readChannels(written, { env: {}, read: () => "" });
      if (channels.c === undefined) return;
      await openChannel("c", channels.c, { fetch: operatorFetch }).send(notice, sending);
    },
  ]),
);
places["mail server"] = async (url) => {
  const host = /^https?:\/\/(\[[^\]]*\]|[^/:@#?\\]+)/.exec(url)?.[1]?.replace(/^\[|\]$/g, "");
  const email = { host, port, tls: "none", from: "a@b.test", to: ["c@b.test"] };
  const { channels } = readChannels({ c: { email } }, { env: {}, read: () => "" });
  if (channels.c === undefined) return;
  // What is reached says nothing that a mail server would, and is not waited for.
  const signal = AbortSignal.timeout(150);
  await openChannel("c", channels.c, { fetch: operatorFetch }).send(notice, { ...sending, signal });
};
places.anchor = async (url) => {
  const head = { origin: "o", size: 1, root: new Uint8Array(32) };
  const shown = { text: "t", head, consistency: async () => [], lastSize: 0 };
  await urlCopy({ name: "copy", url, allowPrivate: false, post: operatorAsk }).obtain(shown, never);
};
const discovered = safeResponses({ operatorUrl: "https://id.example.com", allowPrivate: false });
places["address that an issuer names"] = (url) => discovered(url);
const issuer = (url) => safeResponses({ operatorUrl: url, allowPrivate: false });
places.issuer = (url) => issuer(url)(`${url}.well-known/openid-configuration`);

const urls = spellings(port);
const broken = [];
/** Places that reached this machine where the operator named it plainly. */
const reaching = new Set();
let calls = 0;
for (const [place, call] of Object.entries(places)) {
  for (const { how, url } of urls) {
    seen = [];
    calls += 1;
    await call(url).catch(() => undefined);
    // The operator may name this machine plainly; nobody else may.
    // Of a mail server the name alone is written, without what would follow it in a URL.
    const written = place === "mail server" ? url.replace(/[\\].*$/, "") : url;
    const isNamed = namesLoopback(written) && place !== "address that an issuer names";
    const inside = seen.filter((address) => isPrivateAddress(address));
    if (inside.length > 0 && isNamed) reaching.add(place);
    if (inside.length > 0 && !isNamed) broken.push({ place, how, url, inside });
  }
}

/** That the spellings mean what they say, and that the canary would have seen it. */
let reached = 0;
let named = 0;
for (const { url } of urls) {
  seen = [];
  if (!isAlone && !url.includes("127.0.0.1") && !url.includes("[::1]")) continue;
  const of = { url, headers: {}, body: "", allowPrivate: true };
  await safeFetch(of, never, 500).catch(() => undefined);
  if (seen.some((address) => isPrivateAddress(address))) reached += 1;
  if (namesLoopback(url)) named += 1;
}
seen = [];
if (isAlone) {
  const of = { url: `http://public.test:${port}/`, headers: {}, body: "", allowPrivate: false };
  await safeFetch(of, never, 500).catch(() => undefined);
}
const isPublicReached = seen.some((address) => !isPrivateAddress(address));
process.stdout.write(
  JSON.stringify({
    reaching: [...reaching],
    spellings: urls.length,
    calls,
    broken,
    reached,
    named,
    isPublicReached,
  }),
);
process.exit(0);

/** Answers for the names of the test; `rebind.test` alternates between a public address and this machine. */
async function nameServer() {
  let asked = 0;
  const answers = (name, type) => {
    const nip = /^(\d+)-(\d+)-(\d+)-(\d+)\.nip\.test$/.exec(name);
    const ipv4 = {
      ...{
        "public.test": ["93.184.216.34"],
        "inside.test": ["127.0.0.1"],
        "alias.test": ["10.0.0.1"],
      },
      ...{ "mixed.test": ["93.184.216.34", "127.0.0.1"], "metadata.test": ["169.254.169.254"] },
    }[name];
    const ipv6 = {
      ...{
        "inside6.test": ["::1"],
        "mapped.test": ["::ffff:7f00:1"],
        "nat64.test": ["64:ff9b::7f00:1"],
      },
    }[name];
    if (name === "rebind.test" && type === 1) {
      asked += 1;
      return [asked % 2 === 1 ? "93.184.216.34" : "127.0.0.1"];
    }
    if (nip !== null && type === 1) return [nip.slice(1).join(".")];
    return (type === 1 ? ipv4 : type === 28 ? ipv6 : []) ?? [];
  };
  const server = createSocket("udp4");
  server.on("message", (query, { port: to, address }) => {
    let at = 12;
    const labels = [];
    for (let length = query[at]; length > 0; length = query[at]) {
      labels.push(query.toString("latin1", at + 1, at + 1 + length));
      at += 1 + length;
    }
    const type = query.readUInt16BE(at + 1);
    const question = query.subarray(12, at + 5);
    const found = answers(labels.join(".").toLowerCase(), type);
    const head = Buffer.from(query.subarray(0, 12));
    head.writeUInt16BE(0x8180, 2);
    head.writeUInt16BE(1, 4);
    head.writeUInt16BE(found.length, 6);
    head.writeUInt32BE(0, 8);
    const records = found.map((each) => {
      const data = type === 1 ? Buffer.from(each.split(".").map(Number)) : ipv6Bytes(each);
      const record = Buffer.alloc(12);
      record.writeUInt16BE(0xc00c, 0);
      record.writeUInt16BE(type, 2);
      record.writeUInt16BE(1, 4);
      record.writeUInt16BE(data.length, 10);
      return Buffer.concat([record, data]);
    });
    server.send(Buffer.concat([head, question, ...records]), to, address);
  });
  await new Promise((resolve) => server.bind(53, "127.0.0.1", resolve));
}

function ipv6Bytes(address) {
  const [head, tail] = address.split("::").map((part) => part.split(":").filter(Boolean));
  const groups = [...head, ...Array(8 - head.length - tail.length).fill("0"), ...tail];
  const bytes = Buffer.alloc(16);
  for (const [i, group] of groups.entries()) bytes.writeUInt16BE(Number.parseInt(group, 16), 2 * i);
  return bytes;
}
