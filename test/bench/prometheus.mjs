// Debian's Prometheus over series as many as our rolled minutes give it, evaluating as many rules: how long one
// evaluation of the group takes, by its own account. Null, with the reason on standard error, where it is not installed.
import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

const STEP_S = 15;
/** The longest window of a rule, and what an evaluation may take until it is read. */
const PAST_S = 2 * 3600;
const AHEAD_S = 600;
const INTERVAL_S = 5;
const EVALUATIONS = 5;
const WINDOWS = ["1m", "5m", "15m", "1h"];

/** Median seconds of one evaluation of `rules` rules over `systems` systems; null without Prometheus. */
export async function prometheusTick({ rules, systems }) {
  try {
    execFileSync("prometheus", ["--version"], { stdio: "ignore" });
  } catch {
    console.error("prometheus is not installed; on Debian: apt-get install prometheus");
    return null;
  }
  const folder = await mkdtemp(join(tmpdir(), "tiltmeter-prometheus-"));
  try {
    const nowS = Math.floor(Date.now() / 1000);
    await writeFile(join(folder, "series.txt"), openMetrics(systems, nowS));
    await mkdir(join(folder, "data"));
    const make = ["tsdb", "create-blocks-from", "openmetrics", "series.txt", "data"];
    execFileSync("promtool", make, { cwd: folder, stdio: "ignore" });
    await writeFile(join(folder, "rules.yml"), ruleFile(rules));
    const global = `global: { evaluation_interval: ${INTERVAL_S}s }\n`;
    await writeFile(join(folder, "prometheus.yml"), `${global}rule_files: [rules.yml]\n`);
    const port = await freePort();
    const child = spawn(
      "prometheus",
      [
        "--config.file=prometheus.yml",
        "--storage.tsdb.path=data",
        `--web.listen-address=127.0.0.1:${port}`,
        "--log.level=error",
      ],
      { cwd: folder, stdio: "ignore" },
    );
    process.on("exit", () => child.kill("SIGKILL"));
    try {
      return await medianDuration(`http://127.0.0.1:${port}/metrics`);
    } finally {
      child.kill("SIGTERM");
      await once(child, "exit");
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Four counters a system and a histogram of latencies in ten buckets, from two hours ago until after the run. */
function openMetrics(systems, nowS) {
  const series = [
    ...["predictions", "errors", "reviews", "overrides"].map((name) => ({ name, labels: "" })),
    ...Array.from({ length: 10 }, (_, i) => ({ name: "latency", labels: `,le="${2 ** i}"` })),
  ];
  const lines = series.flatMap(({ name, labels }, kind) =>
    Array.from({ length: systems }, (_, system) => {
      const perStep = 1 + ((system + kind) % 7);
      const steps = Math.floor((PAST_S + AHEAD_S) / STEP_S);
      return Array.from({ length: steps }, (_, i) => {
        const at = nowS - PAST_S + i * STEP_S;
        return `${name}_total{system="s${system}"${labels}} ${i * perStep} ${at}`;
      }).join("\n");
    }),
  );
  const types = ["predictions", "errors", "reviews", "overrides", "latency"];
  const byType = types.map((type) => {
    const own = lines.filter((line) => line.startsWith(`${type}_total`));
    return `# TYPE ${type} counter\n${own.join("\n")}`;
  });
  return `${byType.join("\n")}\n# EOF\n`;
}

function ruleFile(rules) {
  const alerts = Array.from({ length: rules }, (_, i) => {
    const window = WINDOWS[i % WINDOWS.length];
    const limit = (0.5 + (i % 100) / 200).toFixed(3);
    return `      - { alert: a${i}, expr: '${expression(i, window)} > ${limit}', for: 1m }`;
  });
  return `groups:\n  - name: all\n    interval: ${INTERVAL_S}s\n    rules:\n${alerts.join("\n")}\n`;
}

function expression(i, window) {
  const sum = (name) => `sum by (system) (rate(${name}_total[${window}]))`;
  switch (i % 4) {
    case 0:
      return `${sum("errors")} / ${sum("predictions")}`;
    case 1:
      return `${sum("overrides")} / ${sum("reviews")}`;
    case 2:
      return `histogram_quantile(0.95, sum by (system, le) (rate(latency_total[${window}])))`;
    default:
      return sum("predictions");
  }
}

/** Reads the group's own clock after each evaluation. */
async function medianDuration(url) {
  const seen = [];
  let last = "";
  const deadline = Date.now() + 240_000;
  while (seen.length < EVALUATIONS && Date.now() < deadline) {
    await new Promise((resolve) => setTimeout(resolve, 500));
    const text = await fetch(url).then(
      (response) => response.text(),
      () => "",
    );
    const at = /^prometheus_rule_group_last_evaluation_timestamp_seconds\{.*\} (\S+)$/m.exec(text);
    const took = /^prometheus_rule_group_last_duration_seconds\{.*\} (\S+)$/m.exec(text);
    if (at === null || took === null || at[1] === last || Number(took[1]) === 0) continue;
    last = at[1];
    seen.push(Number(took[1]));
  }
  if (seen.length === 0) throw new Error("prometheus evaluated nothing within four minutes");
  return seen.sort((a, b) => a - b)[Math.floor(seen.length / 2)];
}

async function freePort() {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address();
  server.close();
  return port;
}
