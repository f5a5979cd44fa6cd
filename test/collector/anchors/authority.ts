import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Whether OpenSSL's command is here, and what to say in a test's name where it is not. */
export const openssl: { readonly absent: boolean; readonly note: string } =
  spawnSync("openssl", ["version"]).status === 0
    ? { absent: false, note: "" }
    : { absent: true, note: " [skipped: the command openssl is absent]" };

/** A timestamp authority: OpenSSL with an issuing certificate and one that stamps. */
export interface Authority extends Disposable {
  /** PEM of the issuer. */
  readonly trusted: string;
  /** The answer to a request, both DER. `as` is the stamping certificate: `tsa`, or `server`, which may not. */
  readonly reply: (request: Uint8Array, as?: "tsa" | "server") => Buffer;
  /** What `openssl ts -verify` says of an answer over some bytes. */
  readonly verify: (answer: Uint8Array, message: Uint8Array) => boolean;
}

/** Makes an authority whose keys are RSA or on a curve. */
export function createAuthority(kind: "rsa" | "ec"): Authority {
  const folder = mkdtempSync(join(tmpdir(), "tiltmeter-tsa-"));
  const run = (...args: readonly string[]): void => {
    execFileSync("openssl", args, { cwd: folder, stdio: ["ignore", "ignore", "pipe"] });
  };
  const write = (name: string, content: string | Uint8Array): string => {
    writeFileSync(join(folder, name), content);
    return name;
  };
  const key =
    kind === "rsa"
      ? ["-newkey", "rsa:2048"]
      : ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256"];
  run(
    ...["req", "-x509", "-nodes", ...key, "-keyout", "ca.key", "-out", "ca.pem", "-days", "3650"],
    ...["-subj", "/CN=Test issuer", "-addext", "basicConstraints=critical,CA:TRUE"],
    ...["-addext", "keyUsage=critical,keyCertSign,cRLSign"],
  );
  for (const [name, purpose] of [
    ["tsa", "critical,timeStamping"],
    ["server", "serverAuth"],
  ] as const) {
    run(
      ...["req", "-new", "-nodes", ...key, "-keyout", `${name}.key`, "-out", `${name}.csr`],
      ...["-subj", `/CN=Test ${name}`],
    );
    write(`${name}.ext`, `extendedKeyUsage=${purpose}\nkeyUsage=critical,digitalSignature\n`);
    run(
      ...["x509", "-req", "-in", `${name}.csr`, "-CA", "ca.pem", "-CAkey", "ca.key"],
      ...["-CAcreateserial", "-out", `${name}.pem`, "-days", "3650", "-extfile", `${name}.ext`],
    );
  }
  write("serial", "01\n");
  write("ts.cnf", CONFIGURATION);
  return {
    trusted: readFileSync(join(folder, "ca.pem"), "utf8"),
    reply: (request, as = "tsa") => {
      write("request.tsq", request);
      run(
        ...["ts", "-reply", "-config", "ts.cnf", "-section", "tsa", "-queryfile", "request.tsq"],
        ...["-signer", `${as}.pem`, "-inkey", `${as}.key`, "-out", "answer.tsr"],
      );
      return readFileSync(join(folder, "answer.tsr"));
    },
    verify: (answer, message) => {
      write("kept.tsr", answer);
      write("message", message);
      const args = ["ts", "-verify", "-in", "kept.tsr", "-data", "message", "-CAfile", "ca.pem"];
      return spawnSync("openssl", args, { cwd: folder }).status === 0;
    },
    [Symbol.dispose]: () => rmSync(folder, { recursive: true, force: true }),
  };
}

const CONFIGURATION = `
[tsa]
serial = serial
default_policy = 1.2.3.4.1
digests = sha256
accuracy = secs:1
ordering = no
tsa_name = yes
ess_cert_id_chain = no
ess_cert_id_alg = sha256
signer_digest = sha256
`;
