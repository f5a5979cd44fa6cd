import { TASKS } from "@tiltmeter/sdk/wire/prediction";
import type { ServedApi } from "@tiltmeter/sdk/wire/served/route";
import { isMap, isScalar, isSeq } from "yaml";
import { parsePath } from "../proxy/json-path.ts";
import { ROOTS } from "../proxy/mapped.ts";
import type { MappedFields, MappedRoute, MapSource } from "../proxy/proxy-map.ts";
import { readFallback } from "./proxy-fallback-reader.ts";
import type { YamlEntries, YamlEntry } from "./yaml-entries.ts";

const KEYS = [
  ...["request", "record", "as", "task", "instances", "id", "subject", "label", "score", "value"],
  ...["model", "features", "segment", "fallback"],
];
const MODEL_KEYS = ["name", "version", "supplier", "digest"] as const;

const APIS: readonly ServedApi[] = [
  "openai.chat",
  "openai.completions",
  "openai.responses",
  "openai.embeddings",
  "anthropic.messages",
  "kserve.infer",
  "mlflow.invocations",
];

/** Reads one route of a mapping file; null where it has no request. What is wrong is found. */
export function readProxyRoute(yaml: YamlEntries, item: unknown, at: string): MappedRoute | null {
  const entries = new Map(yaml.of(item, "a route", at, KEYS).map((entry) => [entry.key, entry]));
  const request = requestOf(yaml, entries.get("request"), at);
  const list = entries.get("instances");
  const instances = list === undefined ? null : instancesOf(yaml, list);
  const as = wordOf(yaml, entries.get("as"), APIS);
  const isMany = instances !== null || as === "kserve.infer" || as === "mlflow.invocations";
  const source = (key: string): MapSource | null => {
    const entry = entries.get(key);
    return entry === undefined ? null : sourceOf(yaml, entry, { isMany });
  };
  const fields = (key: string): MappedFields => {
    const entry = entries.get(key);
    return entry === undefined ? NO_FIELDS : fieldsOf(yaml, entry, isMany);
  };
  const [model, fallback] = [entries.get("model"), entries.get("fallback")];
  const route = {
    isRecorded: entries.has("record") ? isRecorded(yaml, entries.get("record")) : true,
    as,
    task: wordOf(yaml, entries.get("task"), TASKS) ?? "",
    instances,
    id: source("id"),
    subject: source("subject"),
    label: source("label"),
    score: source("score"),
    value: source("value"),
    model: modelOf(yaml, model, isMany),
    features: fields("features"),
    segment: fields("segment"),
    fallback: fallback === undefined ? null : readFallback(yaml, fallback),
  } as const;
  if (route.as !== null && instances !== null) {
    yaml.wrong(
      list?.at ?? at,
      `instances are known of ${route.as}; leave them out, or leave out as`,
    );
  }
  if (route.id?.kind === "path" && /^(instance|prediction)$/.test(route.id.path.root)) {
    yaml.wrong(route.id.at, "an id names the whole call; its predictions are ID/0, ID/1, …");
  }
  return request === null ? null : { request, ...route };
}

function requestOf(
  yaml: YamlEntries,
  entry: YamlEntry | undefined,
  at: string,
): MappedRoute["request"] | null {
  if (entry === undefined) {
    yaml.wrong(at, "a route needs its request; add request: POST /path");
    return null;
  }
  const text = yaml.text(entry);
  if (text === null) return null;
  const found = /^(\*|[A-Za-z]+) +(\/\S*)$/.exec(text.trim());
  const [, method = "", path = ""] = found ?? [];
  if (found !== null && !/\*\*(?!$)/.test(path)) return { method: method.toUpperCase(), path };
  yaml.wrong(
    yaml.placeOf(entry.value, entry.at),
    `request must be a method and a path, such as POST /score, POST /models/{name}/score or * /v1/** (** only at its end), got ${text}`,
  );
  return null;
}

function isRecorded(yaml: YamlEntries, entry: YamlEntry | undefined): boolean {
  const value = isScalar(entry?.value) ? entry.value.value : null;
  if (typeof value === "boolean") return value;
  yaml.wrong(entry?.at ?? "1:1", "record must be true or false");
  return true;
}

function wordOf<W extends string>(
  yaml: YamlEntries,
  entry: YamlEntry | undefined,
  words: readonly W[],
): W | null {
  if (entry === undefined) return null;
  const text = yaml.text(entry);
  const found = words.find((word) => word === text);
  if (found === undefined && text !== null) {
    yaml.wrong(entry.at, `${entry.key} must be one of ${words.join(", ")}, got ${text}`);
  }
  return found ?? null;
}

function instancesOf(
  yaml: YamlEntries,
  { value, at }: YamlEntry,
): NonNullable<MappedRoute["instances"]> {
  const found = new Map(
    yaml
      .of(value, "instances", at, ["request", "answer"])
      .map((entry) => [entry.key, sourceOf(yaml, entry, { isMany: false })]),
  );
  if (isMap(value) && found.size === 0) {
    yaml.wrong(at, "instances must name a list, as in { request: request.rows }");
  }
  return { request: found.get("request") ?? null, answer: found.get("answer") ?? null };
}

function modelOf(
  yaml: YamlEntries,
  entry: YamlEntry | undefined,
  isMany: boolean,
): MappedRoute["model"] {
  const model: Record<(typeof MODEL_KEYS)[number], MapSource | null> = {
    ...{ name: null, version: null, supplier: null, digest: null },
  };
  for (const each of entry === undefined
    ? []
    : yaml.of(entry.value, "model", entry.at, MODEL_KEYS)) {
    const key = MODEL_KEYS.find((known) => known === each.key);
    if (key !== undefined) model[key] = sourceOf(yaml, each, { isMany, mayBeConstant: true });
  }
  return model;
}

const NO_FIELDS: MappedFields = { named: [], whole: [] };

/** `{ NAME: PATH }`, `PATH` to an object, or a list of such paths. */
function fieldsOf(yaml: YamlEntries, entry: YamlEntry, isMany: boolean): MappedFields {
  const { value, key, at } = entry;
  if (isMap(value)) {
    const named = yaml.of(value, key, at, null).flatMap((each) => {
      const source = sourceOf(yaml, each, { isMany });
      return source === null ? [] : [[each.key, source] as const];
    });
    return { named, whole: [] };
  }
  const items: readonly unknown[] = isSeq(value) ? value.items : [value];
  const whole = items.flatMap((item) => {
    const source = sourceOf(yaml, { key, at: yaml.placeOf(item, at), value: item }, { isMany });
    return source === null ? [] : [source];
  });
  return { named: [], whole };
}

/** `PATH`, or `{ from: PATH, values, scale }`; a constant where one may stand, and no path is meant. */
function sourceOf(
  yaml: YamlEntries,
  entry: YamlEntry,
  of: { readonly isMany: boolean; readonly mayBeConstant?: true },
): MapSource | null {
  const { value, at } = entry;
  if (!isMap(value)) {
    const text = yaml.text(entry);
    if (text === null) return null;
    const isPath = of.mayBeConstant !== true || isRooted(text);
    return isPath
      ? pathOf(yaml, text, yaml.placeOf(value, at), { ...of, scale: 1, values: new Map() })
      : { kind: "constant", value: text };
  }
  let [from, scale] = ["", 1];
  const values = new Map<string, string>();
  for (const each of yaml.of(value, entry.key, at, ["from", "values", "scale"])) {
    if (each.key === "from") from = yaml.text(each) ?? "";
    else if (each.key === "scale") {
      const given = isScalar(each.value) ? each.value.value : null;
      if (typeof given === "number" && Number.isFinite(given) && given !== 0) scale = given;
      else yaml.wrong(each.at, "scale must be a number other than 0, such as 0.01");
    } else {
      for (const pair of yaml.of(each.value, "values", each.at, null)) {
        const to = yaml.text(pair);
        if (to !== null) values.set(pair.key, to);
      }
    }
  }
  if (from !== "") return pathOf(yaml, from, at, { ...of, scale, values });
  yaml.wrong(at, `${entry.key} must say where it stands: ${entry.key}: { from: answer.… }`);
  return null;
}

function isRooted(text: string): boolean {
  const root = /^([a-z]+)(?=[.[])/.exec(text)?.[1];
  return ROOTS.some((known) => known === root);
}

function pathOf(
  yaml: YamlEntries,
  text: string,
  at: string,
  of: {
    readonly isMany: boolean;
    readonly scale: number;
    readonly values: ReadonlyMap<string, string>;
  },
): MapSource | null {
  const path = parsePath(text);
  const { scale, values } = of;
  if (path !== null && ROOTS.some((root) => root === path.root)) {
    if (of.isMany || !/^(instance|prediction)$/.test(path.root)) {
      return { kind: "path", path, scale, values, at };
    }
    yaml.wrong(
      at,
      `${path.root} stands for an element of a list: name the lists under instances, or the interface under as`,
    );
    return null;
  }
  yaml.wrong(
    at,
    `a path begins with one of ${ROOTS.join(", ")}, as in request.customer.age, answer.scores[0] or header.x-tenant, got ${text}`,
  );
  return null;
}
