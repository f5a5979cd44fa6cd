// A collector of its own for one benchmark: started from the build, on a free port, ended with this process.
import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

const bin = fileURLToPath(new URL("../../collector/bin/tiltmeter.cjs", import.meta.url));
const alphabet = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";

/** Starts `serve` with the files given (name → text); `tiltmeter.yaml` is the configuration. */
export async function startServed(files = {}) {
  const secret = [...randomBytes(43)].map((byte) => alphabet[byte % alphabet.length]).join("");
  const key = `tm_adm_benchbch_${secret}`;
  const folder = await mkdtemp(join(tmpdir(), "tiltmeter-bench-"));
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
  const config = "tiltmeter.yaml" in files ? ["--config", join(folder, "tiltmeter.yaml")] : [];
  const startedMs = performance.now();
  const child = spawn(
    process.execPath,
    [bin, "serve", ...config, "--data", join(folder, "data"), "--port", "0"],
    { env: { ...process.env, TILTMETER_BOOTSTRAP_KEY: key }, stdio: ["ignore", "pipe", "ignore"] },
  );
  process.on("exit", () => child.kill("SIGKILL"));
  let url = "";
  for await (const line of createInterface({ input: child.stdout })) {
    url = /^listening on (\S+)$/.exec(line)?.[1] ?? "";
    if (url !== "") break;
  }
  const readyMs = performance.now() - startedMs;
  child.stdout.resume();
  return {
    url,
    key,
    pid: child.pid,
    readyMs,
    api: async (path) =>
      (await fetch(`${url}/api/v1${path}`, { headers: { authorization: `Bearer ${key}` } })).json(),
    stop: async () => {
      child.kill("SIGTERM");
      await once(child, "exit");
      await rm(folder, { recursive: true, force: true });
    },
  };
}
