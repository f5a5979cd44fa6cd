import { findingInWords } from "@tiltmeter/rules";
import { Command, InvalidArgumentError } from "commander";
import { type Config, loadConfig } from "../config.ts";
import { type CheckedFile, checkFile } from "./control-files.ts";
import { EXIT, type Finish } from "./exit-code.ts";
import type { Running } from "./running.ts";
import { createStopping } from "./stopping.ts";
import type { Terminal } from "./terminal.ts";

interface ServeOptions {
  readonly config?: string;
  readonly data?: string;
  readonly store?: string;
  readonly storeReader?: string;
  readonly host?: string;
  readonly port?: number;
  readonly prices?: string;
}

/** `tiltmeter serve`: the whole collector in one process, until SIGINT or SIGTERM. */
export function serveCommand(terminal: Terminal, finish: Finish): Command {
  return new Command("serve")
    .description("keep telemetry, judge controls, raise nonconformities, show pages; until stopped")
    .option("--config <file>", "configuration, YAML (default: none)")
    .option("--data <folder>", "journal, ledger and embedded engine (default: ./tiltmeter-data)")
    .option(
      "--store <url>",
      "a ClickHouse server, such as http://tiltmeter@localhost:8123 (default: embedded)",
    )
    .option(
      "--store-reader <user>",
      "another user of that server, who may only read (default: the same)",
    )
    .option("--host <host>", "address to listen on; 0.0.0.0 for every one (default: 127.0.0.1)")
    .option("--port <number>", "port to listen on, 0 for a free one (default: 4318)", portNumber)
    .option("--prices <file>", "what hosted models cost, YAML (default: the shipped file)")
    .addHelpText("after", SERVE_HELP)
    .action(async (options: ServeOptions) => {
      const { config: file, ...flags } = options;
      const config = loadConfig({ ...(file !== undefined && { file }), env: terminal.env, flags });
      const stopping = createStopping(terminal);
      // Not at the top: help and `controls check` need no engine, and should not wait for one to load.
      const { startCollector } = await import("./running.ts");
      const running = await startCollector(config, terminal);
      terminal.print(`listening on ${running.url}`);
      const checked = await Promise.all(config.controls.map(checkFile));
      for (const line of welcome(running, config, checked)) terminal.print(line);
      for (const line of warnings(checked)) terminal.complain(line);
      const release = terminal.onHangUp(() => void running.app.reloadControls());
      await stopping.requested;
      release();
      await running.close();
      stopping.done();
      finish(EXIT.ok);
    });
}

/** A port from the command line. Throws commander's own error, which ends as a usage error. */
export function portNumber(text: string): number {
  const port = Number(text);
  if (/^\d+$/.test(text) && port <= 65_535) return port;
  throw new InvalidArgumentError("A port is a whole number from 0 to 65535.");
}

const SERVE_HELP = `
The first line on standard output is "listening on http://HOST:PORT", once ready. The first
start of a data folder prints an admin key and an ingest key, once, with a line to paste.
Logs go to standard error. Options beat TILTMETER_* variables, which beat the file:
TILTMETER_CONFIG, _DATA, _STORE, _HOST, _PORT, _CONTROLS, _LIBRARY, _ROUTES, _PRICES,
_PUBLIC_URL, _BOOTSTRAP_KEY. Passwords of a server are best given as TILTMETER_STORE_PASSWORD and
TILTMETER_STORE_READER_PASSWORD, or in files: the same names with _FILE. More is under store: in
the configuration; tiltmeter store grants prints the users that fit.

Examples:
  $ tiltmeter serve
  $ tiltmeter serve --config tiltmeter.yaml --data /var/lib/tiltmeter
  $ tiltmeter serve --store http://localhost:8123 --host 0.0.0.0
  $ tiltmeter serve --store https://tiltmeter@ch.example.org:8443 --store-reader tiltmeter_pages

Control files are looked at every two seconds, and at once on SIGHUP. They are put in force together
or not at all: where one has an error, those before stay in force, and the log says why.

SIGTERM and SIGINT end it within ten seconds with nothing lost; a second one at once.

Exit codes:
  0    ended on request
  1    could not start or go on; the reason is on standard error
  2    the command line or the configuration cannot be used
  3    the address is taken
  130  ended at once by a second signal, or ten seconds were not enough`;

function welcome(
  { url, app }: Running,
  config: Config,
  checked: readonly CheckedFile[],
): readonly string[] {
  const lines = [
    config.store === null
      ? `data in ${config.data} (journal, ledger, embedded ClickHouse)`
      : `data in ${config.data} (journal, ledger) and in the ClickHouse server at ${config.store.url}${config.store.reader === null ? "" : `, read as ${config.store.reader.name}`}`,
  ];
  if (app.firstKeys !== null) {
    const { admin, ingest } = app.firstKeys;
    // The operator knows a bootstrap key; a log that keeps our output need not.
    const isGiven = admin === config.bootstrapKey;
    lines.push(
      ...keyLines({ admin: isGiven ? "as TILTMETER_BOOTSTRAP_KEY says" : admin, ingest }, url),
    );
  } else {
    const given = config.bootstrapKey === null ? "" : ", and TILTMETER_BOOTSTRAP_KEY";
    lines.push(`keys: those of the first start of this data folder${given}`);
  }
  lines.push(`the ledger is signed by ${app.ledgerKey()}`);
  const link = app.signInUrl(config.publicUrl ?? url);
  // What a first visitor does first is to make an account of their own.
  lines.push(`sign in: ${link}${app.firstKeys === null ? "" : "&next=/account"}`);
  const on = checked.flatMap((each) => each.controls).filter((each) => each.status !== "retired");
  lines.push(
    on.length === 0
      ? "controls: none of your own yet; name control files under `controls` in the configuration, see tiltmeter controls check --help"
      : `controls: ${on.map((each) => (each.status === "enforce" ? each.id : `${each.id} (${each.status})`)).join(", ")}`,
    `library: ${LIBRARY_WORDS[config.library]}`,
  );
  return lines;
}

const LIBRARY_WORDS: Readonly<Record<Config["library"], string>> = {
  shadow:
    "the shipped controls are evaluated and raise nothing; library: enforce in the configuration changes that",
  enforce: "the shipped controls are in force; a control of yours with the same id replaces one",
  off: "off",
};

/** What a control file says well enough to be judged, and probably not as its author meant it. */
function warnings(checked: readonly CheckedFile[]): readonly string[] {
  return checked.flatMap((each) => each.findings).map(findingInWords);
}

function keyLines(
  keys: { readonly admin: string; readonly ingest: string },
  url: string,
): readonly string[] {
  return [
    "",
    "keys, shown this once:",
    `  admin   ${keys.admin}`,
    `  ingest  ${keys.ingest}`,
    "paste where your model runs:",
    `  export TILTMETER_URL=${url} TILTMETER_KEY=${keys.ingest}`,
    "and send a first prediction:",
    `  curl -X POST ${url}/api/v1/predictions -H 'Authorization: Bearer ${keys.ingest}' -H 'Content-Type: application/json' -d '{"system":"my-model","id":"1","model":{"name":"first","version":"1"},"label":"yes","score":0.9}'`,
    "",
  ];
}
