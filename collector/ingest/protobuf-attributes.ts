import type { AttributeValue } from "@tiltmeter/sdk/wire/attribute-value";
import { type Allowance, type MutableAttributes, noAttributes } from "./decoded.ts";
import {
  BYTES,
  enter,
  FIXED64,
  integer,
  keyPrefix,
  known,
  leave,
  nextField,
  type Reader,
  skip,
  tag,
  text,
  VARINT,
} from "./protobuf-fields.ts";

// Field numbers: opentelemetry-proto 1.x, common/v1.
const KEY_VALUE = { key: tag(1, BYTES), value: tag(2, BYTES) } as const;
const ANY_VALUE = {
  string: tag(1, BYTES),
  bool: tag(2, VARINT),
  int: tag(3, VARINT),
  double: tag(4, FIXED64),
  array: tag(5, BYTES),
  map: tag(6, BYTES),
  bytes: tag(7, BYTES),
} as const;
const LIST = known({ values: tag(1, BYTES) });
const KEY_VALUE_FIELDS = known(KEY_VALUE);
const ANY_VALUE_FIELDS = known(ANY_VALUE);

/** Which keys are kept; the others' values are skipped unread. */
export type Wanted = (key: string) => boolean;

export const ANY: Wanted = () => true;
const NONE: Wanted = () => false;
const EVENT_NAME: Wanted = (key) => key === "event.name";

/** Reads one top-level attribute. Beyond the limit only `event.name` is kept: it says whose record it is. */
export function attribute(reader: Reader, into: MutableAttributes, allowance: Allowance): void {
  keyValue(reader, into, allowance, 1, allowance.attribute() ? ANY : EVENT_NAME);
}

/** Reads one attribute, and into `into` where its key is wanted. */
export function keyValue(
  reader: Reader,
  into: MutableAttributes,
  allowance: Allowance,
  depth: number,
  wanted: Wanted,
): void {
  let key: string | null = null;
  let value: AttributeValue = null;
  // Almost every encoder writes the key first; where one does not, the value is gone back to.
  let valueAt = -1;
  const outer = enter(reader);
  for (;;) {
    const field = nextField(reader, KEY_VALUE_FIELDS);
    if (field === 0) break;
    if (field === KEY_VALUE.key) {
      key = text(reader, (bytes) => allowance.key(() => keyPrefix(reader), bytes));
    } else if (key !== null) {
      value = anyValue(reader, allowance, key, depth, wanted(key));
    } else {
      valueAt = reader.pos;
      skip(reader);
    }
  }
  const name = key ?? "";
  if (valueAt >= 0) {
    const end = reader.pos;
    reader.pos = valueAt;
    value = anyValue(reader, allowance, name, depth, wanted(name));
    reader.pos = end;
  }
  leave(reader, outer);
  if (wanted(name)) into[name] = value;
}

function anyValue(
  reader: Reader,
  allowance: Allowance,
  key: string,
  depth: number,
  wanted: boolean,
): AttributeValue {
  if (!wanted || !allowance.value(key, depth)) {
    skip(reader);
    return null;
  }
  let value: AttributeValue = null;
  const outer = enter(reader);
  for (;;) {
    const field = nextField(reader, ANY_VALUE_FIELDS);
    if (field === 0) break;
    switch (field) {
      case ANY_VALUE.string:
        value = text(reader, (bytes) => allowance.size(key, bytes));
        break;
      case ANY_VALUE.bool:
        value = reader.bool();
        break;
      case ANY_VALUE.int:
        value = integer(reader);
        break;
      case ANY_VALUE.double:
        value = reader.double();
        break;
      case ANY_VALUE.array:
        value = array(reader, allowance, key, depth);
        break;
      case ANY_VALUE.map:
        value = map(reader, allowance, depth);
        break;
      default: {
        const bytes = reader.bytes();
        if (allowance.size(key, bytes.length)) value = Uint8Array.from(bytes);
      }
    }
  }
  leave(reader, outer);
  return value;
}

function array(
  reader: Reader,
  allowance: Allowance,
  key: string,
  depth: number,
): readonly AttributeValue[] {
  const items: AttributeValue[] = [];
  const outer = enter(reader);
  while (nextField(reader, LIST) !== 0) {
    const item = anyValue(reader, allowance, key, depth + 1, allowance.problem === null);
    if (allowance.problem === null) items.push(item);
  }
  leave(reader, outer);
  return items;
}

function map(reader: Reader, allowance: Allowance, depth: number): MutableAttributes {
  const entries = noAttributes();
  const outer = enter(reader);
  while (nextField(reader, LIST) !== 0) {
    keyValue(reader, entries, allowance, depth + 1, allowance.problem === null ? ANY : NONE);
  }
  leave(reader, outer);
  return entries;
}
