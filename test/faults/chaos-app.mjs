// A user's application, as a process that can be killed: records what it is asked to on its input, and says so after each.
// Environment: SYSTEM, TILTMETER_URL, TILTMETER_KEY, SPOOL (a folder; absent: none).
import { writeSync } from "node:fs";
import { createInterface } from "node:readline";
import { createMonitor } from "@tiltmeter/sdk";

const folder = process.env["SPOOL"];
const ai = createMonitor({
  system: process.env["SYSTEM"],
  model: { name: "m", version: "1" },
  ...(folder === undefined ? {} : { spool: { folder } }),
  limits: { retryMinMs: 20, retryMaxMs: 200, requestTimeoutMs: 400, heartbeatEveryMs: 500 },
  log: () => undefined,
});
// At once, whatever else this process has to do: what is said here has been recorded.
const say = (line) => writeSync(1, `${line}\n`);
for await (const line of createInterface({ input: process.stdin })) {
  const [act, id] = line.split(" ");
  if (act === "prediction") ai.record({ id, label: "a", features: { x: id.length } });
  else if (act === "outcome") ai.outcome(id, { label: "a" });
  else if (act === "oversight") ai.review(id, { action: "confirm" });
  else if (act === "close") break;
  say(act === "status" ? `status ${JSON.stringify(ai.status())}` : line);
}
await ai.close({ timeoutMs: 2_000 });
process.stdin.destroy();
