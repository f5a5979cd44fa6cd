import { existsSync } from "node:fs";
import { copyFile, mkdir, mkdtemp, rename, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, dirname, join, resolve } from "node:path";
import { Command, InvalidArgumentError } from "commander";
import { ConfigError } from "../config.ts";
import { instantMs } from "../http/query.ts";
import { type CollectorAddress, collectorAddress } from "./collector-api.ts";
import { EXIT, type Finish } from "./exit-code.ts";
import { type AskedExport, type DoneExport, fetchFile, makeExport } from "./exports-api.ts";
import { createStopping } from "./stopping.ts";
import type { Terminal } from "./terminal.ts";
import { unpackPackage } from "./unpack-package.ts";
import { workProgress } from "./work-progress.ts";

interface Flags {
  readonly url?: string;
  readonly key?: string;
  readonly from: string;
  readonly to: string;
  readonly system: readonly string[];
  readonly sample?: number;
  readonly seed?: string;
  readonly out: string;
}

/** `tiltmeter export audit | register | oscal`: what compliance hands over. */
export function exportCommand(terminal: Terminal, finish: Finish): Command {
  const command = new Command("export").description(
    "what compliance hands over: the audit package, the register, OSCAL",
  );
  for (const { name, about, out, help } of PARTS) {
    const part = new Command(name)
      .description(about)
      .requiredOption("--from <date>", "first day of the period, such as 2027-01-01", time)
      .requiredOption("--to <date>", "end of the period, which is not part of it", time)
      .requiredOption("-o, --out <path>", out)
      .option("--url <url>", "the collector (default: TILTMETER_URL, or http://127.0.0.1:4318)")
      .option("--key <key>", "a key of auditor, compliance or admin (default: TILTMETER_KEY)")
      .option("--system <id>", "of this system alone; may be repeated", collected, []);
    if (name === "audit") {
      part
        .option("--sample <n>", "draw so many predictions of the period", whole)
        .option("--seed <text>", "what draws them: the auditor's own words or number");
    }
    part.addHelpText("after", help).action(async (flags: Flags) => {
      await run(name, flags, terminal);
      finish(EXIT.ok);
    });
    command.addCommand(part);
  }
  return command.addHelpText("after", HELP);
}

async function run(kind: AskedExport["kind"], flags: Flags, terminal: Terminal): Promise<void> {
  const { from, to, out } = flags;
  if ((flags.sample === undefined) !== (flags.seed === undefined)) {
    throw new ConfigError("--sample and --seed go together: the auditor says both");
  }
  if ((instantMs(from) ?? 0) >= (instantMs(to) ?? 0)) {
    throw new ConfigError(`--from must be earlier than --to, got ${from} and ${to}`);
  }
  if (existsSync(out)) {
    throw new ConfigError(`${out} exists already; nothing is written over: name another`);
  }
  const address = collectorAddress(flags, terminal.env);
  const { sample: count, seed } = flags;
  const stopping = createStopping(terminal);
  const stop = new AbortController();
  void stopping.requested.then(() => stop.abort());
  const progress = workProgress(terminal.interactive);
  try {
    const done = await makeExport(
      address,
      {
        ...{ kind, from, to },
        systems: flags.system.length === 0 ? null : flags.system,
        sample: count === undefined || seed === undefined ? null : { count, seed },
      },
      { progress: progress.update, stop: stop.signal },
    );
    progress.stop();
    await put(kind, done, { address, out });
    terminal.print(out);
    terminal.complain(`digest ${done.digest}, which the ledger has, too`);
    for (const each of done.missing) terminal.complain(`not in it: ${each}`);
    if (kind === "audit") {
      terminal.complain(`verify it with: tiltmeter verify ${out} --key KEY`);
    }
  } finally {
    progress.stop();
    stopping.done();
  }
}

/** Brings what was made to where it is wanted: whole, or not at all. */
async function put(
  kind: AskedExport["kind"],
  done: DoneExport,
  to: { readonly address: CollectorAddress; readonly out: string },
): Promise<void> {
  const { address, out } = to;
  const target = resolve(out);
  await mkdir(dirname(target), { recursive: true });
  // Beside the target, so that a rename is all that is left; a package is unpacked from elsewhere.
  const isFolder = kind !== "register" && !out.endsWith(".tar");
  const near = await mkdtemp(
    kind === "audit"
      ? join(tmpdir(), "tiltmeter-export-")
      : join(dirname(target), `.${basename(target)}.`),
  );
  try {
    const wanted = kind === "register" ? [fileFor(out, done)] : done.files;
    for (const file of wanted) {
      await fetchFile(address, { id: done.id, file, to: join(near, file.name) });
    }
    const [first] = wanted;
    if (first === undefined) throw new Error("the collector made no file");
    if (kind === "audit" && isFolder) await unpackPackage(join(near, first.name), target);
    else if (kind === "audit") await copyFile(join(near, first.name), target);
    else if (kind === "register") await rename(join(near, first.name), target);
    else await rename(near, target);
  } finally {
    await rm(near, { recursive: true, force: true });
  }
}

/** The register as the name of the file asks for it. */
function fileFor(out: string, { files }: DoneExport): DoneExport["files"][number] {
  const end = out.endsWith(".jsonl") ? ".jsonl" : ".csv";
  const found = files.find(({ name }) => name.endsWith(end));
  if (found === undefined) throw new Error(`the collector made no ${end} file`);
  return found;
}

function time(text: string): string {
  if (instantMs(text) !== null) return text;
  throw new InvalidArgumentError(
    "must be a date such as 2027-01-01, or an instant with a time zone",
  );
}

function whole(text: string): number {
  const count = Number(text);
  if (Number.isInteger(count) && count >= 1 && count <= 10_000) return count;
  throw new InvalidArgumentError("must be a whole number from 1 to 10000");
}

function collected(value: string, before: readonly string[]): readonly string[] {
  return [...before, value];
}

const EXITS = `
Exit codes:
  0  done
  1  the collector refused, does not answer, or failed
  2  the command line cannot be understood`;

const HELP = `
A running collector makes it; the key is one of an auditor, compliance or an administrator. Each export is an
entry of the ledger, with the digest that names its bytes. Nothing is written over, and nothing half.

Examples:
  $ tiltmeter export audit --from 2027-01-01 --to 2027-04-01 -o audit-package-2027Q1
  $ tiltmeter export register --from 2027-01-01 --to 2027-04-01 -o register.csv
  $ tiltmeter export oscal --from 2027-01-01 --to 2027-04-01 -o oscal`;

const PARTS: readonly {
  readonly name: AskedExport["kind"];
  readonly about: string;
  readonly out: string;
  readonly help: string;
}[] = [
  {
    name: "audit",
    about: "the audit package of a period: everything an auditor is handed, verifiable offline",
    out: "where: a folder that is not there yet, or a file NAME.tar",
    help: `
In it: scope, controls over time and which clauses they evidence, what ran and what was missed, every
nonconformity with its dossier (PDF and JSON), oversight, incidents, suppliers, management reviews, the ledger
with its proofs, a sample, OSCAL. Each part says what it does not cover. No inputs, prompts or texts of
decisions are in it.

The sample is drawn without choice: the predictions whose SHA-256 of SEED:SYSTEM:ID is smallest.

Examples:
  $ tiltmeter export audit --from 2027-01-01 --to 2027-04-01 -o audit-package-2027Q1
  $ tiltmeter export audit --from 2027-01-01 --to 2027-04-01 --system credit --sample 60 --seed 4711 -o credit.tar
  $ tiltmeter verify audit-package-2027Q1 --key ledger.vkey
${EXITS}`,
  },
  {
    name: "register",
    about: "the register of nonconformities as a table",
    out: "where: NAME.csv, or NAME.jsonl for JSON lines",
    help: `
One line for every record that there ever was; in_period says which of them the period touches. The CSV is
RFC 4180 in UTF-8, and what a spreadsheet would take for a formula has an apostrophe before it.

Examples:
  $ tiltmeter export register --from 2027-01-01 --to 2027-04-01 -o register.csv
  $ tiltmeter export register --from 2027-01-01 --to 2027-04-01 -o register.jsonl
${EXITS}`,
  },
  {
    name: "oscal",
    about: "plan, results, plan of action and mapping as OSCAL 1.2.2 (JSON)",
    out: "where: a folder that is not there yet",
    help: `
ap.json, ar.json, poam.json (where there are records) and mapping.json (where controls cite clauses).

Examples:
  $ tiltmeter export oscal --from 2027-01-01 --to 2027-04-01 -o oscal
${EXITS}`,
  },
];
