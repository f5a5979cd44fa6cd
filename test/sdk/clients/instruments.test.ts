import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createMonitor } from "@tiltmeter/sdk";
import { wrapOpenAI } from "@tiltmeter/sdk/openai";
import { ATTRIBUTE } from "@tiltmeter/sdk/wire/attributes";
import OpenAI7 from "openai-7";
import { expect, test } from "vitest";
import { findClients, loadedFiles, programFolders } from "../../../sdk/clients/find-clients.ts";
import { Instruments } from "../../../sdk/clients/instruments.ts";
import { eventually, FAST, type Receiver, startReceiver } from "../receiver.ts";

const beats = (receiver: Receiver) =>
  receiver.records().filter(({ eventName }) => eventName === "aims.heartbeat");

/** A folder with packages in `node_modules`, by name and what their package.json says. */
async function program(packages: Readonly<Record<string, string>>): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "clients-"));
  for (const [name, json] of Object.entries(packages)) {
    await mkdir(join(folder, "node_modules", name), { recursive: true });
    await writeFile(join(folder, "node_modules", name, "package.json"), json);
  }
  await mkdir(join(folder, "apps", "one"), { recursive: true });
  return folder;
}

test("clients are found as Node finds packages: in the program's folder and those above it", async () => {
  const folder = await program({
    openai: '{"version":"7.59.0"}',
    "@anthropic-ai/sdk": '{"version":"1.14.0"}',
    ollama: "{ not json",
    "left-pad": '{"version":"1.0.0"}',
  });
  const found = await findClients([join(folder, "apps", "one")], []);
  expect(found.get("openai")).toBe("7.59.0");
  expect(found.get("@anthropic-ai/sdk")).toBe("1.14.0");
  expect(found.has("left-pad")).toBe(false);
  expect(found.has("ollama")).toBe(false);
  await rm(folder, { recursive: true });
});

test("the nearest copy of a client is the one that is told", async () => {
  const folder = await program({ openai: '{"version":"7.59.0"}' });
  const inner = join(folder, "apps", "one", "node_modules", "openai");
  await mkdir(inner, { recursive: true });
  await writeFile(join(inner, "package.json"), '{"version":"6.30.1"}');
  expect((await findClients([join(folder, "apps", "one")], [])).get("openai")).toBe("6.30.1");
  await rm(folder, { recursive: true });
});

test("what is loaded is told before what is installed, wherever it lies", async () => {
  const installed = await program({ openai: '{"version":"7.59.0"}' });
  const store = await program({
    openai: '{"version":"6.30.1"}',
    "@anthropic-ai/sdk": '{"version":"1.14.0"}',
  });
  const files = ["openai/index.js", "openai/core/api.js", "@anthropic-ai/sdk/index.js", "x/y.js"];
  const loaded = files.map((file) => join(store, "node_modules", file));
  const found = await findClients([installed], [...loaded, "/elsewhere/openai/index.js"]);
  expect([found.get("openai"), found.get("@anthropic-ai/sdk")]).toEqual(["6.30.1", "1.14.0"]);
  createRequire(import.meta.url)("@anthropic-ai/sdk");
  expect(loadedFiles().some((file) => file.includes(join("@anthropic-ai", "sdk")))).toBe(true);
  await Promise.all([installed, store].map((folder) => rm(folder, { recursive: true })));
});

test("a program is looked at from its script and from where it runs", () => {
  expect(programFolders(["node", "/app/dist/main.js"], "/work")).toEqual(["/app/dist", "/work"]);
  expect(programFolders(["node"], "/work")).toEqual(["/work"]);
});

test("what is watched is not named as found, and a look is repeated once a minute at most", async () => {
  let looks = 0;
  const instruments = new Instruments(async () => {
    looks += 1;
    return new Map([
      ["openai", "7.59.0"],
      ["ai", "7.0.173"],
    ]);
  });
  await instruments.look(0);
  expect(instruments.account(1)).toEqual({
    instrumented: [],
    uninstrumented: ["ai@7.0.173", "openai@7.59.0"],
  });
  instruments.add("openai", "");
  expect(instruments.account(2).instrumented).toEqual(["openai"]);
  instruments.add("openai", "7.59.0");
  instruments.add("openai", "6.30.1");
  expect(instruments.account(59_999)).toEqual({
    instrumented: ["openai@6.30.1", "openai@7.59.0"],
    uninstrumented: ["ai@7.0.173"],
  });
  expect(looks).toBe(1);
  instruments.account(60_000);
  expect(looks).toBe(2);
});

test("a look that fails leaves what was known, and reaches nobody", async () => {
  let isBroken = false;
  const instruments = new Instruments(async () => {
    if (isBroken) throw new Error("no such disk");
    return new Map([["ai", ""]]);
  });
  await instruments.look(0);
  isBroken = true;
  await instruments.look(100_000);
  expect(instruments.account(100_001).uninstrumented).toEqual(["ai"]);
  expect(new Instruments(null).account(0)).toEqual({ instrumented: [], uninstrumented: [] });
});

test("heartbeats tell what is wrapped, at its version, and what is installed and is not", async () => {
  await using receiver = await startReceiver();
  const ai = createMonitor({ system: "assistant", url: receiver.url, limits: FAST });
  wrapOpenAI(new OpenAI7({ apiKey: "sk-test" }), ai);
  await eventually("the look for clients", () => ai.status().uninstrumented.length > 0);
  ai.record({ id: "1", label: "a" });
  await ai.close();
  const beat = receiver.records().find(({ eventName }) => eventName === "aims.heartbeat");
  expect(beat?.attributes[ATTRIBUTE.instrumented]).toEqual(["openai@7.59.0"]);
  // This repository has them, and nobody watches them here.
  const told = beat?.attributes[ATTRIBUTE.uninstrumented];
  const rest = Array.isArray(told)
    ? told.map((each) => String(each).replace(/(?<=.)@.*$/, ""))
    : [];
  expect(rest).toEqual(expect.arrayContaining(["@anthropic-ai/sdk", "ai"]));
  expect(rest).not.toContain("openai");
});

test("a process that records nothing tells once what it does not watch", async () => {
  await using receiver = await startReceiver();
  const limits = { ...FAST, heartbeatEveryMs: 5 };
  const ai = createMonitor({ system: "assistant", url: receiver.url, limits });
  await eventually("the account", () => beats(receiver).length > 0);
  for (let i = 0; i < 20; i += 1) expect(await ai.flush()).toBe(true);
  await ai.close();
  expect(receiver.records()).toHaveLength(1);
  const [beat] = beats(receiver);
  expect(beat?.attributes[ATTRIBUTE.uninstrumented]).toEqual(ai.status().uninstrumented);
  expect(ai.status().uninstrumented.length).toBeGreaterThan(0);
});

test("the first account waits for the look, whoever flushes, closes or has recorded before", async () => {
  for (const isRecording of [true, false]) {
    for (const end of ["flush", "close"] as const) {
      await using receiver = await startReceiver();
      const ai = createMonitor({ system: "assistant", url: receiver.url, limits: FAST });
      if (isRecording) ai.record({ id: "1", label: "a" });
      await ai[end]();
      const [first] = beats(receiver);
      expect(first?.attributes[ATTRIBUTE.uninstrumented], end).not.toBeUndefined();
      await ai.close();
      expect(beats(receiver), end).toHaveLength(1);
    }
  }
});

test("what is watched from later on is told within a period, and once, although nothing is recorded", async () => {
  await using receiver = await startReceiver();
  const limits = { ...FAST, heartbeatEveryMs: 20 };
  const ai = createMonitor({ system: "assistant", url: receiver.url, limits });
  await eventually("the first account", () => beats(receiver).length > 0);
  for (let i = 0; i < 5; i += 1) wrapOpenAI(new OpenAI7({ apiKey: "sk-test" }), ai);
  await eventually("the second account", () => beats(receiver).length > 1);
  for (let i = 0; i < 20; i += 1) await ai.flush();
  await ai.close();
  const told = beats(receiver).map(({ attributes }) => attributes[ATTRIBUTE.instrumented]);
  expect(told).toEqual([undefined, ["openai@7.59.0"]]);
});

test("a collector that hangs holds a process that recorded nothing for a second at most", async () => {
  await using receiver = await startReceiver(() => ({ instead: "hang" }));
  const ai = createMonitor({ system: "assistant", url: receiver.url, log: () => undefined });
  const before = performance.now();
  expect(await ai.flush()).toBe(true);
  await ai.close();
  expect(performance.now() - before).toBeLessThan(20_000);
});

test("a first look that takes too long is waited for neither by who flushes nor by the account", async () => {
  const instruments = new Instruments(() => new Promise(() => undefined));
  void instruments.look(0);
  expect(instruments.isLooking(4_999)).toBe(true);
  await instruments.looked(0, 5);
  expect(instruments.isLooking(5_000)).toBe(false);
  await instruments.looked(5_000, 600_000);
  expect(instruments.version).toBe(0);
});

test("what the user says is watched is told by its name and version, and is no gap", async () => {
  await using receiver = await startReceiver();
  const given = ["gateway@2.1.0", "@anthropic-ai/sdk@1.14.0", "openai", "", 7];
  const ai = createMonitor({
    system: "assistant",
    url: receiver.url,
    limits: FAST,
    // As callers without types do.
    instrumented: given as string[],
  });
  await ai.close();
  const [beat] = beats(receiver);
  const watched = ["@anthropic-ai/sdk@1.14.0", "gateway@2.1.0", "openai"];
  expect(beat?.attributes[ATTRIBUTE.instrumented]).toEqual(watched);
  expect(ai.status().uninstrumented.map((name) => name.replace(/@[^@]*$/, ""))).toEqual(["ai"]);
});

test("there is something to tell after the first look and with each change, unless nobody looks", async () => {
  const heard: number[] = [];
  const instruments = new Instruments(
    async () => new Map([["ai", "7.0.173"]]),
    () => heard.push(instruments.version),
  );
  await instruments.look(0);
  await instruments.look(100_000);
  instruments.add("openai", "7.59.0");
  instruments.add("openai", "7.59.0");
  instruments.add("openai", "");
  instruments.add("ai", "7.0.173");
  expect(heard).toEqual([1, 2, 3]);
  const quiet = new Instruments(null);
  await quiet.look(0);
  quiet.add("openai", "7.59.0");
  expect(quiet.version).toBe(0);
});

test("who does not want to be looked for is not", async () => {
  await using receiver = await startReceiver();
  const ai = createMonitor({
    system: "assistant",
    url: receiver.url,
    limits: FAST,
    findClients: false,
  });
  expect(await ai.flush()).toBe(true);
  expect(receiver.received).toEqual([]);
  ai.record({ id: "1", label: "a" });
  await ai.close();
  const [beat] = beats(receiver);
  expect(beat?.attributes).not.toHaveProperty([ATTRIBUTE.uninstrumented]);
  expect(ai.status().uninstrumented).toEqual([]);
});
