import { execFileSync, spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdtemp, readFile, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { loadConfig } from "tiltmeter/config";
import { parseKey } from "tiltmeter/http/key";
import { afterAll, beforeAll, expect, test } from "vitest";
import { parse } from "yaml";
import { debianTool } from "./debian-tool.ts";

// What one command starts: no default secret, nothing open to the network, every image pinned.

const root = fileURLToPath(new URL("../../", import.meta.url));
const FILES = ["docker-compose.yml", "docker-compose.cluster.yml"] as const;
let folder: string;
let env: Record<string, string>;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "tiltmeter-deploy-"));
  env = await setUp();
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function setUp(): Promise<Record<string, string>> {
  const file = join(folder, "env");
  execFileSync("sh", [join(root, "deploy/setup.sh")], {
    env: { ...process.env, TILTMETER_ENV_FILE: file },
    stdio: "ignore",
  });
  const lines = (await readFile(file, "utf8")).trim().split("\n");
  return Object.fromEntries(lines.map((line) => line.split("=", 2)));
}

/** Of a service, what the tests ask. */
interface Service {
  readonly image: string;
  readonly ports?: readonly string[];
  readonly environment?: Readonly<Record<string, unknown>>;
  readonly healthcheck?: object;
  readonly volumes?: readonly string[];
  readonly profiles?: readonly string[];
}

/** The services, with what they share put in, as compose reads them. */
async function servicesOf(file: string): Promise<Readonly<Record<string, Service>>> {
  const text = await readFile(join(root, file), "utf8");
  // What compose accepts, by the test above.
  const read = parse(text, { merge: true, maxAliasCount: -1 }) as {
    readonly services: Readonly<Record<string, Service>>;
  };
  return read.services;
}

test("secrets are made once, strong, for their owner alone, and stay", async () => {
  expect((await stat(join(folder, "env"))).mode & 0o777).toBe(0o600);
  expect(parseKey(env["TILTMETER_BOOTSTRAP_KEY"] ?? "")).not.toBeNull();
  for (const name of [
    "TILTMETER_CLICKHOUSE_PASSWORD",
    "TILTMETER_PAGES_PASSWORD",
    "TILTMETER_READER_PASSWORD",
    "GRAFANA_ADMIN_PASSWORD",
  ]) {
    expect(env[name], name).toMatch(/^[A-Za-z0-9]{32,}$/);
  }
  expect(new Set(Object.values(env)).size).toBe(5);
  expect(await setUp()).toEqual(env);
});

test.for(FILES)("%s is what compose accepts, and nothing without its secrets", (file, context) => {
  if (!debianTool("docker-compose", "docker-compose")) return context.skip();
  const config = (variables: Record<string, string>) =>
    spawnSync("docker-compose", ["-f", join(root, file), "config"], {
      cwd: folder,
      encoding: "utf8",
      env: { PATH: process.env["PATH"] ?? "", ...variables },
    });
  const good = config(env);
  expect(good.stderr).toBe("");
  expect(good.status).toBe(0);
  const without = config({});
  expect(without.status).not.toBe(0);
  expect(without.stderr).toContain("deploy/setup.sh");
});

test.each(FILES)(
  "%s opens nothing but on this machine, pins its images and watches them",
  async (file) => {
    const services = await servicesOf(file);
    expect(Object.keys(services).length).toBeGreaterThan(3);
    for (const [name, of] of Object.entries(services)) {
      for (const port of of.ports ?? []) expect(port, name).toMatch(/^127\.0\.0\.1:\d+:\d+$/);
      expect(of.image, name).toMatch(/:[v\d][\w.-]*\d$/);
      const isOurs = of.image.startsWith("tiltmeter:");
      // The collector's own image has its check in it.
      if (!isOurs) expect(of.healthcheck, name).toBeDefined();
      for (const [variable, value] of Object.entries(of.environment ?? {})) {
        if (/PASSWORD|KEY$|SECRET/.test(variable) && variable !== "KEEPER_ID") {
          expect(String(value), `${name} ${variable}`).toMatch(/\$\{[A-Z_]+:\?/);
        }
      }
      for (const volume of (of.volumes ?? []).filter((each) => each.startsWith("./"))) {
        const [from = "", , mode] = volume.split(":");
        expect(existsSync(join(root, from)), from).toBe(true);
        expect(mode, volume).toBe("ro");
      }
    }
  },
);

test("what is not supported yet is not started", async () => {
  const services = await servicesOf("docker-compose.cluster.yml");
  for (const [name, of] of Object.entries(services)) {
    const isFuture = /^(ingest|govern)-\d$/.test(name);
    expect(of.profiles ?? [], name).toEqual(isFuture ? ["not-supported-yet"] : []);
  }
});

test("the collector's configuration is one that it loads, with mail to Mailpit", () => {
  const config = loadConfig({ file: join(root, "deploy/tiltmeter.yaml"), env: {} });
  expect(config).toMatchObject({
    listen: { host: "0.0.0.0", port: 4318 },
    data: "/var/lib/tiltmeter",
    channels: { mail: { email: { host: "mailpit", port: 1025, tls: "none" } } },
  });
});

test("the image is built of what there is, and runs as nobody special", async () => {
  const text = await readFile(join(root, "Dockerfile"), "utf8");
  const lock: unknown = JSON.parse(await readFile(join(root, "package-lock.json"), "utf8"));
  // npm takes the lock only where every workspace that it names is there.
  const { packages } = lock as { readonly packages: Readonly<Record<string, unknown>> };
  for (const workspace of Object.keys(packages)) {
    if (workspace === "" || workspace.includes("node_modules/")) continue;
    expect(text).toContain(`COPY ${workspace}/package.json ${workspace}/`);
  }
  const manifest: unknown = JSON.parse(await readFile(join(root, "package.json"), "utf8"));
  const { workspaces } = manifest as { readonly workspaces: readonly string[] };
  const ignored = await readFile(join(root, ".dockerignore"), "utf8");
  for (const workspace of workspaces.filter((each) => each.startsWith("test"))) {
    expect(ignored).toContain(`!${workspace}/package.json\n`);
  }
  const lines = text.replaceAll("\\\n", " ").split("\n");
  for (const line of lines.filter((each) => each.startsWith("COPY "))) {
    const words = line
      .split(/\s+/)
      .slice(1)
      .filter((word) => !word.startsWith("--"));
    for (const from of words.slice(0, -1)) {
      const path = from.replace("/opt/tiltmeter/", "");
      const isMade = path === "node_modules" || path.endsWith("/dist");
      if (!isMade) expect(existsSync(join(root, path)), from).toBe(true);
    }
  }
  const froms = lines.filter((each) => each.startsWith("FROM "));
  expect(froms).toHaveLength(2);
  for (const from of froms)
    expect(from).toMatch(/^FROM node:\d+\.\d+\.\d+-bookworm-slim( AS build)?$/);
  expect(lines.findLast((each) => each.startsWith("USER "))).toBe("USER node");
  expect(text).toContain("HEALTHCHECK");
  expect(text).not.toMatch(/\b(ADD|sudo|curl|apt-get)\b/);
});
