import { type ChildProcess, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { mailServer } from "../collector/notify/channels/mail-server.ts";
import { receiver } from "../collector/notify/channels/receiver.ts";

// A real collector that tells every kind of channel, killed at the moment when each of them has a message: before they
// answer, and right after, when the collector has not written down yet that they were told.

const bin = fileURLToPath(new URL("../../collector/bin/tiltmeter.cjs", import.meta.url));
const KEY = `tm_adm_killtest_${randomBytes(60)
  .toString("base64")
  .replace(/[^A-Za-z0-9]/g, "")
  .slice(0, 43)}`;
const SECRET = `whsec_${Buffer.from("a secret of at least 24 bytes").toString("base64")}`;

/** Kinds by how the channel is named here, and the path under which a message of theirs arrives. */
const PATHS: Readonly<Record<string, RegExp>> = {
  webhook: /^\/webhook$/,
  "slack-hook": /^\/slack-hook$/,
  "slack-bot": /^\/slack\/chat\.postMessage$/,
  teams: /^\/teams$/,
  pagerduty: /^\/pd\/enqueue$/,
  jira: /^\/jira\/rest\/api\/3\/issue(\/[A-Z]+-\d+\/comment)?$/,
  alertmanager: /^\/am\/api\/v2\/alerts$/,
};
const KINDS = [...Object.keys(PATHS), "email"];
/** On a busy machine some are late; a message that is held longer than this is given up by who sent it. */
const PATIENCE_MS = 8_000;
const KILLS = ["before", "after", "before"] as const;
/** What each kind was told, in order: the record, and whether it was its end. */
interface Told {
  readonly kind: string;
  readonly record: string;
  readonly isEnd: boolean;
}

test("killed while a channel has a message, of every kind: nothing is lost, and each record's end comes last", {
  timeout: 240_000,
}, async () => {
  const told: Told[] = [];
  const issues: { readonly label: string; readonly text: string }[] = [];
  let child: ChildProcess | null = null;
  let armed: "before" | "after" | null = null;
  const holding = new Set<string>();
  const held = new Set<string>();
  let timer: NodeJS.Timeout | undefined;
  let release: () => void = () => undefined;
  let released: Promise<void> = Promise.resolve();
  const arm = (when: "before" | "after"): void => {
    armed = when;
    holding.clear();
    released = new Promise((resolve) => {
      release = resolve;
    });
  };
  /** Now, or so soon after the answers that no try is written down. */
  const kill = (): void => {
    clearTimeout(timer);
    const when = armed;
    armed = null;
    if (when === "before") child?.kill("SIGKILL");
    else setTimeout(() => child?.kill("SIGKILL"), 1);
    release();
  };
  /** Keeps what arrived, and resolves when it may be answered. */
  const arrived = async (kind: string, text: string): Promise<void> => {
    const record = /NC-2026-\d{4}/.exec(text)?.[0] ?? "";
    const isEnd = /dismissed|"event_action":"resolve"/.test(text);
    told.push({ kind, record, isEnd });
    if (armed === null) return;
    holding.add(kind);
    held.add(kind);
    if (holding.size === 1) timer = setTimeout(kill, PATIENCE_MS);
    if (holding.size === KINDS.length) kill();
    return released;
  };
  await using server = await receiver(async (response, { method, path, text, json }) => {
    const [where = ""] = path.split("?");
    const kind = Object.keys(PATHS).find((each) => method === "POST" && PATHS[each]?.test(where));
    const body = where.startsWith("/jira")
      ? jiraAnswer(method, where, json, issues, text)
      : { ok: true, ts: "1700000000.000001" };
    if (kind !== undefined) await arrived(kind, text);
    response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(body));
  });
  await using mail = await mailServer({ message: (raw) => arrived("email", raw) });
  const folder = await mkdtemp(join(tmpdir(), "tiltmeter-channel-kill-"));
  const config = join(folder, "tiltmeter.yaml");
  await writeFile(config, configuration(server.url, mail.port));
  let url = "";
  const start = async (): Promise<void> => {
    child = spawn(
      process.execPath,
      [bin, "serve", "--config", config, "--data", join(folder, "data"), "--port", "0"],
      { env: { ...process.env, TILTMETER_BOOTSTRAP_KEY: KEY }, stdio: ["ignore", "pipe", "pipe"] },
    );
    url = await listening(child);
  };
  const ask = (path: string, body?: unknown, headers = {}): Promise<Response> =>
    fetch(`${url}/api/v1${path}`, {
      method: body === undefined ? "GET" : "POST",
      headers: { authorization: `Bearer ${KEY}`, "content-type": "application/json", ...headers },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  try {
    for (const when of KILLS) {
      await start();
      arm(when);
      const ended = once(child ?? process, "exit");
      // It may be dead before it answers; whether the record was raised is asked at the end.
      await ask("/nonconformities", REPORT).catch(() => undefined);
      const [, signal] = await ended;
      expect(signal).toBe("SIGKILL");
    }
    await start();
    const { items } = Object(await (await ask("/nonconformities?limit=100")).json());
    const raised: string[] = items.map(({ id }: { id: string }) => id).sort();
    expect(raised.length).toBeGreaterThanOrEqual(KILLS.length - 1);
    const first = raised[0] ?? "";
    const { headers } = await ask(`/nonconformities/${first}`);
    const dismissed = await ask(
      `/nonconformities/${first}/transitions`,
      { to: "dismissed", fields: {}, reason: "it was a drill" },
      { "if-match": headers.get("etag") ?? "" },
    );
    expect(dismissed.status, await dismissed.clone().text()).toBe(200);
    const owed = (): string[] =>
      KINDS.flatMap((kind) => {
        const has = (record: string, isEnd: boolean): boolean =>
          told.some((each) => each.kind === kind && each.record === record && each.isEnd === isEnd);
        const missing = raised.filter((record) => !has(record, false));
        return [...missing, ...(has(first, true) ? [] : ["the end"])].map((of) => `${kind} ${of}`);
      });
    await expect.poll(owed, { timeout: 60_000, interval: 100 }).toEqual([]);
    for (const kind of KINDS) {
      const ofFirst = told.filter((each) => each.kind === kind && each.record === first);
      expect(ofFirst.at(-1)?.isEnd, kind).toBe(true);
      expect(
        ofFirst.findIndex(({ isEnd }) => isEnd),
        kind,
      ).toBeGreaterThan(0);
      // Once each, and again what was under way at a kill; Alertmanager is also told again of all that is open.
      const times = told.filter((each) => each.kind === kind).length;
      const most = kind === "alertmanager" ? raised.length * KILLS.length : 2 * KILLS.length;
      expect(times, kind).toBeLessThanOrEqual(raised.length + 1 + most);
    }
    // Each was in the middle of a message at some kill.
    expect([...held].sort()).toEqual([...KINDS].sort());
    // Jira has one issue a record, though an answer was lost.
    expect(new Set(issues.map(({ label }) => label)).size).toBe(issues.length);
    expect(issues).toHaveLength(raised.length);
  } finally {
    const last = child as ChildProcess | null;
    if (last !== null && last.exitCode === null && last.signalCode === null) {
      const ended = once(last, "exit");
      last.kill("SIGKILL");
      await ended;
    }
    await rm(folder, { recursive: true, force: true });
  }
});

const REPORT = {
  fields: {
    ...{ source: "internal_audit", title: "A drill", severity: "low", reported_by: "Ida" },
    ...{ requirement: "Drills are held.", statement: "This is one." },
  },
  cites: { iso42001: ["9.3"] },
};

function configuration(url: string, mailPort: number): string {
  return `library: "off"
channels:
  webhook: { webhook: { url: "${url}/webhook", secret: ${SECRET} } }
  slack-hook: { slack: { webhook: "${url}/slack-hook" } }
  slack-bot: { slack: { token: xoxb-1234567890, channel: C0123456789, url: "${url}/slack" } }
  teams: { teams: { url: "${url}/teams" } }
  pagerduty: { pagerduty: { routing_key: ${"0123456789abcdef".repeat(2)}, url: "${url}/pd" } }
  jira: { jira: { url: "${url}/jira", user: a@b.example, token: t, project: RISK } }
  alertmanager: { alertmanager: { url: "${url}/am" } }
  email:
    email: { host: 127.0.0.1, port: ${mailPort}, tls: none, from: t@b.example, to: [ann@b.example] }
`;
}

/** As much of Jira as finds what was made. */
function jiraAnswer(
  method: string,
  path: string,
  json: unknown,
  issues: { readonly label: string; readonly text: string }[],
  text: string,
): unknown {
  const shown = (index: number): unknown => ({
    key: `RISK-${index + 1}`,
    fields: {
      status: { statusCategory: { key: "done" } },
      description: issues[index]?.text ?? "",
    },
  });
  if (path.endsWith("/search/jql")) {
    const label = /labels = "([^"]+)"/.exec(String(Object(json).jql))?.[1];
    const index = issues.findIndex((each) => each.label === label);
    return { issues: index < 0 ? [] : [shown(index)] };
  }
  if (method === "POST" && path.endsWith("/issue")) {
    issues.push({ label: String(Object(json).fields.labels[0]), text });
    return { key: `RISK-${issues.length}` };
  }
  if (path.endsWith("/comment")) return { comments: [] };
  return shown(Number(/RISK-(\d+)/.exec(path)?.[1]) - 1);
}

async function listening(child: ChildProcess): Promise<string> {
  const errors: string[] = [];
  child.stderr?.on("data", (text) => errors.push(String(text)));
  for await (const line of createInterface({ input: child.stdout ?? process.stdin })) {
    const url = /^listening on (http:\S+)$/.exec(line)?.[1];
    if (url === undefined) continue;
    child.stdout?.resume();
    return url;
  }
  throw new Error(`serve ended before it listened: ${errors.join("")}`);
}
