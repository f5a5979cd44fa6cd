import { spawnSync } from "node:child_process";
import { cp, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { debianTool } from "./debian-tool.ts";

const folder = fileURLToPath(new URL("../../deploy/prometheus/", import.meta.url));
const wiring = fileURLToPath(new URL("../../collector/wiring/", import.meta.url));

test("the example's scrape configuration and its alerts are what Prometheus reads", async (context) => {
  if (!debianTool("promtool", "prometheus")) return context.skip();
  const there = await mkdtemp(join(tmpdir(), "tiltmeter-prometheus-"));
  try {
    await cp(folder, there, { recursive: true });
    // The key lies where Prometheus runs; promtool wants to see one.
    const key = join(there, "tiltmeter.key");
    await writeFile(key, "key");
    const file = join(there, "prometheus.yml");
    const text = await readFile(file, "utf8");
    await writeFile(file, text.replace("/etc/prometheus/tiltmeter.key", key));
    const checked = spawnSync("promtool", ["check", "config", file], { encoding: "utf8" });
    expect(checked.stdout + checked.stderr).toMatch(/SUCCESS: 15 rules found/);
    expect(checked.status).toBe(0);
  } finally {
    await rm(there, { recursive: true, force: true });
  }
});

test("alerts ask for metrics that there are", async () => {
  const files = (await readdir(wiring)).filter((file) => /famil|metrics/.test(file));
  const texts = await Promise.all(files.map((file) => readFile(join(wiring, file), "utf8")));
  const source = texts.join("");
  const rules = await readFile(join(folder, "tiltmeter.rules.yml"), "utf8");
  const asked = [...rules.matchAll(/\btiltmeter_[a-z_]+/g)].map(([name]) => name);
  expect(asked.length).toBeGreaterThan(12);
  for (const name of new Set(asked)) {
    expect(source.includes(`"${name.replace(/_total$/, "")}"`), name).toBe(true);
  }
});
