import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { type Running, tiltmeter } from "./command-line.ts";

/** Generous on a busy machine; the goal for start to ready is 3 s and is measured by the benchmark. */
const READY_MS = 30_000;

async function newFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "tiltmeter-serve-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

function serve(data: string, ...more: readonly string[]): Running {
  const command = tiltmeter(["serve", "--data", data, "--port", "0", ...more]);
  onTestFinished(async () => {
    command.process.kill("SIGKILL");
    await command.ended;
  });
  return command;
}

/** The address of a collector that has printed its whole welcome, and the first line as it was printed. */
async function ready(command: Running): Promise<{ readonly url: string; readonly first: string }> {
  const out = await command.printed(/^controls: .*\n/m, READY_MS);
  const first = out.split("\n")[0] ?? "";
  return { first, url: first.replace("listening on ", "") };
}

test("the first line is the address, once ready; then data, keys once, a line to paste, a sign-in link", async () => {
  const data = await newFolder();
  const command = serve(data);
  const { first, url } = await ready(command);
  expect(first).toMatch(/^listening on http:\/\/127\.0\.0\.1:\d+$/);
  const out = command.out();
  expect(out).toContain(`data in ${data}`);
  expect(out).toMatch(/^ {2}admin {3}tm_adm_[a-z0-9]{8}_[A-Za-z0-9]{43}$/m);
  const [, key = ""] =
    /^ {2}export TILTMETER_URL=\S+ TILTMETER_KEY=(tm_ing_[a-z0-9]{8}_[A-Za-z0-9]{43})$/m.exec(
      out,
    ) ?? [];
  expect(out).toContain(`export TILTMETER_URL=${url} TILTMETER_KEY=${key}`);
  expect(out).toMatch(/^sign in: http:\/\/127\.0\.0\.1:\d+\//m);
  expect(out).toMatch(/^controls: none of your own yet/m);

  // The line to paste works as it stands.
  const [, body = ""] = /-d '(\{.*\})'$/m.exec(out) ?? [];
  const sent = await fetch(`${url}/api/v1/predictions`, {
    method: "POST",
    headers: { authorization: `Bearer ${key}`, "content-type": "application/json" },
    body,
  });
  expect(sent.status).toBe(200);
  expect(await sent.json()).toMatchObject({ accepted: 1, rejected: [] });

  command.process.kill("SIGTERM");
  const asked = performance.now();
  expect(await command.ended).toBe(0);
  expect(performance.now() - asked).toBeLessThan(30_000);

  const again = serve(data);
  await ready(again);
  expect(again.out()).not.toMatch(/tm_(adm|ing)_/);
  expect(again.out()).toMatch(/^keys: those of the first start of this data folder$/m);
  again.process.kill("SIGINT");
  expect(await again.ended).toBe(0);
});

test("a taken port ends with 3, names the holder and the next step, and costs the folder no keys", async () => {
  const holder = serve(await newFolder());
  const { url } = await ready(holder);
  const port = new URL(url).port;
  const data = await newFolder();
  const second = tiltmeter(["serve", "--data", data, "--port", port]);
  expect(await second.ended).toBe(3);
  expect(second.out()).toBe("");
  expect(second.err()).toContain(`port ${port} on 127.0.0.1 is taken`);
  expect(second.err()).toContain("--port 0");
  if (process.platform === "linux") {
    expect(second.err()).toContain(`another tiltmeter (process ${holder.process.pid})`);
  }

  const third = serve(data);
  await ready(third);
  expect(third.out()).toMatch(/^ {2}admin {3}tm_adm_/m);
});

test("one data folder has one owner: a second collector on it says so and ends with 1", async () => {
  const data = await newFolder();
  await ready(serve(data));
  const second = serve(data);
  expect(await second.ended).toBe(1);
  expect(second.out()).toBe("");
  expect(second.err()).toContain(data);
});

test("what a control file probably did not mean is told at the start", async () => {
  const folder = await newFolder();
  const control = `
  - id: errors
    title: The model fails
    requirement: At most 1 % of the calls shall fail.
    clauses: { iso42001: ["9.1"] }
    severity: low
    measure: error_rate
    window: 7d
    every: 1d
    min_sample: 50
    limit: { max: 1% }
    proof: { confidence: 95% }
`;
  const file = join(folder, "controls.yaml");
  await writeFile(file, `version: 1\nset: mine\nowner: me\ncontrols:${control}`);
  await writeFile(join(folder, "tiltmeter.yaml"), "controls: [controls.yaml]\n");
  const command = serve(join(folder, "data"), "--config", join(folder, "tiltmeter.yaml"));
  await ready(command);
  command.process.kill("SIGTERM");
  expect(await command.ended).toBe(0);
  expect(command.err()).toContain(`${file}:12:12: peeking: `);
});

test("control files are read anew at SIGHUP; one with an error changes nothing and is told", async () => {
  const folder = await newFolder();
  const file = join(folder, "controls.yaml");
  const written = (max: string): string =>
    `version: 1\nowner: me\ncontrols:\n  - { id: errors, requirement: r, measure: error_rate, window: 1d, limit: { max: ${max} } }\n`;
  await writeFile(file, written("1%"));
  await writeFile(join(folder, "tiltmeter.yaml"), "controls: [controls.yaml]\nlibrary: 'off'\n");
  const command = serve(join(folder, "data"), "--config", join(folder, "tiltmeter.yaml"));
  const { url } = await ready(command);
  const [, key = ""] = /^ {2}admin {3}(tm_adm_\S+)$/m.exec(command.out()) ?? [];
  const asked = async (path: string): Promise<unknown> =>
    (await fetch(`${url}/api/v1/${path}`, { headers: { authorization: `Bearer ${key}` } })).json();
  const revision = async (): Promise<unknown> =>
    ((await asked("controls")) as { items: { revision: string }[] }).items[0]?.revision; // as the API says
  const first = await revision();

  await writeFile(file, written("lots"));
  command.process.kill("SIGHUP");
  await expect
    .poll(() => command.err(), { timeout: 10_000 })
    .toContain("control files were refused");
  expect(await revision()).toBe(first);
  expect(await asked("status")).toMatchObject({
    problems: [expect.stringMatching(/control files were refused at .*controls\.yaml:4: max is/)],
  });

  const listed = tiltmeter(["controls", "list", "--url", url, "--key", key]);
  expect(await listed.ended).toBe(0);
  expect(listed.out()).toMatch(
    /^control +status +severity +measure +now +next verdict\nerrors +enforce +medium +error_rate +- +\S/,
  );

  await writeFile(file, written("2%"));
  // Without a signal: the change is seen.
  await expect.poll(revision, { timeout: 10_000 }).not.toBe(first);
  expect(await asked("status")).toMatchObject({ problems: [] });
  command.process.kill("SIGTERM");
  expect(await command.ended).toBe(0);
});

test("a ledger that was altered ends with 1 and says where it lies and what next, without a stack", async () => {
  const data = await newFolder();
  const first = serve(data);
  await ready(first);
  first.process.kill("SIGTERM");
  await first.ended;
  const ledger = join(data, "ledger");
  const segment = join(ledger, "seg-0000000000000001.log");
  const bytes = await readFile(segment);
  const at = bytes.indexOf("key_created");
  await writeFile(segment, bytes.fill("x", at, at + 1));
  const second = serve(data);
  expect(await second.ended).toBe(1);
  expect(second.out()).toBe("");
  // Which one depends on what was noted while it started, such as a sign of life.
  expect(second.err()).toContain(`the ledger in ${ledger} is broken at entry `);
  expect(second.err()).toContain("restore the folder from a backup");
  expect(second.err()).not.toMatch(/^ {4}at /m);
});

test("a ClickHouse server that does not answer ends with 1 and names its address, never its password", async () => {
  const command = serve(await newFolder(), "--store", "http://ann:hunter2@127.0.0.1:1");
  expect(await command.ended).toBe(1);
  expect(command.err()).toContain("the ClickHouse server at http://127.0.0.1:1 does not answer");
  expect(command.err()).toContain("--store");
  expect(command.err()).not.toContain("hunter2");
  expect(command.err()).not.toMatch(/^ {4}at /m);
});

test("a data folder that is a file is a mistake of the command line", async () => {
  const file = join(await newFolder(), "data");
  await writeFile(file, "");
  const command = serve(file);
  expect(await command.ended).toBe(2);
  expect(command.err()).toContain(`data folder ${file} cannot be used`);
  expect(command.err()).toContain("--data");
});

test("a configuration that cannot be used ends with 2 and names the file, the key and the rule", async () => {
  const file = join(await newFolder(), "tiltmeter.yaml");
  await writeFile(file, "listen: { prot: 4318 }\n");
  const command = tiltmeter(["serve", "--config", file]);
  expect(await command.ended).toBe(2);
  expect(command.err()).toContain(file);
  expect(command.err()).toContain("prot");
});
