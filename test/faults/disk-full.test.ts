import { randomBytes, randomUUID } from "node:crypto";
import { existsSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { openStore } from "tiltmeter/store/store";
import { expect, onTestFinished, test } from "vitest";
import { tiltmeter } from "../collector/cli/command-line.ts";
import { sizeOf, tellFigures } from "./figures.ts";
import { noSmallDisk, smallDisk } from "./small-disk.ts";

// A whole collector, embedded engine and all, on a disk of a few hundred mebibytes that is filled to the last byte
// under load and freed again. The oracle is this process: it issues the ids and remembers which were acknowledged.

const CYCLES = sizeOf("TILTMETER_DISK_CYCLES", 5);
const why = noSmallDisk();
if (why !== null) process.stderr.write(`disk-full is skipped: ${why}\n`);

const LIMITS = `
limits:
  disk: { free_min: 64 MiB, ballast: 16 MiB }
  loop_delay: null
`;
const BACK_MS_MAX = 30_000;

test.skipIf(why !== null)(
  `a disk filled and freed ${CYCLES} times: no 200 without durability, pages up, governance written, back unaided`,
  { timeout: 120_000 + CYCLES * 40_000 },
  async () => {
    // The engine keeps merged parts for minutes: what a cycle leaves is some mebibytes.
    const disk = await smallDisk(384 + 8 * CYCLES);
    onTestFinished(() => disk.remove());
    const data = join(disk.folder, "data");
    const config = join(disk.folder, "tiltmeter.yaml");
    await writeFile(config, LIMITS);
    const key = `tm_adm_diskfull_${randomBytes(48).toString("base64url").replaceAll(/[-_]/g, "a").slice(0, 43)}`;
    const command = tiltmeter(["serve", "--config", config, "--data", data, "--port", "0"], {
      TILTMETER_BOOTSTRAP_KEY: key,
    });
    onTestFinished(async () => {
      command.process.kill("SIGKILL");
      await command.ended;
    });
    const out = await command.printed(/^controls: .*\n/m, 60_000);
    const [, url = ""] = /^listening on (\S+)$/m.exec(out) ?? [];
    /** A connection that broke is no answer: whoever asks asks again, here with the same batch id. */
    const ask = async (path: string, init: RequestInit = {}): Promise<Response> => {
      const headers = {
        ...{ authorization: `Bearer ${key}`, "content-type": "application/json" },
        ...init.headers,
      };
      for (let tries = 1; ; tries += 1) {
        try {
          return await fetch(`${url}${path}`, { ...init, headers });
        } catch (error) {
          if (tries === 5) throw error;
        }
      }
    };

    const acknowledged = new Set<string>();
    const strange: string[] = [];
    let isSending = true;
    const sender = async (system: string): Promise<void> => {
      for (let n = 0; isSending; n += 1) {
        const ids = Array.from({ length: 20 }, (_, i) => `${system}-${n}-${i}`);
        const body = JSON.stringify(
          ids.map((id) => ({ system, id, model: { name: "m", version: "1" }, label: "yes" })),
        );
        const batch = randomUUID();
        for (let isTaken = false; isSending && !isTaken; ) {
          const answer = await ask("/api/v1/predictions", {
            ...{ method: "POST", body, headers: { "tiltmeter-batch-id": batch } },
          });
          const text = await answer.text();
          isTaken = answer.status === 200;
          if (isTaken) for (const id of ids) acknowledged.add(id);
          else if (
            answer.status !== 503 ||
            !/^[123]$/.test(answer.headers.get("retry-after") ?? "")
          )
            strange.push(`${answer.status} ${text}`);
          // A sender waits for longer; what is wanted here is one at every moment.
          if (!isTaken) await new Promise((resolve) => setTimeout(resolve, 20));
        }
      }
    };
    const unseen: string[] = [];
    let looks = 0;
    const reader = async (): Promise<void> => {
      while (isSending) {
        for (const path of [
          "/",
          "/nonconformities",
          "/api/v1/systems",
          "/api/v1/status",
          "/healthz",
        ]) {
          const answer = await ask(path, { headers: { accept: "*/*" } });
          const said = await answer.text();
          looks += 1;
          if (answer.status !== 200) unseen.push(`${path} answered ${answer.status}: ${said}`);
        }
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
    };
    const running = [sender("alpha"), sender("beta"), reader()];
    const ready = async (): Promise<number> => (await ask("/readyz")).status;
    const problems = async (): Promise<string> =>
      JSON.stringify(
        ((await (await ask("/api/v1/status")).json()) as { problems: unknown }).problems,
      ); // our own API

    const back: number[] = [];
    let written = 0;
    for (let cycle = 0; cycle < CYCLES; cycle += 1) {
      const before = acknowledged.size;
      await expect
        .poll(() => existsSync(join(data, "ballast")), { timeout: BACK_MS_MAX })
        .toBe(true);
      await expect
        .poll(() => acknowledged.size, { timeout: BACK_MS_MAX })
        .toBeGreaterThan(before + 100);
      // In turns: all at once, between two looks; and first to where it is refused, and then to the end.
      if (cycle % 2 === 1) {
        disk.fill(40 * 2 ** 20);
        await expect.poll(ready, { timeout: BACK_MS_MAX }).toBe(503);
      }
      disk.fill(0);
      await expect.poll(ready, { timeout: BACK_MS_MAX }).toBe(503);
      expect(await problems()).toMatch(/no telemetry is taken since 2\d{3}-/);
      // The ballast went, and governance has its room.
      await expect.poll(disk.freeBytes, { timeout: BACK_MS_MAX }).toBeGreaterThan(8 * 2 ** 20);
      const fields = {
        ...{ title: `written on a full disk, ${cycle}`, system: "alpha", severity: "low" },
        ...{ source: "complaint", statement: "it went on", requirement: "it goes on" },
      };
      const raised = await ask("/api/v1/nonconformities", {
        ...{ method: "POST", body: JSON.stringify({ fields }) },
      });
      const said = await raised.text();
      expect([raised.status, said]).toEqual([201, said]);
      written += 1;
      disk.empty();
      const freedMs = performance.now();
      const had = acknowledged.size;
      await expect
        .poll(() => acknowledged.size, { timeout: BACK_MS_MAX, interval: 20 })
        .toBeGreaterThan(had);
      back.push(performance.now() - freedMs);
      await expect.poll(ready, { timeout: BACK_MS_MAX }).toBe(200);
    }
    isSending = false;
    await Promise.all(running);
    expect(strange).toEqual([]);
    expect(unseen, command.err().slice(-8_000)).toEqual([]);
    expect(looks).toBeGreaterThan(CYCLES * 5);
    await expect.poll(problems, { timeout: BACK_MS_MAX }).toBe("[]");
    tellFigures({
      leftMebibytes: Math.round(disk.freeBytes() / 2 ** 20),
      ...{ cycles: CYCLES, acknowledged: acknowledged.size, pages: looks },
      backAfterMsMax: Math.round(Math.max(...back)),
    });
    const log = command.err();
    for (const line of ["telemetry is refused: ", "was given up", "telemetry is taken again"]) {
      expect(log.split(line).length - 1).toBeGreaterThanOrEqual(CYCLES);
    }
    command.process.kill("SIGTERM");
    expect(await command.ended).toBe(0);

    const store = await openStore({ folder: join(data, "engine") });
    try {
      const stored = new Map<string, number>();
      for (const system of ["alpha", "beta"]) {
        const of = { system, fromMs: 0, toMs: 4e12, limit: 10_000_000 };
        for (const id of await store.exampleIds(of)) stored.set(id, (stored.get(id) ?? 0) + 1);
      }
      expect([...acknowledged].filter((id) => stored.get(id) !== 1)).toEqual([]);
      expect(written).toBe(CYCLES);
    } finally {
      await store.close();
    }
  },
);
