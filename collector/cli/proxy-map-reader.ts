import { isSeq } from "yaml";
import type { ProxyMap } from "../proxy/proxy-map.ts";
import { readProxyRoute } from "./proxy-route-reader.ts";
import { YamlEntries, type YamlEntry, type YamlFinding } from "./yaml-entries.ts";

const KEYS = ["system", "environment", "model", "capture", "redaction", "routes"];
const MODEL_KEYS = ["name", "version", "supplier", "digest"];

/** Reads a mapping file of the proxy. All findings at once; the map only where there is none. */
export function parseProxyMap(text: string): {
  readonly map: ProxyMap | null;
  readonly findings: readonly YamlFinding[];
} {
  const yaml = new YamlEntries(text);
  const map = yaml.root === null && yaml.findings.length > 0 ? null : mapOf(yaml);
  return { map: yaml.findings.length === 0 ? map : null, findings: yaml.findings };
}

function mapOf(yaml: YamlEntries): ProxyMap {
  const entries = new Map(
    yaml.of(yaml.root, "the file", "1:1", KEYS).map((entry) => [entry.key, entry]),
  );
  const text = (key: string): string | null => {
    const entry = entries.get(key);
    return entry === undefined ? null : yaml.text(entry);
  };
  const model = entries.get("model");
  const redaction = entries.get("redaction");
  const capture = entries.get("capture");
  return {
    system: text("system"),
    environment: text("environment"),
    model: model === undefined ? {} : modelOf(yaml, model),
    policies: {
      ...(capture === undefined ? {} : { capture: yaml.plain(capture.value) }),
      ...(redaction === undefined ? {} : { redaction: redactionOf(yaml, redaction) }),
    },
    routes: routesOf(yaml, entries.get("routes")),
  };
}

function routesOf(yaml: YamlEntries, entry: YamlEntry | undefined): ProxyMap["routes"] {
  if (entry === undefined) return [];
  if (!isSeq(entry.value)) {
    yaml.wrong(entry.at, "routes must be a list; begin each with - request: POST /path");
    return [];
  }
  return entry.value.items.flatMap((item) => {
    const route = readProxyRoute(yaml, item, yaml.placeOf(item, entry.at));
    return route === null ? [] : [route];
  });
}

function modelOf(yaml: YamlEntries, { value, at }: YamlEntry): ProxyMap["model"] {
  const model: Record<string, string> = {};
  for (const entry of yaml.of(value, "model", at, MODEL_KEYS)) {
    const text = yaml.text(entry);
    if (text !== null) model[entry.key] = text;
  }
  return model;
}

const REDACTION_KEYS = [
  ...["default", "features", "segment", "label", "subject", "actor", "reason", "summary"],
  ...["conversation", "id", "patterns"],
];

/** In the words of the SDK's option, which checks them and fails closed; only patterns are no JSON. */
function redactionOf(yaml: YamlEntries, { value, at }: YamlEntry): Record<string, unknown> {
  const redaction: Record<string, unknown> = {};
  for (const entry of yaml.of(value, "redaction", at, REDACTION_KEYS)) {
    redaction[entry.key] =
      entry.key === "patterns" ? patternsOf(yaml, entry) : yaml.plain(entry.value);
  }
  return redaction;
}

function patternsOf(yaml: YamlEntries, { value, at }: YamlEntry): unknown[] {
  if (!isSeq(value)) {
    yaml.wrong(at, "patterns must be a list of { name, pattern }");
    return [];
  }
  return value.items.map((item) => {
    const place = yaml.placeOf(item, at);
    const pairs = yaml
      .of(item, "a pattern", place, ["name", "pattern"])
      .map((entry): [string, string] => [entry.key, yaml.text(entry) ?? ""]);
    const { name = "", pattern = "" } = Object.fromEntries(pairs);
    try {
      return { name, pattern: new RegExp(pattern, "u") };
    } catch (error) {
      yaml.wrong(place, `the pattern ${name} is no regular expression: ${String(error)}`);
      return { name, pattern: /$^/ };
    }
  });
}
