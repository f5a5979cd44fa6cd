import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

// The house rules of ARCHITECTURE.md, held by a test that names the file and the import that broke one.

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const files = execFileSync("git", ["ls-files", "--cached", "--others", "--exclude-standard"], {
  cwd: root,
})
  .toString()
  .split("\n")
  .filter((file) => /\.tsx?$/.test(file));
const source = (file: string): string => readFileSync(join(root, file), "utf8");
const rooms = files.filter((file) => /^(sdk|client|rules|collector|dashboards)\//.test(file));

/** Without comments, which may speak of what code may not do. */
const code = (file: string): string => source(file).replace(/\/\*[\s\S]*?\*\/|(^|\s)\/\/.*$/gm, "");

interface Import {
  readonly from: string;
  readonly to: string;
}

const imports: readonly Import[] = rooms.flatMap((from) =>
  [
    ...source(from).matchAll(
      /^(?:import|export)\b(?:[^;"]*?\bfrom )?\s*"([^"]+)";|\bimport\("([^"]+)"\)/gm,
    ),
  ].map((match) => ({
    from,
    to: match[1] ?? match[2] ?? "",
  })),
);

/** The path in the tree that an import reaches, or null where it leaves the tree. */
function target({ from, to }: Import): string | null {
  if (to.startsWith(".")) return normalize(join(dirname(from), to));
  if (to === "@tiltmeter/sdk") return "sdk/index.ts";
  if (to === "@tiltmeter/sdk/node") return "sdk/node.ts";
  const client = /^@tiltmeter\/sdk\/(openai|anthropic|ai-sdk|fetch)$/.exec(to);
  if (client !== null) return `sdk/clients/${client[1]}.ts`;
  if (to.startsWith("@tiltmeter/sdk/wire/"))
    return `sdk/wire/${to.slice("@tiltmeter/sdk/wire/".length)}.ts`;
  if (to === "@tiltmeter/rules") return "rules/index.ts";
  if (to.startsWith("@tiltmeter/rules/profile/"))
    return `rules/profile/${to.slice("@tiltmeter/rules/profile/".length)}.ts`;
  if (to === "@tiltmeter/dashboards") return "dashboards/index.ts";
  return null;
}

function broken(rule: (edge: Import, reaches: string | null) => boolean): string[] {
  return imports
    .filter((edge) => rule(edge, target(edge)))
    .map((edge) => `${edge.from} imports ${edge.to}`);
}

const inRoom = (path: string | null, room: string): boolean =>
  path?.startsWith(`${room}/`) ?? false;

test("rules imports only itself and its two pure packages", () => {
  const allowed = new Set(["simple-statistics", "yaml"]);
  expect(
    broken(
      ({ from, to }, reaches) =>
        inRoom(from, "rules") && !inRoom(reaches, "rules") && !allowed.has(to),
    ),
  ).toEqual([]);
});

test("sdk/wire imports nothing but itself", () => {
  expect(
    broken(({ from }, reaches) => inRoom(from, "sdk/wire") && !inRoom(reaches, "sdk/wire")),
  ).toEqual([]);
});

test("sdk imports only itself, rules/profile, the OpenTelemetry API and the platform; only node.ts brings an OpenTelemetry SDK", () => {
  expect(
    broken(({ from, to }, reaches) => {
      if (!inRoom(from, "sdk") || inRoom(reaches, "sdk") || to.startsWith("node:")) return false;
      if (inRoom(reaches, "rules/profile") && !inRoom(from, "sdk/wire")) return false;
      return to !== "@opentelemetry/api" && from !== "sdk/node.ts";
    }),
  ).toEqual([]);
});

test("dashboards imports only itself, rules and hono", () => {
  expect(
    broken(({ from, to }, reaches) => {
      if (!inRoom(from, "dashboards") || inRoom(reaches, "dashboards") || inRoom(reaches, "rules"))
        return false;
      return !/^(hono($|\/)|node:|uplot)/.test(to);
    }),
  ).toEqual([]);
});

test("the client imports only itself and what it sends with: it knows the API by its document", () => {
  expect(
    broken(
      ({ from, to }, reaches) =>
        inRoom(from, "client") && !inRoom(reaches, "client") && to !== "openapi-fetch",
    ),
  ).toEqual([]);
});

test("the collector takes only sdk/wire from the SDK, except its demonstration and its proxy, which are users", () => {
  expect(
    broken(
      ({ from }, reaches) =>
        inRoom(from, "collector") &&
        !inRoom(from, "collector/demo") &&
        !inRoom(from, "collector/proxy") &&
        inRoom(reaches, "sdk") &&
        !inRoom(reaches, "sdk/wire"),
    ),
  ).toEqual([]);
});

test("rooms of the collector do not import rooms: app.ts introduces them", () => {
  const room = (path: string): string | null => /^collector\/([^/]+)\//.exec(path)?.[1] ?? null;
  const conductors = new Set(["cli", "demo", "wiring"]);
  // Rooms that others build on, and which others.
  const grounds = new Map([
    ["log", new Set(["journal", "ledger", "pressure"])],
    ["columns", new Set(["ingest", "journal", "store"])],
    [
      "tlog",
      new Set([
        "acts",
        "ledger",
        "store",
        "seals",
        "words",
        "anchors",
        "verify",
        "export",
        "backup",
      ]),
    ],
  ]);
  expect(
    broken(({ from }, reaches) => {
      const [of, to] = [room(from), reaches === null ? null : room(reaches)];
      if (of === null || to === null || of === to || conductors.has(of)) return false;
      return !grounds.get(to)?.has(of);
    }),
  ).toEqual([]);
});

test("there are no import circles", () => {
  const edges = new Map<string, string[]>();
  for (const edge of imports) {
    const reaches = target(edge);
    if (reaches !== null) edges.set(edge.from, [...(edges.get(edge.from) ?? []), reaches]);
  }
  const done = new Set<string>();
  const circles: string[] = [];
  const walk = (file: string, path: readonly string[]): void => {
    if (path.includes(file)) circles.push([...path.slice(path.indexOf(file)), file].join(" → "));
    if (done.has(file) || path.includes(file)) return;
    for (const next of edges.get(file) ?? []) walk(next, [...path, file]);
    done.add(file);
  };
  for (const file of rooms) walk(file, []);
  expect(circles).toEqual([]);
});

test("only the safe fetch calls addresses of others, and mail servers through its checks", () => {
  // The command line and the demonstration call the collector that their user names, the proxy the model server; the store is the operator's.
  const own = /^collector\/(cli|demo|proxy|store)\//;
  const ways: readonly (readonly [RegExp, ReadonlySet<string>])[] = [
    [/from "undici"|import\("undici"\)/, new Set(["collector/notify/safe-fetch.ts"])],
    [/await fetch\(\s*[`"']|globalThis\.fetch|new (WebSocket|EventSource)\b/, new Set()],
    [/import (?!type\b)[^;]*\b(request|get|Agent)\b[^;]*from "node:https?"/, new Set()],
    [
      /import (?!type\b)[^;]*\b(connect|createConnection|Socket)\b[^;]*from "node:(net|tls|http2)"/,
      new Set(["collector/notify/channels/email.ts"]),
    ],
  ];
  const callers = rooms
    .filter((file) => inRoom(file, "collector") && !own.test(file))
    .filter((file) => ways.some(([way, may]) => way.test(code(file)) && !may.has(file)));
  expect(callers).toEqual([]);
});

test("one clock: only clock files read the time of day", () => {
  const clocks = new Set(["collector/clock.ts", "sdk/clock.ts"]);
  const readers = rooms.filter(
    (file) =>
      !clocks.has(file) &&
      !file.startsWith("dashboards/islands/") &&
      /\bDate\.now\(|\bnew Date\(\s*\)/.test(source(file)),
  );
  expect(readers).toEqual([]);
});

test("rules reads neither the clock nor chance", () => {
  const readers = rooms.filter(
    (file) => inRoom(file, "rules") && /\bDate\b(?!\()|\bMath\.random\b/.test(code(file)),
  );
  expect(readers).toEqual([]);
});

test("nothing is exported by default and nothing re-exports by star", () => {
  expect(rooms.filter((file) => /^export (default|\*)/m.test(source(file)))).toEqual([]);
});

test("no file is a drawer", () => {
  expect(
    files.filter((file) =>
      /(^|\/)(utils?|helpers?|common|misc|shared|types)(\.tsx?|\/)/.test(file),
    ),
  ).toEqual([]);
});

test("every test mirrors a file or folder of the tree", () => {
  const free =
    /^test\/(browser|deploy|docs|end-to-end|faults|scenarios|conformance|golden|bench|security)\//;
  const known = new Set([...rooms, ...rooms.map((file) => dirname(file)), "test", "tidy"]);
  const strays = files
    .filter(
      (file) =>
        /^test\/.*\.test\.tsx?$/.test(file) && !free.test(file) && file !== "test/tidy.test.ts",
    )
    .filter((file) => {
      // A simulation is of what its folder offers together.
      const mirrored = file
        .replace(/^test\//, "")
        .replace(/(\/[^/]+\.simulation)?\.test\.tsx?$/, "");
      const isKnown = [`${mirrored}.ts`, `${mirrored}.tsx`, mirrored].some((path) =>
        known.has(path),
      );
      // A package is tested as its users install it.
      return !isKnown && !existsSync(join(root, `${mirrored}.json`));
    });
  expect(strays).toEqual([]);
});
