import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Whether OpenSSL's command is here, and what to say in a test's name where it is not. */
export const openssl: { readonly absent: boolean; readonly note: string } =
  spawnSync("openssl", ["version"]).status === 0
    ? { absent: false, note: "" }
    : { absent: true, note: " [skipped: the command openssl is absent]" };

/** An authority of our own, and a server that it vouches for: 127.0.0.1 and localhost unless told otherwise. */
export interface Certificates {
  readonly ca: string;
  readonly cert: string;
  readonly key: string;
  /** Somebody else whom the authority vouches for, by name. */
  readonly client: { readonly cert: string; readonly key: string };
}

export function createCertificates(
  of: { readonly names?: string; readonly days?: number; readonly client?: string } = {},
): Certificates {
  const folder = mkdtempSync(join(tmpdir(), "tiltmeter-ca-"));
  const run = (...args: readonly string[]): void => {
    execFileSync("openssl", args, { cwd: folder, stdio: ["ignore", "ignore", "pipe"] });
  };
  const key = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256"];
  try {
    run(
      ...["req", "-x509", "-nodes", ...key, "-keyout", "ca.key", "-out", "ca.pem", "-days", "365"],
      ...["-subj", "/CN=Test issuer", "-addext", "basicConstraints=critical,CA:TRUE"],
    );
    const vouch = (name: string, subject: string, days: number): void => {
      run(
        ...["req", "-new", "-nodes", ...key, "-keyout", `${name}.key`, "-out", `${name}.csr`],
        ...["-subj", `/CN=${subject}`],
      );
      run(
        ...["x509", "-req", "-in", `${name}.csr`, "-CA", "ca.pem", "-CAkey", "ca.key"],
        ...["-CAcreateserial", "-out", `${name}.pem`, "-days", String(days), "-extfile", "ext"],
      );
    };
    const names = of.names ?? "DNS:localhost,IP:127.0.0.1";
    writeFileSync(join(folder, "ext"), `subjectAltName=${names}\n`);
    vouch("server", "localhost", of.days ?? 365);
    vouch("client", of.client ?? "client", 365);
    const read = (name: string): string => readFileSync(join(folder, name), "utf8");
    return {
      ...{ ca: read("ca.pem"), cert: read("server.pem"), key: read("server.key") },
      client: { cert: read("client.pem"), key: read("client.key") },
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
