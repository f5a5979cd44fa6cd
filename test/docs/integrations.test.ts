import { type ChildProcess, execFileSync, spawn, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { ATTRIBUTE, EVENT, RESOURCE } from "@tiltmeter/sdk/wire/attributes";
import { transformSync } from "esbuild";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { parse } from "yaml";
import { startFakeAnthropic } from "../clients/fake-anthropic.ts";
import { startFakeOpenAi } from "../clients/fake-openai.ts";
import { type FakeServer, startFakeServer } from "../clients/fake-server.ts";
import { type Collector, startCollector } from "../end-to-end/collector.ts";
import { type Snippet, snippets } from "./snippets.ts";

// Every snippet of a page is a file of one folder; programs are compiled against the real types, and run as a reader would
// run them: in a shell, with the real clients, against servers that answer as the providers do, and a real collector.

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const OUT = join(ROOT, "test/dist/docs/integrations");
const all = snippets();
const pages = [...new Set(all.map(({ page }) => page))];
const of = (page: string): readonly Snippet[] => all.filter((each) => each.page === page);
const folderOf = (page: string): string => join(OUT, page.replace(/\.md$/, ""));

/** What a page's programs record: by system, how many predictions at least. */
const RECORDED: Readonly<
  Record<string, readonly (readonly [system: string, predictions: number])[]>
> = {
  "typescript.md": [["credit-scoring", 1]],
  "openai.md": [["support-bot", 2]],
  "anthropic.md": [["claims-reader", 2]],
  "ai-sdk.md": [["travel-planner", 2]],
  "fetch.md": [["iris", 2]],
  "opentelemetry-genai.md": [["help-desk", 3]],
  "proxy.md": [
    ["chat-desk", 1],
    ["loan-desk", 1],
  ],
};

interface World {
  readonly collector: Collector;
  readonly openai: FakeServer;
  readonly anthropic: FakeServer;
  readonly models: FakeServer;
  /** Addresses of the pages → addresses here. */
  readonly addresses: ReadonlyMap<string, string>;
}

let world: World;
const running: ChildProcess[] = [];

beforeAll(async () => {
  const [collector, openai, anthropic, models] = await Promise.all([
    startCollector({ nowMs: Date.now() }),
    startFakeOpenAi(),
    startFakeAnthropic(),
    startFakeServer(({ path }) => ({ json: path.endsWith("/infer") ? IRIS : SCORE })),
  ]);
  const addresses = new Map([
    ["https://api.openai.com", openai.url],
    ["http://127.0.0.1:8080", models.url],
    ["127.0.0.1:4319", `127.0.0.1:${await freePort()}`],
    ["127.0.0.1:4320", `127.0.0.1:${await freePort()}`],
  ]);
  world = { collector, openai, anthropic, models, addresses };
  rmSync(OUT, { recursive: true, force: true });
  for (const page of pages) writePage(page);
});

afterAll(async () => {
  for (const child of running) child.kill("SIGTERM");
  await Promise.all([world.openai.close(), world.anthropic.close(), world.models.close()]);
  await world.collector[Symbol.asyncDispose]();
});

test("every snippet says what it is, so that none is left untried by an oversight", () => {
  const known = (each: Snippet): boolean =>
    each.language === "sh"
      ? ["run", "background", "setup"].includes(each.note)
      : each.language === "ts"
        ? each.note.endsWith(".ts")
        : true;
  expect(all.filter((each) => !known(each)).map(({ page, line }) => `${page}:${line}`)).toEqual([]);
  expect(Object.keys(RECORDED).filter((page) => !pages.includes(page))).toEqual([]);
});

test("TypeScript compiles against the real types", () => {
  const files = all
    .filter(({ language }) => language === "ts")
    .map(({ page, note }) => join(folderOf(page), note));
  expect(files.length).toBeGreaterThan(4);
  writeFileSync(
    join(OUT, "tsconfig.json"),
    JSON.stringify({
      extends: join(ROOT, "tsconfig.base.json"),
      compilerOptions: {
        ...{ noEmit: true, composite: false, incremental: false, skipLibCheck: true },
        ...{ isolatedDeclarations: false, declaration: false, customConditions: [] },
        ...{ module: "nodenext", types: ["node"], lib: ["ES2023", "DOM", "ESNext.Disposable"] },
      },
      files,
    }),
  );
  execFileSync(join(ROOT, "node_modules/.bin/tsc"), ["-p", join(OUT, "tsconfig.json")], {
    encoding: "utf8",
  });
});

const hasCurl = spawnSync("curl", ["--version"]).status === 0;
const runnable = pages.filter((page) => of(page).some(({ note }) => note === "run"));

describe.each(runnable)("%s", (page) => {
  const isMissing = !hasCurl && of(page).some(({ text }) => /^curl /m.test(text));
  test.skipIf(isMissing)(
    `its commands run as they stand, and what they record arrives${isMissing ? " [skipped: the command curl is absent]" : ""}`,
    {
      timeout: 60_000,
    },
    async () => {
      for (const each of of(page)) {
        if (each.note === "background") await background(each);
        if (each.note === "run") await run(each);
      }
      for (const [system, predictions] of RECORDED[page] ?? []) {
        await arrived(system, predictions);
      }
    },
  );
});

test("files of other programs are well formed: YAML is YAML, JSON is JSON", () => {
  for (const { language, text, page, line } of all) {
    if (language === "yaml") expect(parse(text), `${page}:${line}`).toBeTypeOf("object");
    if (language === "json") expect(JSON.parse(text), `${page}:${line}`).toBeTypeOf("object");
  }
});

test("links between the pages, and out of them, lead to files that are there", () => {
  const broken = pages.flatMap((page) => {
    const text = readFileSync(join(ROOT, "docs/integrations", page), "utf8");
    return [...text.matchAll(/\]\((?!https?:)([^)#]+)/g)]
      .map(([, path]) => path ?? "")
      .filter((path) => !existsSync(join(ROOT, "docs/integrations", path)))
      .map((path) => `${page} → ${path}`);
  });
  expect(broken).toEqual([]);
});

describe.each([
  ["Java", "examples/java/src/main/java/example/CreditScoring.java", "java.md"],
  ["Go", "examples/go/main.go", "go.md"],
])("%s", (language, file, page) => {
  const text = readFileSync(join(ROOT, file), "utf8");
  const snippet = of(page).find((each) => each.language === language.toLowerCase())?.text ?? "";
  const namesIn = (source: string): readonly string[] =>
    [...source.matchAll(/"((?:aims|service|event)\.[a-z_.]+)"/g)].map(([, name]) => name ?? "");

  test("the example and the page use names of the published language alone", () => {
    const known = [EVENT, RESOURCE, ATTRIBUTE].flatMap((names) => Object.values<string>(names));
    const maps = [ATTRIBUTE.features, ATTRIBUTE.segment, ATTRIBUTE.seqLast].map(
      (name) => `${name}.`,
    );
    const strays = [...namesIn(text), ...namesIn(snippet)].filter(
      (name) =>
        name !== "event.name" && !known.includes(name) && !maps.some((map) => name.startsWith(map)),
    );
    expect(namesIn(text).length).toBeGreaterThan(12);
    expect(strays).toEqual([]);
  });

  test("what the example sends is taken in whole, and its completeness is measured", async () => {
    const system = `credit-${language.toLowerCase()}`;
    const answer = await fetch(`${world.collector.url}/v1/logs`, {
      method: "POST",
      headers: {
        authorization: `Bearer ${world.collector.ingest}`,
        "content-type": "application/json",
      },
      body: JSON.stringify(asSent(system, language === "Java")),
    });
    expect([answer.status, await answer.json()]).toEqual([200, {}]);
    await arrived(system, 1);
    const { unexplainedLoss } = await world.collector.api(`/systems/${system}`);
    expect(unexplainedLoss).toBe(0);
  });
});

const SCORE = { approved: true, probability: 0.93 };
const IRIS = {
  model_name: "iris",
  model_version: "2",
  outputs: [{ name: "species", datatype: "BYTES", shape: [2], data: ["setosa", "virginica"] }],
};

function writePage(page: string): void {
  const folder = folderOf(page);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "package.json"), '{ "type": "module" }');
  for (const { language, note, text } of of(page)) {
    if (!note.includes(".")) continue;
    // As written for the compiler; what runs is told where the servers are.
    writeFileSync(join(folder, note), language === "ts" ? text : here(text));
    if (language === "ts") {
      const { code } = transformSync(here(text), { loader: "ts", format: "esm", target: "node20" });
      writeFileSync(join(folder, note.replace(/\.ts$/, ".mjs")), code);
    }
  }
}

/** With the addresses that this test has. */
function here(text: string): string {
  let found = text;
  for (const [there, address] of world.addresses) found = found.replaceAll(there, address);
  return found;
}

/** The commands of the pages as this tree has them: nothing is fetched. */
const PRELUDE = `
set -euo pipefail
npx() {
  case "$1" in
    tiltmeter) shift; exec_or_run "${join(ROOT, "collector/bin/tiltmeter.cjs")}" "$@" ;;
    tsx) exec_or_run "\${2%.ts}.mjs" ;;
    *) echo "npx $1 is not known to this test" >&2; return 127 ;;
  esac
}
exec_or_run() { if [ -n "\${IN_BACKGROUND:-}" ]; then exec node "$@"; else node "$@"; fi; }
`;

function shell(snippet: Snippet, more: Record<string, string> = {}): ChildProcess {
  const { collector, openai, anthropic } = world;
  return spawn("bash", ["-c", `${PRELUDE}\n${here(snippet.text)}`], {
    cwd: folderOf(snippet.page),
    env: {
      ...process.env,
      NODE_OPTIONS: "",
      TILTMETER_URL: collector.url,
      TILTMETER_KEY: collector.ingest,
      OPENAI_BASE_URL: `${openai.url}/v1`,
      OPENAI_API_KEY: "sk-a-key-of-nobody",
      ANTHROPIC_BASE_URL: anthropic.url,
      ANTHROPIC_API_KEY: "a-key-of-nobody",
      ...more,
    },
    stdio: ["ignore", "pipe", "pipe"],
  });
}

function run(snippet: Snippet): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = shell(snippet);
    let said = "";
    child.stdout?.on("data", (chunk: Buffer) => {
      said += chunk.toString();
    });
    child.stderr?.on("data", (chunk: Buffer) => {
      said += chunk.toString();
    });
    child.once("close", (code) => {
      if (code === 0) resolve();
      else reject(new Error(`${snippet.page}:${snippet.line} ended with ${code}:\n${said}`));
    });
  });
}

/** Starts what goes on running, and resolves when it says that it listens. */
function background(snippet: Snippet): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = shell(snippet, { IN_BACKGROUND: "1" });
    running.push(child);
    let said = "";
    child.stderr?.on("data", (chunk: Buffer) => {
      said += chunk.toString();
    });
    child.stdout?.on("data", (chunk: Buffer) => {
      said += chunk.toString();
      if (said.includes("listening on")) resolve();
    });
    child.once("close", (code) =>
      reject(new Error(`${snippet.page}:${snippet.line} ended with ${code}:\n${said}`)),
    );
  });
}

/** Waits until a system has so many predictions: what a proxy has just seen is on its way. */
async function arrived(system: string, predictions: number): Promise<void> {
  let seen: unknown = null;
  for (let attempt = 0; attempt < 200; attempt += 1) {
    await world.collector.app.settled();
    world.collector.clock.nowMs = Date.now();
    const found = await world.collector.api(`/systems/${system}`).catch(() => null);
    seen = found?.["predictions"];
    if (typeof seen === "number" && seen >= predictions) {
      expect(seen).toBe(predictions);
      return;
    }
    await new Promise((resolve) => {
      setTimeout(resolve, 50);
    });
  }
  throw new Error(`${system} has ${String(seen)} predictions, and ${predictions} were recorded`);
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  const { port } = server.address() as AddressInfo; // a TCP server
  await new Promise((resolve) => {
    server.close(resolve);
  });
  return port;
}

type Value = string | number | Readonly<Record<string, string | number>>;

/** What the examples send, by hand: Java says names of maps with dots and the event's name as an attribute, Go has maps. */
function asSent(system: string, isJava: boolean): unknown {
  const said: readonly (readonly [event: string, attributes: Readonly<Record<string, Value>>])[] = [
    [
      EVENT.prediction,
      {
        "aims.seq": 1,
        "aims.prediction.id": "a-1",
        "aims.model.name": "xgb-credit",
        "aims.model.version": "2026-11-03",
        "aims.prediction.label": "approve",
        "aims.prediction.score": 0.93,
        "aims.prediction.latency": 0.012,
        "aims.prediction.features": { income: 52_000, purpose: "car" },
        "aims.prediction.segment": { age_band: "30s" },
      },
    ],
    [
      EVENT.oversight,
      {
        "aims.seq": 1,
        "aims.prediction.id": "a-1",
        "aims.oversight.action": "override",
        "aims.oversight.original.label": "approve",
        "aims.oversight.final.label": "decline",
        "aims.oversight.actor.id": "reviewer-7",
      },
    ],
    [
      EVENT.outcome,
      { "aims.seq": 1, "aims.prediction.id": "a-1", "aims.outcome.label": "decline" },
    ],
    [EVENT.heartbeat, { "aims.seq.last": { prediction: 1, oversight: 1, outcome: 1 } }],
  ];
  const resource = {
    "service.name": system,
    "aims.system.id": system,
    "aims.producer.id": "0b6ff0f4-7d0c-4d4e-9c7e-2d6f1f5f6b11",
  };
  return {
    resourceLogs: [
      {
        resource: { attributes: keyValues(resource, false) },
        scopeLogs: [
          {
            scope: { name: "credit" },
            logRecords: said.map(([event, attributes]) => ({
              timeUnixNano: String(BigInt(Date.now()) * 1_000_000n),
              ...(isJava ? {} : { eventName: event }),
              attributes: keyValues(
                isJava ? { ...attributes, "event.name": event } : attributes,
                isJava,
              ),
            })),
          },
        ],
      },
    ],
  };
}

function keyValues(of: Readonly<Record<string, Value>>, isFlat: boolean): readonly object[] {
  return Object.entries(of).flatMap(([key, value]): readonly object[] => {
    if (typeof value !== "object") return [{ key, value: anyValue(value) }];
    if (!isFlat) return [{ key, value: { kvlistValue: { values: keyValues(value, false) } } }];
    return Object.entries(value).map(([name, each]) => ({
      key: `${key}.${name}`,
      value: anyValue(each),
    }));
  });
}

function anyValue(value: string | number): object {
  if (typeof value === "string") return { stringValue: value };
  return Number.isInteger(value) ? { intValue: String(value) } : { doubleValue: value };
}
