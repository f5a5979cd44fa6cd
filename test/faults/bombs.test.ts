import { randomUUID } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { Agent, request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { SEED } from "../seed.ts";
import { BOMB_KINDS, type Bomb, bomb } from "./bombs.ts";
import { sizeOf, tellFigures } from "./figures.ts";
import { Stack } from "./stack.ts";

// Bodies that are more than they seem, in the whole collector, whose memory is what the kernel says.

const BOMBS = sizeOf("TILTMETER_BOMBS", 500);
/** The first ones, after which buffers and heap have the size that any traffic gives them. */
const WARM = 100;
const SENDERS = 6;
const GROWTH_BYTES_MAX = 128 * 2 ** 20;

let state = SEED;
/** Deterministic from the printed seed. */
function draw(): number {
  state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
  return state / 4_294_967_296;
}

/** Sends it; the status, or 0 where the connection broke. */
function send(url: string, key: string, agent: Agent, of: Bomb): Promise<number> {
  return new Promise((resolve) => {
    const { body, declaredBytes = body.length, isChunked, encoding, type } = of;
    const sent = request(`${url}/v1/logs`, {
      ...{ method: "POST", agent },
      headers: {
        ...{ authorization: `Bearer ${key}`, "content-type": type },
        ...(encoding === "identity" ? {} : { "content-encoding": encoding }),
        ...(isChunked ? {} : { "content-length": declaredBytes }),
      },
    });
    sent.on("response", (answer) => {
      answer.resume();
      answer.on("close", () => {
        resolve(answer.statusCode ?? 0);
        // Of a length that lies nothing more will come.
        if (declaredBytes !== body.length) sent.destroy();
      });
    });
    sent.on("error", () => resolve(0));
    for (let at = 0; isChunked && at < body.length; at += 65_536) {
      sent.write(body.subarray(at, at + 65_536));
    }
    if (isChunked) sent.end();
    else if (declaredBytes === body.length) sent.end(body);
    else sent.write(body);
  });
}

/** What the kernel counts for a process, bytes. */
function memory(pid: number, what: "VmRSS" | "VmHWM"): number {
  const status = readFileSync(`/proc/${pid}/status`, "utf8");
  return 1_024 * Number(new RegExp(`^${what}:\\s+(\\d+)`, "m").exec(status)?.[1]);
}

test.skipIf(process.platform !== "linux")(
  `${BOMBS} bodies that are more than they seem cost no more than ${GROWTH_BYTES_MAX / 2 ** 20} MiB, and others are served (seed ${SEED})`,
  { timeout: 120_000 + BOMBS * 600 },
  async () => {
    const folder = await mkdtemp(join(tmpdir(), "tiltmeter-bombs-"));
    onTestFinished(() => rm(folder, { recursive: true, force: true }));
    const config = join(folder, "tiltmeter.yaml");
    // Whether the machine is busy with other tests is not what is asked here.
    await writeFile(config, "limits: { loop_delay: null }\nlibrary: off\n");
    const stack = new Stack({ config, data: join(folder, "data") });
    onTestFinished(() => stack.kill());
    await stack.start();
    const { url } = stack;
    const asked = (path: string, body: unknown, headers: object = {}): Promise<Response> =>
      fetch(`${url}${path}`, {
        method: "POST",
        headers: {
          ...{ authorization: `Bearer ${stack.key}`, "content-type": "application/json" },
          ...headers,
        },
        body: JSON.stringify(body),
      });
    const made = await asked("/api/v1/keys", { role: "ingest", name: "bombs" });
    const { key } = (await made.json()) as { key: string }; // our own API
    const agent = new Agent({ keepAlive: true, maxSockets: SENDERS });
    onTestFinished(() => agent.destroy());

    const answers = new Map<string, number>();
    const wrong: string[] = [];
    let left = WARM;
    const sender = async (): Promise<void> => {
      while (left > 0) {
        left -= 1;
        const drawn = bomb(draw);
        let status = await send(url, key, agent, drawn);
        for (let tries = 0; (status === 429 || status === 503) && tries < 1_500; tries += 1) {
          await new Promise((resolve) => setTimeout(resolve, 20));
          status = await send(url, key, agent, drawn);
        }
        answers.set(`${status}`, (answers.get(`${status}`) ?? 0) + 1);
        if (!drawn.answers.includes(status)) wrong.push(`${drawn.kind}: ${status}`);
      }
    };
    let isOver = false;
    const taken: string[] = [];
    const healthy = async (): Promise<void> => {
      while (!isOver) {
        const id = randomUUID();
        const sent = { system: "well", id, model: { name: "m", version: "1" }, label: "yes" };
        const answer = await asked("/api/v1/predictions", sent);
        if (answer.status === 200) taken.push(id);
        else wrong.push(`healthy: ${answer.status} ${await answer.text()}`);
        await new Promise((resolve) => setTimeout(resolve, 25));
      }
    };
    const others = healthy();
    await Promise.all(Array.from({ length: SENDERS }, sender));

    // From here on the highest that it was is counted anew.
    writeFileSync(`/proc/${stack.pid}/clear_refs`, "5");
    const before = memory(stack.pid, "VmRSS");
    left = BOMBS;
    await Promise.all(Array.from({ length: SENDERS }, sender));
    const growth = memory(stack.pid, "VmHWM") - before;
    isOver = true;
    await others;

    tellFigures({
      ...{ bombs: BOMBS, kinds: BOMB_KINDS.length, healthy: taken.length },
      ...{ growthMebibytes: Math.round(growth / 2 ** 20), ...Object.fromEntries(answers) },
    });
    expect(wrong).toEqual([]);
    expect(taken.length).toBeGreaterThan(10);
    expect(growth).toBeLessThan(GROWTH_BYTES_MAX);
    expect(await stack.end()).toBe(0);
  },
);
