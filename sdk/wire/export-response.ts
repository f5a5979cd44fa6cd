/** What a collector says of the records in an accepted request. */
export interface PartialSuccess {
  /** Records that it refused; the others are stored. */
  readonly rejected: number;
  /** Why, in its words; may warn even when nothing was refused. */
  readonly message: string;
}

const utf8 = new TextDecoder();

/**
 * Reads an OTLP `ExportLogsServiceResponse`.
 *
 * Null where the bytes are no such message. An empty body is complete success.
 */
export function decodeExportResponse(body: Uint8Array): PartialSuccess | null {
  let success: PartialSuccess = { rejected: 0, message: "" };
  const readable = eachField(body, (field, value) => {
    if (field !== 1 || typeof value === "number") return true;
    const partial = decodePartialSuccess(value);
    if (partial !== null) success = partial;
    return partial !== null;
  });
  return readable ? success : null;
}

/** The message of a `google.rpc.Status`, which OTLP sends with an error; null where the bytes are none. */
export function decodeStatusMessage(body: Uint8Array): string | null {
  // A status has its message where a partial success has it: field 2.
  return decodePartialSuccess(body)?.message ?? null;
}

function decodePartialSuccess(bytes: Uint8Array): PartialSuccess | null {
  let rejected = 0;
  let message = "";
  const readable = eachField(bytes, (field, value) => {
    if (field === 1 && typeof value === "number") rejected = value;
    if (field === 2 && typeof value !== "number") message = utf8.decode(value);
    return true;
  });
  return readable ? { rejected, message } : null;
}

/** Walks one message; false where it is malformed or `visit` says so. */
function eachField(
  bytes: Uint8Array,
  visit: (field: number, value: number | Uint8Array) => boolean,
): boolean {
  let at = 0;
  const varint = (): number => {
    let value = 0;
    for (let shift = 1; at < bytes.length && shift < 2 ** 70; shift *= 0x80) {
      const byte = bytes[at++] ?? 0;
      value += (byte & 0x7f) * shift;
      if (byte < 0x80) return value;
    }
    return Number.NaN;
  };
  while (at < bytes.length) {
    const tag = varint();
    const wireType = tag % 8;
    let value: number | Uint8Array = 0;
    if (wireType === 0) {
      value = varint();
      if (Number.isNaN(value)) return false;
    } else if (wireType === 2) {
      const length = varint();
      if (!(at + length <= bytes.length)) return false;
      value = bytes.subarray(at, at + length);
      at += length;
    } else if (wireType === 1 || wireType === 5) {
      at += wireType === 1 ? 8 : 4;
      if (at > bytes.length) return false;
    } else {
      return false;
    }
    if (!visit(Math.floor(tag / 8), value)) return false;
  }
  return true;
}
