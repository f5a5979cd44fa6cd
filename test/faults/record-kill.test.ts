import { spawn } from "node:child_process";
import { once } from "node:events";
import { cp, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { Ledger } from "tiltmeter/ledger/ledger";
import { openWords } from "tiltmeter/wiring/open-words";
import { expect, test } from "vitest";
import { record } from "../collector/ledger/entries.ts";

// A real process on a real disk: what a simulated one cannot show is that nothing was forgotten in the simulation.

const child = fileURLToPath(new URL("./record-kill.mjs", import.meta.url));
const dist = fileURLToPath(new URL("../../collector/dist", import.meta.url));
const now = (): number => Date.UTC(2026, 10, 24);

/** Runs the act, killed before its n-th step; what it printed, empty where it was killed before it was answered. */
async function run(folder: string, n: number): Promise<string> {
  const running = spawn(process.execPath, [child, folder, String(n), dist]);
  const printed: string[] = [];
  const errors: string[] = [];
  running.stdout.on("data", (text) => printed.push(String(text)));
  running.stderr.on("data", (text) => errors.push(String(text)));
  const [code, signal] = await once(running, "close");
  if (signal !== "SIGKILL" && code !== 0) throw new Error(`the act failed: ${errors.join("")}`);
  return printed.join("");
}

test("kill -9 before any step of a transition: the record, its words and its people agree afterwards", {
  timeout: 120_000,
}, async () => {
  const base = await mkdtemp(join(tmpdir(), "tiltmeter-record-kill-"));
  try {
    const start = join(base, "start");
    const ledger = await Ledger.open({ folder: join(start, "ledger"), now });
    const stamp = { atMs: now(), by: "tiltmeter" };
    await ledger.append([
      { type: "nonconformity_raised", ...stamp, fingerprint: "f", record: record(1) },
    ]);
    await ledger.close();
    let killed = 0;
    for (let n = 1; ; n += 1) {
      const folder = join(base, String(n));
      await cp(start, folder, { recursive: true });
      const printed = await run(folder, n);
      const again = await Ledger.open({ folder: join(folder, "ledger"), now });
      const words = await openWords({ folder, ledger: again });
      try {
        const found = again.state.nonconformities.get("NC-2026-0001");
        const step = found?.steps.at(-1);
        // What was answered is there.
        if (printed !== "") {
          expect(printed).toMatch(/^answered \d+\n$/);
          expect(found?.version).toBe(2);
        }
        if (found?.version === 2) {
          // The entry is there, so its words are, and whom it names is somebody.
          expect(found.state).toBe("assessing");
          expect(words.saying.deep(step)).toMatchObject({
            text: "the campaign began at noon",
            by: "ann",
            fields: { owner: "mara" },
          });
          expect([...words.texts.all()].filter(({ isErased }) => !isErased)).toHaveLength(1);
        } else {
          expect(found).toMatchObject({ state: "raised", version: 1, owner: null });
          // Words without an entry were swept when the folder was opened.
          expect([...words.texts.all()].filter(({ isErased }) => !isErased)).toHaveLength(0);
        }
      } finally {
        await words.close();
        await again.close();
      }
      if (printed !== "") break;
      killed += 1;
    }
    // Person, text, entry: each at least written and synced.
    expect(killed).toBeGreaterThanOrEqual(6);
  } finally {
    await rm(base, { recursive: true, force: true });
  }
});
