import { Allowance, type Decoded, isScopeText, RequestCount, type Scope } from "./decoded.ts";
import { attributes } from "./json-attributes.ts";
import { either, type JsonObject, list, object, string } from "./json-fields.ts";
import { parseJson } from "./json-text.ts";

/** Names of the frame of a request, each in lowerCamelCase and snake_case. */
export interface FrameNames {
  readonly groups: readonly [string, string];
  readonly scopes: readonly [string, string];
  readonly items: readonly [string, string];
}

/** Reads one item of a scope: a log record, a span, a metric. It says what it keeps to `count`. */
export type ReadItem<Item> = (
  of: JsonObject,
  scope: Scope,
  into: Item[],
  count: RequestCount,
) => void;

/** OTLP/JSON. Unknown fields are skipped. */
export function decodeJson<Item>(
  body: Uint8Array,
  names: FrameNames,
  read: ReadItem<Item>,
): Decoded<Item> {
  const count = new RequestCount();
  const request = object(parseJson(body), "the request");
  return {
    groups: list(request, ...names.groups).map((item) =>
      group(object(item, names.groups[0]), names, count, read),
    ),
  };
}

function group<Item>(
  of: JsonObject,
  names: FrameNames,
  count: RequestCount,
  read: ReadItem<Item>,
): Decoded<Item>["groups"][number] {
  count.group();
  const allowance = new Allowance("resource");
  const resource = attributes(object(of["resource"] ?? {}, "resource"), allowance);
  const records: Item[] = [];
  for (const item of list(of, ...names.scopes)) {
    count.group();
    const within = object(item, names.scopes[0]);
    const scope = scopeOf(within);
    for (const record of list(within, ...names.items)) {
      read(object(record, names.items[0]), scope, records, count);
    }
  }
  return { resource, problem: allowance.problem, records };
}

function scopeOf(of: JsonObject): Scope {
  const scope = object(of["scope"] ?? {}, "scope");
  const text = (value: unknown, name: string): string => {
    const found = string(value ?? "", name);
    return isScopeText(Buffer.byteLength(found)) ? found : "";
  };
  return {
    name: text(scope["name"], "name"),
    version: text(scope["version"], "version"),
    schemaUrl: text(either(of, "schemaUrl", "schema_url"), "schemaUrl"),
  };
}
