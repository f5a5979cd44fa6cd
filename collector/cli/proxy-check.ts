import { readFile } from "node:fs/promises";
import { Command } from "commander";
import { ConfigError } from "../config.ts";
import type { AnsweredPart, AskedPart, Said } from "../proxy/exchange-parts.ts";
import { valueAt, whereItEnds } from "../proxy/json-path.ts";
import { type Roots, rootsOf } from "../proxy/mapped.ts";
import { matchRequest } from "../proxy/path-pattern.ts";
import type { MappedRoute, MapSource, ProxyMap } from "../proxy/proxy-map.ts";
import { readerOfRoute } from "../proxy/reader-of-route.ts";
import { nearestName } from "../tables/choose-columns.ts";
import { EXIT, type Finish } from "./exit-code.ts";
import { parseProxyMap } from "./proxy-map-reader.ts";
import type { Terminal } from "./terminal.ts";
import type { YamlFinding } from "./yaml-entries.ts";

interface CheckFlags {
  readonly route?: string;
  readonly sample?: string;
  readonly answer?: string;
}

/** `tiltmeter proxy check`: what a mapping file says, and what would be recorded of an exchange. */
export function proxyCheckCommand(terminal: Terminal, finish: Finish): Command {
  return new Command("check")
    .description("check a mapping file, and show what it makes of an exchange")
    .argument("<file>", "mapping file, YAML")
    .option("--sample <file>", "a request's body, JSON")
    .option("--answer <file>", "its answer's body, JSON")
    .option(
      "--route <request>",
      'which request it is, such as "POST /score" (default: the first route)',
    )
    .addHelpText("after", HELP)
    .action(async (file: string, flags: CheckFlags) => {
      const { map, findings } = await readProxyMap(file);
      for (const { at, message } of findings) terminal.complain(`${file}:${at}: ${message}`);
      if (map === null) return finish(EXIT.failed);
      terminal.print(
        `${file}: ${map.routes.length} ${map.routes.length === 1 ? "route" : "routes"}, no mistakes`,
      );
      if (flags.sample === undefined && flags.answer === undefined) return;
      const routed = chosen(map, flags.route);
      const [asked, answered] = [
        { ...routed.asked, body: await jsonIn(flags.sample) },
        { ...NOTHING, body: await jsonIn(flags.answer) },
      ];
      const whole = {
        ...answered,
        text: answered.body === undefined ? "" : JSON.stringify(answered.body),
      };
      for (const line of recorded(map, routed.route, asked, whole)) terminal.print(line);
      const missing = missingIn(routed.route, asked, whole, flags);
      for (const { at, message } of missing) terminal.complain(`${file}:${at}: ${message}`);
      finish(missing.length === 0 ? EXIT.ok : EXIT.failed);
    });
}

/** Reads a mapping file. Throws `ConfigError` where there is none. */
export async function readProxyMap(
  file: string,
): Promise<{ readonly map: ProxyMap | null; readonly findings: readonly YamlFinding[] }> {
  let text: string;
  try {
    text = await readFile(file, "utf8");
  } catch (cause) {
    throw new ConfigError(`the map ${file} cannot be read: ${String(cause)}`);
  }
  return parseProxyMap(text);
}

const NOTHING: AnsweredPart = {
  status: 200,
  headers: {},
  body: undefined,
  text: "",
  isEvents: false,
  firstChunk: null,
};

interface Chosen {
  readonly route: MappedRoute;
  readonly asked: AskedPart;
}

function chosen(map: ProxyMap, request: string | undefined): Chosen {
  const [first] = map.routes;
  if (first === undefined) throw new ConfigError("the map has no routes to try a sample on");
  if (request === undefined) {
    const path = first.request.path.replace(/\{|\}/g, "");
    return { route: first, asked: askedFor(first.request.method, path, {}) };
  }
  const [method = "", path = ""] = request.trim().split(/ +/, 2);
  for (const route of map.routes) {
    const params = matchRequest(route.request, method, path);
    if (params !== null) return { route, asked: askedFor(method, path, params) };
  }
  const known = map.routes.map((each) => `${each.request.method} ${each.request.path}`);
  throw new ConfigError(`no route fits ${request}; the map has ${known.join(", ")}`);
}

function askedFor(
  method: string,
  path: string,
  params: Readonly<Record<string, string>>,
): AskedPart {
  return { method, path, headers: {}, params, body: undefined };
}

async function jsonIn(file: string | undefined): Promise<unknown> {
  if (file === undefined) return undefined;
  try {
    return JSON.parse(await readFile(file, "utf8"));
  } catch (cause) {
    throw new ConfigError(`${file} cannot be read as JSON: ${String(cause)}`);
  }
}

function recorded(
  map: ProxyMap,
  route: MappedRoute,
  asked: AskedPart,
  answered: AnsweredPart,
): readonly string[] {
  const where = `${route.request.method} ${route.request.path}`;
  if (!route.isRecorded) return [`${where} is passed on and not recorded`];
  const { id, said } = readerOfRoute(route, { model: map.model, provider: "" }).read(
    asked,
    answered,
  );
  const name = id ?? "(a generated id)";
  const all: readonly Said[] = Array.isArray(said) ? said : [said as Said]; // the other half of the union
  const lines = all.map((each, at) =>
    JSON.stringify({ id: Array.isArray(said) ? `${name}/${at}` : name, ...known(each) }),
  );
  return [
    `${where} would be recorded as ${all.length === 1 ? "one prediction" : `${all.length} predictions`}, before redaction:`,
    ...lines,
  ];
}

/** Without what is not known, which would only be in the way of a reader. */
function known(of: object): object {
  return Object.fromEntries(
    Object.entries(of).flatMap(([name, value]) => {
      if (value === "" || value === null) return [];
      return [[name, name === "model" ? known(value) : value]];
    }),
  );
}

/** What the map names and the sample does not have, with the nearest name that it has. */
function missingIn(
  route: MappedRoute,
  asked: AskedPart,
  answered: AnsweredPart,
  flags: CheckFlags,
): readonly YamlFinding[] {
  const roots = rootsOf(asked, answered);
  const lists = route.instances;
  const first = (source: MapSource | null | undefined): unknown => {
    if (source?.kind !== "path") return undefined;
    const list = valueAt(roots[source.path.root], source.path.steps);
    return Array.isArray(list) ? list[0] : undefined;
  };
  const within: Roots = {
    ...roots,
    instance: first(lists?.request),
    prediction: first(lists?.answer),
  };
  const given = new Set<string>();
  // Rows of a known interface are its reader's to find.
  const isListed = route.as === null;
  if (flags.sample !== undefined) given.add("request").add(isListed ? "instance" : "");
  if (flags.answer !== undefined) given.add("answer").add(isListed ? "prediction" : "");
  return sourcesOf(route).flatMap((source) => {
    if (source.kind !== "path" || !given.has(source.path.root)) return [];
    const end = whereItEnds(within[source.path.root], source.path.steps);
    return end === null ? [] : [{ at: source.at, message: absent(source.path.text, end) }];
  });
}

function absent(
  path: string,
  end: { readonly value: unknown; readonly missing: string | number },
): string {
  const { value, missing } = end;
  const keys = typeof value === "object" && value !== null ? Object.keys(value) : [];
  const near = nearestName(String(missing), keys);
  const hint =
    near !== null
      ? `did you mean ${near}?`
      : keys.length > 0
        ? `there are ${keys.slice(0, 20).join(", ")}`
        : "there is nothing to look into";
  return `${path}: the sample has no ${missing}; ${hint}`;
}

function sourcesOf(route: MappedRoute): readonly MapSource[] {
  const { id, subject, label, score, value, model, features, segment, instances } = route;
  const fields = [features, segment].flatMap(({ named, whole }) => [
    ...named.map(([, source]) => source),
    ...whole,
  ]);
  return [
    ...[id, subject, label, score, value, ...Object.values(model)],
    ...[instances?.request ?? null, instances?.answer ?? null],
    ...fields,
  ].filter((source) => source !== null);
}

const HELP = `
Without a sample only the file is checked. With one, each prediction that would be recorded is printed as
JSON, and every path that leads nowhere is told with its line and the nearest name that is there.

Examples:
  $ tiltmeter proxy check map.yaml
  $ tiltmeter proxy check map.yaml --sample request.json --answer answer.json --route "POST /score"

Exit codes:
  0    no mistakes
  1    the file has mistakes, or a path leads nowhere in the sample
  2    the command line cannot be understood, or a file cannot be read`;
