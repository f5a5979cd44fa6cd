import { readFile } from "node:fs/promises";
import { providerOf } from "@tiltmeter/sdk/wire/served/provider-of";
import { Command, InvalidArgumentError } from "commander";
import { systemClock } from "../clock.ts";
import { ConfigError } from "../config.ts";
import { type RunningProxy, startProxy } from "../proxy/proxy.ts";
import type { ProxyMap } from "../proxy/proxy-map.ts";
import { openProxyMonitor, type ProxyMonitor } from "../proxy/proxy-monitor.ts";
import { openTarget } from "../proxy/target.ts";
import { EXIT, type Finish } from "./exit-code.ts";
import { proxyCheckCommand, readProxyMap } from "./proxy-check.ts";
import { createStopping } from "./stopping.ts";
import type { Terminal } from "./terminal.ts";

interface ProxyFlags {
  readonly target?: URL;
  readonly map?: string;
  readonly system?: string;
  readonly environment?: string;
  readonly listen?: Address;
  readonly collector?: string;
  readonly keyFile?: string;
  readonly provider?: string;
  readonly fallbackUrl?: URL;
  readonly shadow?: true;
  readonly idHeader: boolean;
  readonly healthPath?: string;
  readonly copyMax?: number;
}

interface Address {
  readonly host: string;
  readonly port: number;
}

const LISTEN: Address = { host: "127.0.0.1", port: 4319 };
const COPY_MIB = 4;
/** How long the start waits for the collector to say whether the system is suspended. */
const READY_MS = 3_000;

/** `tiltmeter proxy`: a reverse proxy that records the predictions of a model server in any language. */
export function proxyCommand(terminal: Terminal, finish: Finish): Command {
  return new Command("proxy")
    .description("stand before a model server and record its predictions; until stopped")
    .option("--target <url>", "the model server, http or https; needed", httpUrl)
    .option("--map <file>", "what bodies mean, YAML (default: the known interfaces alone)")
    .option(
      "--system <name>",
      "whose predictions these are (default: the map's, OTEL_SERVICE_NAME)",
    )
    .option("--environment <name>", "such as production")
    .option(
      "--listen <host:port>",
      `address to listen on (default: 127.0.0.1:${LISTEN.port})`,
      address,
    )
    .option("--collector <url>", "the collector (default: TILTMETER_URL, http://127.0.0.1:4318)")
    .option("--key-file <file>", "holds an ingest key (default: TILTMETER_KEY)")
    .option("--provider <name>", "of the target's models, such as openai (default: by its address)")
    .option("--fallback-url <url>", "a server that answers while the system is suspended", httpUrl)
    .option("--shadow", "ask the model all the same then, and throw its answer away")
    .option("--no-id-header", "answers without Tiltmeter-Prediction-Id")
    .option(
      "--health-path <path>",
      "a path that is answered here, such as /tiltmeter/health",
      pathOf,
    )
    .option(
      "--copy-max <mib>",
      `longer bodies are not looked into (default: ${COPY_MIB} MiB)`,
      mebibytes,
    )
    .addHelpText("after", HELP)
    .addCommand(proxyCheckCommand(terminal, finish))
    .action(async (flags: ProxyFlags) => {
      const map = flags.map === undefined ? null : await mapOrTell(flags.map, terminal);
      if (flags.map !== undefined && map === null) return finish(EXIT.usage);
      const stopping = createStopping(terminal);
      const running = await start(flags, map, terminal);
      await stopping.requested;
      await running.close();
      stopping.done();
      finish(EXIT.ok);
    });
}

async function start(
  flags: ProxyFlags,
  map: ProxyMap | null,
  terminal: Terminal,
): Promise<{ readonly close: () => Promise<void> }> {
  const log = (line: string): void =>
    terminal.complain(`${new Date(systemClock.now()).toISOString()} ${line}`);
  const { target, listen = LISTEN } = flags;
  if (target === undefined) {
    throw new ConfigError("no model server: give --target URL, such as http://127.0.0.1:8000");
  }
  const system = flags.system ?? map?.system ?? terminal.env["OTEL_SERVICE_NAME"] ?? "";
  if (system === "") {
    throw new ConfigError("whose predictions are these? give --system NAME, or system: in the map");
  }
  refuseItself(target, listen);
  const { collector, keyFile, environment = map?.environment ?? null } = flags;
  const ai = openProxyMonitor({
    ...{ system, environment, log },
    url: collector ?? terminal.env["TILTMETER_URL"],
    key: keyFile === undefined ? terminal.env["TILTMETER_KEY"] : await keyIn(keyFile),
    policies: map?.policies ?? {},
  });
  try {
    const knows = await ai.ready({ timeoutMs: READY_MS });
    const proxy = await startProxy(
      {
        ...listen,
        target: openTarget(target),
        fallback: flags.fallbackUrl === undefined ? null : openTarget(flags.fallbackUrl),
        system,
        map,
        provider: flags.provider ?? providerOf(target.href),
        isShadow: flags.shadow === true,
        showsId: flags.idHeader,
        healthPath: flags.healthPath ?? null,
        copyBytesMax: (flags.copyMax ?? COPY_MIB) * 1_048_576,
      },
      { ai, nowMs: systemClock.now, monotonicMs: () => performance.now(), log },
    );
    terminal.print(`listening on ${proxy.url}`);
    for (const line of welcome({ target, flags, map, system, knows, ai })) terminal.print(line);
    return { close: () => close(proxy, ai, terminal) };
  } catch (error) {
    await ai.close({ timeoutMs: 100 });
    throw error;
  }
}

async function close(proxy: RunningProxy, ai: ProxyMonitor, terminal: Terminal): Promise<void> {
  await proxy.close();
  await ai.close({ timeoutMs: 1_500 });
  const { sent, queued, dropped } = ai.status();
  const lost = Object.values(dropped).reduce((sum, count) => sum + count, queued);
  const { recorded, diverted } = proxy.status();
  terminal.print(
    `recorded ${recorded} predictions, kept ${diverted} calls from the model; ${sent} records are with the collector, ${lost} are not`,
  );
}

async function keyIn(file: string): Promise<string> {
  try {
    return (await readFile(file, "utf8")).trim();
  } catch (cause) {
    throw new ConfigError(`--key-file ${file} cannot be read: ${String(cause)}`);
  }
}

async function mapOrTell(file: string, terminal: Terminal): Promise<ProxyMap | null> {
  const { map, findings } = await readProxyMap(file);
  for (const { at, message } of findings) terminal.complain(`${file}:${at}: ${message}`);
  return map;
}

/** A proxy of itself would pass every request on for ever. */
function refuseItself(target: URL, listen: Address): void {
  const port = target.port === "" ? (target.protocol === "https:" ? 443 : 80) : Number(target.port);
  const isHere = [listen.host, "localhost", "127.0.0.1", "[::1]"].includes(target.hostname);
  if (isHere && port === listen.port) {
    throw new ConfigError(`--target ${target.href} is where the proxy itself would listen`);
  }
}

function welcome(of: {
  readonly target: URL;
  readonly flags: ProxyFlags;
  readonly map: ProxyMap | null;
  readonly system: string;
  readonly knows: boolean;
  readonly ai: ProxyMonitor;
}): readonly string[] {
  const { target, flags, map, system, knows, ai } = of;
  const { directive, url } = ai.status();
  const routes = map?.routes.length ?? 0;
  return [
    `passing to ${target.href}, recording as ${system} to ${url}`,
    routes === 0
      ? "recognised: OpenAI, Anthropic, KServe v2 and MLflow requests"
      : `recognised: ${routes} routes of ${flags.map}, then OpenAI, Anthropic, KServe v2 and MLflow requests`,
    knows
      ? `the collector says: ${directive?.state ?? "unknown"}`
      : `the collector at ${url} has not said whether ${system} is suspended (${directive?.lastError ?? "no answer yet"}): calls go to the model until it does`,
  ];
}

function httpUrl(text: string): URL {
  if (URL.canParse(text) && /^https?:$/.test(new URL(text).protocol)) return new URL(text);
  throw new InvalidArgumentError("It must be an http or https URL, such as http://127.0.0.1:8000.");
}

function address(text: string): Address {
  const found = /^(?:(\[[0-9a-f:.]+\]|[^:[\]]+):)?(\d{1,5})$/i.exec(text);
  const port = Number(found?.[2]);
  if (found !== null && port <= 65_535) {
    return { host: (found[1] ?? LISTEN.host).replace(/^\[|\]$/g, ""), port };
  }
  throw new InvalidArgumentError("It must be HOST:PORT or PORT, such as 127.0.0.1:4319.");
}

function pathOf(text: string): string {
  if (/^\/[^?#\s]*$/.test(text)) return text;
  throw new InvalidArgumentError("A path begins with a slash, such as /tiltmeter/health.");
}

function mebibytes(text: string): number {
  const size = Number(text);
  if (size > 0 && size <= 256) return size;
  throw new InvalidArgumentError("It is a number of MiB, above 0 and up to 256.");
}

const HELP = `
The first line on standard output is "listening on http://HOST:PORT". Point your clients there instead
of at the model server. What passes is not changed by a byte: requests and answers stream through, a
client that goes away ends the target's work, and a fault in recording never touches the traffic.

Recognised without a map: OpenAI-compatible servers (chat, completions, responses, embeddings; streamed
or not), Anthropic's messages, KServe v2 infer, MLflow invocations. For other JSON write a map:

  system: credit-scoring
  routes:
    - request: POST /score
      id: request.application_id
      features: { income: request.applicant.income, purpose: request.applicant.purpose }
      segment: { ageBand: request.age_band }
      label: { from: answer.approved, values: { "true": approve, "false": decline } }
      score: answer.probability
      fallback: { status: 200, body: { approved: null, queue: human } }

  $ tiltmeter proxy check map.yaml --sample request.json --answer answer.json

A request may name its prediction in the header Tiltmeter-Prediction-Id; else the map's id does, else the
answer's own (of generative models), else one is made. Answers carry the header where the id is known
before the body is.

While the system is suspended its calls get the map's fallback, or what --fallback-url answers, or 503 with
Retry-After and application/problem+json. Requests that are no call (GET, HEAD, OPTIONS, record: false) pass.

Private certificate authorities of the target: set NODE_EXTRA_CA_CERTS. There is no TLS towards clients: listen
on loopback beside them, or behind what ends TLS.

Examples:
  $ tiltmeter proxy --target http://127.0.0.1:8000 --system assistant
  $ tiltmeter proxy --target https://api.openai.com --system assistant --listen 0.0.0.0:8080
  $ tiltmeter proxy --target http://127.0.0.1:8080 --map map.yaml --fallback-url http://127.0.0.1:9000

Exit codes:
  0    ended on request
  1    could not start; the reason is on standard error
  2    the command line or the map cannot be used
  130  ended at once by a second signal`;
