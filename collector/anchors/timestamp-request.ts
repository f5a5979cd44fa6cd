/**
 * A request for a timestamp over a SHA-256 value, in DER: version 1, the imprint, a nonce, and that the
 * certificate be sent along. Source: RFC 3161, 2.4.1.
 */
export function timestampRequest(hash: Uint8Array, nonce: Uint8Array): Uint8Array {
  const imprint = sequence(SHA256_ALGORITHM, tlv(OCTET_STRING, hash));
  return sequence(
    tlv(INTEGER, Uint8Array.of(1)),
    imprint,
    tlv(INTEGER, positive(nonce)),
    tlv(BOOLEAN, Uint8Array.of(0xff)),
  );
}

/** A number's bytes, without zeroes in front and with one where it would read as negative. */
export function positive(bytes: Uint8Array): Uint8Array {
  const from = bytes.findIndex((byte) => byte !== 0);
  const digits = from === -1 ? Uint8Array.of(0) : bytes.subarray(from);
  return (digits[0] ?? 0) > 0x7f ? Buffer.concat([Uint8Array.of(0), digits]) : digits;
}

function sequence(...parts: readonly Uint8Array[]): Uint8Array {
  return tlv(SEQUENCE, Buffer.concat(parts));
}

/** Everything here is shorter than 128 bytes, so a length is one byte. */
function tlv(tag: number, value: Uint8Array): Uint8Array {
  if (value.length > 0x7f) throw new RangeError(`a short form has 127 bytes, got ${value.length}`);
  return Buffer.concat([Uint8Array.of(tag, value.length), value]);
}

const [BOOLEAN, INTEGER, OCTET_STRING, SEQUENCE] = [0x01, 0x02, 0x04, 0x30] as const;
/** SEQUENCE { 2.16.840.1.101.3.4.2.1, NULL }. */
const SHA256_ALGORITHM: Uint8Array = Buffer.from("300d06096086480165030402010500", "hex");
