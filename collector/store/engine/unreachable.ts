import { ClickHouseError } from "@clickhouse/client";

/** Why a server could not be asked, and what to do about it, as one line. `null`: nothing is known of it. */
export function whyUnreachable(error: unknown): string | null {
  if (error instanceof ClickHouseError) return OF_SERVER[error.code] ?? null;
  const code = codeOf(error);
  if (code !== null && code in OF_NODE) return OF_NODE[code] ?? null;
  const message = error instanceof Error ? error.message : String(error);
  if (/certificate required|handshake failure/i.test(message)) return CERTIFICATE_WANTED;
  if (/wrong version number|packet length too long/i.test(message)) return NOT_TLS;
  if (/HTTP request (was sent )?to an? HTTPS|plain HTTP request/i.test(message)) return NOT_HTTP;
  if (/^(Timeout error\.|The user aborted a request\.)$/.test(message)) {
    return "it takes the connection or the packets and says nothing: check address, port and firewall";
  }
  return null;
}

const CERTIFICATE_WANTED =
  "the server wants a certificate of ours, or refuses the one it got: give one it trusts with store.tls.cert_file and key_file";
const NOT_TLS =
  "that port does not speak TLS: use http:// or the server's https_port, usually 8443";
const NOT_HTTP = "that port speaks TLS: use https:// in the address";
const OWN_AUTHORITY =
  "nobody whom this machine trusts vouches for its certificate: name the authority's with store.tls.ca_file (or TILTMETER_STORE_CA_FILE)";

/** By the code of Node's error: sockets and TLS. */
const OF_NODE: Readonly<Record<string, string>> = {
  ECONNREFUSED:
    "nobody listens on that port: check that the server runs, its http_port, and what --store (or TILTMETER_STORE) names",
  ENOTFOUND: "no such host: check the name in --store (or TILTMETER_STORE)",
  EAI_AGAIN: "the name could not be looked up: check the name server",
  EHOSTUNREACH: "there is no way to that host: check address and network",
  ETIMEDOUT: "nobody answers there: check address, port and firewall",
  ECONNRESET:
    "it closed the connection: a port of another protocol (9000 is not HTTP), TLS asked of by http://, or a proxy between",
  DEPTH_ZERO_SELF_SIGNED_CERT:
    "its certificate is signed by itself: name that certificate with store.tls.ca_file (or TILTMETER_STORE_CA_FILE)",
  SELF_SIGNED_CERT_IN_CHAIN: OWN_AUTHORITY,
  UNABLE_TO_GET_ISSUER_CERT: OWN_AUTHORITY,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: OWN_AUTHORITY,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: OWN_AUTHORITY,
  CERT_SIGNATURE_FAILURE: OWN_AUTHORITY,
  CERT_HAS_EXPIRED: "its certificate has expired: renew it there, and check the clock here",
  CERT_NOT_YET_VALID: "its certificate is not valid yet: check the clocks of both machines",
  ERR_TLS_CERT_ALTNAME_INVALID:
    "its certificate is for another name: use that name in the address, or say it with store.tls.server_name",
  ERR_SSL_WRONG_VERSION_NUMBER: NOT_TLS,
  ERR_SSL_PACKET_LENGTH_TOO_LONG: NOT_TLS,
  ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED: CERTIFICATE_WANTED,
  ERR_SSL_TLSV1_ALERT_UNKNOWN_CA: CERTIFICATE_WANTED,
  ERR_SSL_SSLV3_ALERT_HANDSHAKE_FAILURE: CERTIFICATE_WANTED,
};

/** By the server's code. */
const OF_SERVER: Readonly<Record<string, string>> = {
  "164":
    "the user's profile has readonly = 1, under which not even a limit can be set: give it readonly = 2 (tiltmeter store grants)",
  "192": "no such user: check its name",
  "193": "wrong password: check TILTMETER_STORE_PASSWORD, or the password in the address",
  "452":
    "the user's profile fixes a setting that every question sets: see tiltmeter store grants for a profile that fits",
  "497": "the user may not do that: tiltmeter store grants prints what it needs",
  "516":
    "it does not know that user with that password: check both (TILTMETER_STORE_PASSWORD, TILTMETER_STORE_READER_PASSWORD)",
};

function codeOf(error: unknown): string | null {
  for (let at: unknown = error; at instanceof Error; at = at.cause) {
    if ("code" in at && typeof at.code === "string") return at.code;
  }
  return null;
}
