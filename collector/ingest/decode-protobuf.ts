import protobuf from "protobufjs/minimal.js";
import {
  Allowance,
  type Decoded,
  isScopeText,
  type MutableAttributes,
  NO_SCOPE,
  noAttributes,
  RequestCount,
  type Scope,
} from "./decoded.ts";
import { attribute } from "./protobuf-attributes.ts";
import {
  BYTES,
  enter,
  known,
  leave,
  nextField,
  type Reader,
  tag,
  text,
} from "./protobuf-fields.ts";
import { Undecodable } from "./undecodable.ts";

// Field numbers: opentelemetry-proto 1.x. Requests of logs, spans and metrics have the same frame:
// collector/*/v1, resource/v1 and the scopes of logs/v1, trace/v1 and metrics/v1.
const REQUEST = known({ groups: tag(1, BYTES) });
const GROUP = { resource: tag(1, BYTES), scopes: tag(2, BYTES) } as const;
const RESOURCE = known({ attributes: tag(1, BYTES) });
const OF_SCOPE = { scope: tag(1, BYTES), items: tag(2, BYTES), schemaUrl: tag(3, BYTES) } as const;
const SCOPE = { name: tag(1, BYTES), version: tag(2, BYTES) } as const;
const GROUP_FIELDS = known(GROUP);
const OF_SCOPE_FIELDS = known(OF_SCOPE);
const SCOPE_FIELDS = known(SCOPE);

/** Reads one item of a scope: a log record, a span, a metric. It says what it keeps to `count`. */
export type ReadItem<Item> = (
  reader: Reader,
  scope: Scope,
  into: Item[],
  count: RequestCount,
) => void;

/** Told of each resource before the records that it speaks for. */
export type BeginGroup = (resource: MutableAttributes, problem: string | null) => void;

/**
 * Our own walk over protobufjs' wire primitives, without reflection: fields that we do not use are
 * skipped unread, nesting is bounded, and a limit holds before anything is kept. Reading never
 * leaves the message that declares it.
 */
export function decodeProtobuf<Item>(
  body: Uint8Array,
  read: ReadItem<Item>,
  begin: BeginGroup = () => undefined,
): Decoded<Item> {
  const buffer = Buffer.from(body.buffer, body.byteOffset, body.byteLength);
  const reader = protobuf.Reader.create(buffer);
  const count = new RequestCount();
  const groups: Decoded<Item>["groups"][number][] = [];
  try {
    while (nextField(reader, REQUEST) !== 0) groups.push(group(reader, count, read, begin));
  } catch (error) {
    if (error instanceof RangeError || (error instanceof Error && error.name === "Error")) {
      // The reader's own complaints: an index out of range, a wire type that does not exist.
      throw new Undecodable(`malformed protobuf near byte ${reader.pos}: ${error.message}`, {
        cause: error,
      });
    }
    throw error;
  }
  return { groups };
}

function group<Item>(
  reader: Reader,
  count: RequestCount,
  read: ReadItem<Item>,
  begin: BeginGroup,
): Decoded<Item>["groups"][number] {
  count.group();
  const allowance = new Allowance("resource");
  const resource = noAttributes();
  const records: Item[] = [];
  const outer = enter(reader);
  const start = reader.pos;
  // Almost every encoder writes the resource first; where one does not, it is still read before what it speaks for.
  for (;;) {
    const field = nextField(reader, GROUP_FIELDS);
    if (field === 0) break;
    const around = enter(reader);
    if (field === GROUP.resource) {
      while (nextField(reader, RESOURCE) !== 0) attribute(reader, resource, allowance);
    } else reader.pos = reader.len;
    leave(reader, around);
  }
  begin(resource, allowance.problem);
  reader.pos = start;
  for (;;) {
    const field = nextField(reader, GROUP_FIELDS);
    if (field === 0) break;
    const around = enter(reader);
    if (field === GROUP.scopes) {
      count.group();
      ofScope(reader, count, read, records);
    } else reader.pos = reader.len;
    leave(reader, around);
  }
  leave(reader, outer);
  return { resource, problem: allowance.problem, records };
}

function ofScope<Item>(
  reader: Reader,
  count: RequestCount,
  read: ReadItem<Item>,
  into: Item[],
): void {
  // The schema's address comes after the records that it is of.
  const scope = { ...NO_SCOPE };
  for (;;) {
    const field = nextField(reader, OF_SCOPE_FIELDS);
    if (field === 0) return;
    if (field === OF_SCOPE.items) read(reader, scope, into, count);
    else if (field === OF_SCOPE.schemaUrl) scope.schemaUrl = text(reader, isScopeText);
    else readScope(reader, scope);
  }
}

function readScope(reader: Reader, into: { name: string; version: string }): void {
  const outer = enter(reader);
  for (;;) {
    const field = nextField(reader, SCOPE_FIELDS);
    if (field === 0) break;
    if (field === SCOPE.name) into.name = text(reader, isScopeText);
    else into.version = text(reader, isScopeText);
  }
  leave(reader, outer);
}
