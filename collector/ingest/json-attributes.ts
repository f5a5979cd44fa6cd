import type { AttributeValue } from "@tiltmeter/sdk/wire/attribute-value";
import { type Allowance, type MutableAttributes, noAttributes } from "./decoded.ts";
import {
  base64,
  boolean,
  double,
  either,
  integer,
  type JsonObject,
  list,
  object,
  string,
} from "./json-fields.ts";
import { show } from "./show.ts";

export function attributes(of: JsonObject, allowance: Allowance): MutableAttributes {
  const into = noAttributes();
  for (const item of list(of, "attributes", "attributes")) {
    const within = allowance.attribute();
    keyValue(item, into, allowance, 1, (key) => within || key === "event.name");
  }
  return into;
}

export function keyValue(
  item: unknown,
  into: MutableAttributes,
  allowance: Allowance,
  depth: number,
  wanted: (key: string) => boolean,
): void {
  const pair = object(item, "an attribute");
  const given = string(pair["key"] ?? "", "key");
  const key = allowance.key(() => given, Buffer.byteLength(given)) ? given : "";
  const value = anyValue(pair["value"], allowance, key, depth, wanted(key));
  if (wanted(key)) into[key] = value;
}

function anyValue(
  item: unknown,
  allowance: Allowance,
  key: string,
  depth: number,
  wanted: boolean,
): AttributeValue {
  if (item === undefined || item === null || !wanted || !allowance.value(key, depth)) return null;
  const of = object(item, `the value of ${show(key)}`);
  const text = either(of, "stringValue", "string_value");
  if (text !== undefined) return bounded(string(text, "stringValue"), key, allowance);
  const flag = either(of, "boolValue", "bool_value");
  if (flag !== undefined) return boolean(flag);
  const whole = either(of, "intValue", "int_value");
  if (whole !== undefined) return integer(whole);
  const real = either(of, "doubleValue", "double_value");
  if (real !== undefined) return double(real);
  const bytes = either(of, "bytesValue", "bytes_value");
  if (bytes !== undefined) {
    const decoded = base64(string(bytes, "bytesValue"));
    return allowance.size(key, decoded.length) ? decoded : null;
  }
  const array = either(of, "arrayValue", "array_value");
  if (array !== undefined) {
    const items: AttributeValue[] = [];
    for (const inner of list(object(array, "arrayValue"), "values", "values")) {
      const value = anyValue(inner, allowance, key, depth + 1, allowance.problem === null);
      if (allowance.problem === null) items.push(value);
    }
    return items;
  }
  const map = either(of, "kvlistValue", "kvlist_value");
  if (map === undefined) return null;
  const into = noAttributes();
  for (const inner of list(object(map, "kvlistValue"), "values", "values")) {
    keyValue(inner, into, allowance, depth + 1, () => allowance.problem === null);
  }
  return into;
}

function bounded(value: string, key: string, allowance: Allowance): string {
  return allowance.size(key, Buffer.byteLength(value)) ? value : "";
}
