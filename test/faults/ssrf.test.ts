import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

// A process with a network of its own, where every address in the world leads back to it: a connection that is
// made anywhere is seen. Where no such network can be made, this machine's own addresses are listened on.

const child = fileURLToPath(new URL("./ssrf.mjs", import.meta.url));
const dist = fileURLToPath(new URL("../../collector/dist", import.meta.url));

const ALONE = [
  "ip link set lo up",
  "ip route add local 0.0.0.0/0 dev lo",
  "ip -6 route add local ::/0 dev lo",
  // Name servers are asked where the file says, which is the process itself.
  'resolv=$(mktemp) && echo "nameserver 127.0.0.1" > "$resolv"',
  'mount --bind "$resolv" /etc/resolv.conf && rm "$resolv"',
].join(" && ");
const isAlone = spawnSync("unshare", ["-n", "-m", "sh", "-c", ALONE]).status === 0;
const note = isAlone
  ? "in a network where every address answers"
  : "on this machine's own addresses [no network namespace can be made here]";

test(`of 500 spellings of an address inside none is connected to, whoever takes the URL, ${note}`, {
  timeout: 120_000,
}, async () => {
  const command = [process.execPath, child, dist, ...(isAlone ? ["alone"] : ["shared"])];
  const running = isAlone
    ? spawn("unshare", ["-n", "-m", "sh", "-c", `${ALONE} && exec "$@"`, "sh", ...command])
    : spawn(process.execPath, command.slice(1));
  const printed: string[] = [];
  const errors: string[] = [];
  running.stdout.on("data", (text) => printed.push(String(text)));
  running.stderr.on("data", (text) => errors.push(String(text)));
  const [code] = await once(running, "close");
  expect(code, errors.join("")).toBe(0);
  const saw = JSON.parse(printed.join(""));
  expect(saw.broken).toEqual([]);
  // Each place does call what it may: the operator names this machine plainly, a document may not.
  expect(saw.reaching).toHaveLength(10);
  expect(saw.spellings).toBeGreaterThanOrEqual(500);
  expect(saw.calls).toBe(11 * saw.spellings);
  // Most of them would have arrived had they been allowed; the rest are no URLs, or refused for a user in them.
  expect(saw.reached).toBeGreaterThan(isAlone ? 240 : 10);
  if (isAlone) expect(saw.isPublicReached).toBe(true);
});
