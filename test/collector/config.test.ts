import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { ConfigError, loadConfig } from "../../collector/config.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "tiltmeter-config-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function write(text: string): string {
  const file = join(folder, "tiltmeter.yaml");
  writeFileSync(file, text);
  return file;
}

test("how long each class is kept is told by class and by system, and the rest is as shipped", () => {
  const file = write(`retention:
  features: 30
  quarantine: null
  systems: { credit: { features: 7 } }
storage: { budget: 1.5 TiB }
`);
  const { retention, storage } = loadConfig({ file, env: {} });
  expect(retention.days).toMatchObject({ predictions: 400, features: 30, quarantine: null });
  expect(retention.systems).toEqual({ credit: { features: 7 } });
  expect(storage.budgetBytes).toBe(1.5 * 2 ** 40);
});

test("without a file everything has a default, on loopback", () => {
  expect(loadConfig({ env: {} })).toMatchObject({
    listen: { host: "127.0.0.1", port: 4318 },
    store: null,
    controls: [],
    library: "shadow",
    systems: [],
    channels: {},
    auth: { idleMs: 1_800_000, absoluteMs: 43_200_000, trustedProxies: 0, provider: null },
    evaluateEveryMs: 1000,
  });
});

test("flags beat the environment, which beats the file", () => {
  const file = write("listen: { port: 1 }\n");
  expect(loadConfig({ file, env: {} }).listen.port).toBe(1);
  expect(loadConfig({ file, env: { TILTMETER_PORT: "2" } }).listen.port).toBe(2);
  expect(loadConfig({ file, env: { TILTMETER_PORT: "2" }, flags: { port: 3 } }).listen.port).toBe(
    3,
  );
});

test("the library is in shadow, unless the file or the environment says otherwise", () => {
  const file = write("library: enforce\n");
  expect(loadConfig({ file, env: {} }).library).toBe("enforce");
  expect(loadConfig({ file, env: { TILTMETER_LIBRARY: "off" } }).library).toBe("off");
  expect(() => loadConfig({ env: { TILTMETER_LIBRARY: "on" } })).toThrow(
    'TILTMETER_LIBRARY must be shadow, enforce, off, got "on"',
  );
});

test("paths in the file are relative to the file", () => {
  const config = loadConfig({ file: write("controls: [a.yaml]\ndata: d\n"), env: {} });
  expect(config.controls).toEqual([join(folder, "a.yaml")]);
  expect(config.data).toBe(join(folder, "d"));
});

test("systems stand in the configuration, or in a file that it names", () => {
  const inline = loadConfig({ file: write("systems: [{ id: a, owner: b }]\n"), env: {} });
  expect(inline).toMatchObject({ systems: [{ id: "a", owner: "b" }], systemsFile: null });
  const named = loadConfig({ file: write("systems: systems.yaml\n"), env: {} });
  expect(named).toMatchObject({ systems: [], systemsFile: join(folder, "systems.yaml") });
  expect(() => loadConfig({ file: write("systems: 7\n"), env: {} })).toThrow("systems.yaml");
});

test.each([
  ["an unknown key", "lisen: { port: 1 }\n", "lisen"],
  ["a port out of range", "listen: { port: 70000 }\n", "listen.port"],
  [
    "a secret that is no secret",
    "channels: { c: { webhook: { url: 'https://a.example', secret: x } } }\n",
    "secret",
  ],
  [
    "a webhook that is no web address",
    "channels: { c: { webhook: { url: 'file:///etc', secret: x } } }\n",
    "url",
  ],
  ["a risk tier that is none", "systems: [{ id: a, risk_tier: huge }]\n", "risk_tier"],
  ["an alias", "a: &a 1\nb: *a\n", "tiltmeter.yaml"],
  ["broken YAML", "listen: {\n", "tiltmeter.yaml"],
])("%s is refused by name", (_, text, named) => {
  expect(() => loadConfig({ file: write(text), env: {} })).toThrow(ConfigError);
  expect(() => loadConfig({ file: write(text), env: {} })).toThrow(named);
});

test("an unknown key is told with those that are known at its place", () => {
  const refusal = (text: string) => () => loadConfig({ file: write(text), env: {} });
  expect(refusal("sytems: []\n")).toThrow(/there is no key "sytems"; known keys are .*systems/);
  expect(refusal("systems: [{ id: a, onwer: b }]\n")).toThrow(
    /tiltmeter\.yaml:1:20: .*onwer.*owner/,
  );
  expect(refusal("channels: { c: { webook: {} } }\n")).toThrow(/known keys are webhook/);
});

test("a secret that is no secret is told how to be one, and is not repeated", () => {
  const file = write(
    "channels: { c: { webhook: { url: 'https://a.example', secret: hunter2 } } }\n",
  );
  expect(() => loadConfig({ file, env: {} })).toThrow("openssl rand");
  expect(() => loadConfig({ file, env: {} })).not.toThrow("hunter2");
});

test("a variable that makes no sense is refused by name and value", () => {
  expect(() => loadConfig({ env: { TILTMETER_PORT: "http" } })).toThrow(/TILTMETER_PORT.*"http"/);
  expect(() => loadConfig({ env: { TILTMETER_STORE: "localhost" } })).toThrow(/"localhost"/);
  expect(() => loadConfig({ env: { TILTMETER_STORE: "ftp://a" } })).toThrow(/"ftp:\/\/a"/);
});

test("a file that is not there is named", () => {
  expect(() => loadConfig({ file: join(folder, "none.yaml"), env: {} })).toThrow("none.yaml");
});

test("the ledger's anchors stand in the configuration, with paths relative to it", () => {
  const key = "log.example+cf119915+AbfK5adZJxsI323FwGD2AJJ9F4i89cfDuLdGJBIYntuO";
  const text = `ledger:
  name: acme.example/ai
  anchor_every: 600
  copies: [{ folder: elsewhere }, { url: "https://auditor.example/c" }]
  timestamps: [{ url: "https://tsa.example", certificates: tsa.pem, allow_private: true }]
  witnesses: [{ url: "https://witness.example", key: "${key}" }]
  rekor: [{ url: "https://rekor.example", key: "${key}" }]
`;
  const remote = { allowPrivate: false };
  expect(loadConfig({ file: write(text), env: {} }).ledger).toEqual({
    ...{ name: "acme.example/ai", lostKey: null, checkpointMs: 10_000, heartbeatMs: 300_000 },
    anchorMs: 600_000,
    copies: [
      { folder: join(folder, "elsewhere") },
      { url: "https://auditor.example/c", ...remote },
    ],
    timestamps: [
      {
        ...{ url: "https://tsa.example", certificates: join(folder, "tsa.pem") },
        allowPrivate: true,
      },
    ],
    witnesses: [{ url: "https://witness.example", key, ...remote }],
    rekor: [{ url: "https://rekor.example", key, ...remote }],
  });
  expect(loadConfig({ env: {} }).ledger).toMatchObject({ name: null, copies: null, rekor: [] });
});

test.each([
  ["retention: { predictions: 90 }", "predictions are kept for at least 183 days"],
  ["retention: { features: 0 }", "features are kept for at least 1 days"],
  ["retention: { features: a while }", "a number of days, such as 90"],
  ["retention: { logs: 1 }", 'there is no key "logs"; known keys are predictions, features'],
  ["retention: { systems: { credit: { statements: 182 } } }", "kept for at least 183 days"],
  ["retention: { systems: { credit: { quarantine: 9 } } }", 'there is no key "quarantine"'],
  ["storage: { budget: lots }", 'is bytes, such as 1048576 or "64 MiB"'],
  ["ledger: { anchors: 1 }", 'there is no key "anchors"; known keys are name, lost_key'],
  ["ledger: { name: a b }", "1 to 200 characters without spaces and plus"],
  ["ledger: { lost_key: xyz }", "eight hex digits"],
  ["ledger: { copies: [{ path: x }] }", "{ folder: PATH } or { url: ADDRESS }"],
  ["ledger: { rekor: [{ url: 'https://r', key: abc }] }", "NAME+ID+KEY"],
  ["ledger: { timestamps: [{ url: 'ftp://t', certificates: x }] }", "http or https"],
])("%s is refused with what it should be", (text, reason) => {
  expect(() => loadConfig({ file: write(`${text}\n`), env: {} })).toThrow(reason);
});

const PROVIDER =
  "issuer: https://login.example.org, client_id: tilt, roles: [{ group: a, role: admin }]";
const SECRET = { TILTMETER_AUTH_CLIENT_SECRET: "Zx81-forty-random-characters" };

test("a provider takes its secret from the environment, shows it nowhere, and has usual scopes", () => {
  const config = loadConfig({ file: write(`auth: { provider: { ${PROVIDER} } }\n`), env: SECRET });
  expect(config.auth.provider).toMatchObject({
    ...{ issuer: "https://login.example.org", clientId: "tilt", defaultRole: null },
    ...{ scopes: ["openid", "profile", "email"], requireVerified: true, allowPrivate: false },
    roles: [{ group: "a", role: "admin", systems: null }],
  });
  expect(config.auth.provider?.clientSecret.reveal()).toBe(SECRET.TILTMETER_AUTH_CLIENT_SECRET);
  expect(
    `${JSON.stringify(config.auth)} ${String(config.auth.provider?.clientSecret)}`,
  ).not.toContain("Zx81");
});

test.each([
  [`provider: { ${PROVIDER} }`, {}, /client_secret: is missing.*TILTMETER_AUTH_CLIENT_SECRET/],
  [`provider: { ${PROVIDER}, client_secret: '' }`, {}, /client_secret: is missing/],
  [`provider: { ${PROVIDER}, client_secret: changeme }`, {}, /looks made up/],
  [`provider: { ${PROVIDER}, client_secret: client_secret }`, {}, /looks made up/],
  ["provider: { issuer: https://a.example, client_id: x }", SECRET, /nobody could sign in/],
  [`provider: { ${PROVIDER.replace("https", "http")} }`, SECRET, /must be https/],
  [`provider: { ${PROVIDER.replace("admin", "root")} }`, SECRET, /is one of viewer, operator/],
  [`provider: { ${PROVIDER}, scopes: [email] }`, SECRET, /must have openid/],
  [`provider: { ${PROVIDER}, isuer: x }`, SECRET, /known keys are issuer, client_id/],
  [`provider: { ${PROVIDER}, email_domains: ["@example.org"] }`, SECRET, /behind the @/],
  ["idle: 3", {}, /known keys are idle_minutes, session_hours/],
] as const)("auth that could let nobody or anybody in does not start: %s", (auth, env, words) => {
  expect(() => loadConfig({ file: write(`auth: { ${auth} }\n`), env })).toThrow(words);
});

test("a provider on this machine itself may speak http", () => {
  const text = PROVIDER.replace("https://login.example.org", "http://127.0.0.1:9000/realms/a");
  const file = write(`auth: { provider: { ${text} } }\n`);
  expect(loadConfig({ file, env: SECRET }).auth.provider?.issuer).toContain("127.0.0.1");
});

test("limits are told in bytes, seconds and shares; what is not told is as usual", () => {
  const { limits } = loadConfig({ env: {} });
  expect(limits).toMatchObject({
    keys: { usual: { recordsPerSecond: null, bytesPerSecond: null }, ofKey: {} },
    inFlightBytesMax: 64 * 2 ** 20,
    loopDelayMsMax: 250,
    memoryBytesMax: null,
    journalBytesMax: 2 ** 31,
    disk: { freeBytesMin: 512 * 2 ** 20, freeShareMin: 0.05, ballastBytes: 64 * 2 ** 20 },
    namesPerDayMax: 1_000,
    connections: { max: 512, headersMs: 10_000, requestMs: 30_000, stalledMs: 30_000 },
  });
  const text = `
limits:
  keys:
    default: { records_per_second: 500 }
    ab12cd34: { bytes_per_second: 1.5 MiB }
  disk: { free_min: 1 GiB, free_share_min: 2.5% }
  loop_delay: null
`;
  expect(loadConfig({ file: write(text), env: {} }).limits).toMatchObject({
    keys: {
      usual: { recordsPerSecond: 500, bytesPerSecond: null, burstSeconds: 10 },
      ofKey: { ab12cd34: { recordsPerSecond: 500, bytesPerSecond: 1_572_864, burstSeconds: 10 } },
    },
    disk: { freeBytesMin: 2 ** 30, freeShareMin: 0.025, ballastBytes: 64 * 2 ** 20 },
    loopDelayMsMax: null,
  });
});

test.each([
  ["disk: { free_min: lots }", 'limits.disk.free_min: is bytes, such as 1048576 or "64 MiB"'],
  ["disk: { free_share_min: 0.05 }", "limits.disk.free_share_min: "],
  ["disk: { balast: 1 }", 'no key "balast"; known keys are free_min, free_share_min, ballast'],
  ["keys: { ab12cd34: { rate: 1 } }", "records_per_second, bytes_per_second, burst_seconds"],
  ["in_fight: 1", "known keys are keys, in_flight"],
])("a limit that cannot be meant is refused: %s", (text, said) => {
  const file = write(`limits: { ${text} }\n`);
  expect(() => loadConfig({ file, env: {} })).toThrow(said);
});

test("a server is an address, or an address with users, certificates and limits; flags beat all", () => {
  writeFileSync(join(folder, "writer.secret"), "a pass\n");
  writeFileSync(join(folder, "ca.pem"), "AUTHORITY");
  const file = write(
    "store: { url: 'https://ch.example:8443/ai', user: w, password_file: writer.secret, reader: { user: r }, tls: { ca_file: ca.pem, server_name: ch }, compression: both }\n",
  );
  const { store } = loadConfig({ file, env: { TILTMETER_STORE_READER_PASSWORD: "b" } });
  expect(store).toMatchObject({
    ...{ url: "https://ch.example:8443", database: "ai", compression: "both", timeoutMs: 120_000 },
    writer: { name: "w" },
    reader: { name: "r" },
    tls: { ca: "AUTHORITY", cert: null, key: null, serverName: "ch" },
  });
  expect(store?.writer.password?.reveal()).toBe("a pass");
  expect(store?.reader?.password?.reveal()).toBe("b");
  expect(JSON.stringify(store)).not.toContain("a pass");
  const plain = loadConfig({
    env: { TILTMETER_STORE: "http://u:p%40ss@localhost:8123" },
    flags: { storeReader: "reads" },
  }).store;
  expect(plain).toMatchObject({
    url: "http://localhost:8123",
    writer: { name: "u" },
    reader: { name: "reads" },
  });
  expect(plain?.writer.password?.reveal()).toBe("p@ss");
});

test.each([
  ["a key that nobody knows", "store: { url: 'http://a', usr: b }\n", /"usr"; known keys are url/],
  ["a certificate without its key", "store: { url: 'http://a', tls: { cert_file: a } }\n", /a/],
  [
    "a password's file that is not there",
    "store: { url: 'http://a', password_file: none }\n",
    /store: none names a file that cannot be read/,
  ],
])("of a server, %s is refused", (_, text, said) => {
  writeFileSync(join(folder, "a"), "PEM");
  expect(() => loadConfig({ file: write(text), env: {} })).toThrow(said);
});

test("a watchdog's address is told by the environment or the file and shown nowhere; maintenance has its bound", () => {
  const file = write(
    "watchdog: { url: 'https://hc.example/a-secret', every: 30, style: healthchecks }\nmaintenance: { hours_max: 4 }\n",
  );
  const { operation } = loadConfig({ file, env: {} });
  expect(operation).toMatchObject({
    watchdog: { everyMs: 30_000, style: "healthchecks", allowPrivate: false },
    maintenanceMsMax: 4 * 3_600_000,
  });
  expect(JSON.stringify(operation)).not.toContain("a-secret");
  const env = { TILTMETER_WATCHDOG_URL: "http://other.example/" };
  expect(loadConfig({ file, env }).operation.watchdog?.url.reveal()).toBe("http://other.example/");
  expect(loadConfig({ env: {} }).operation.watchdog).toBeNull();
  expect(() => loadConfig({ env: { TILTMETER_WATCHDOG_URL: "hc.example" } })).toThrow(
    "TILTMETER_WATCHDOG_URL must be an http or https URL",
  );
  expect(() => loadConfig({ file: write("watchdog: { ulr: a }\n"), env: {} })).toThrow(
    /"ulr"; known keys are url, every, allow_private, style/,
  );
});
