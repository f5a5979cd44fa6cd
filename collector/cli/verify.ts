import { Command } from "commander";
import type { NoteKey } from "../tlog/note-key.ts";
import { OUTCOME_EXIT } from "../verify/finding.ts";
import { NotHeld, readHeldCheckpoints, readHeldKeys } from "../verify/held.ts";
import { NoPackage, openPackage } from "../verify/package-source.ts";
import { isProofFile, proofLines, verifyProofFile } from "../verify/proof-file.ts";
import { reportJson, reportLines } from "../verify/report.ts";
import { verifyPackage } from "../verify/verify-package.ts";
import { attest } from "./attest.ts";
import { EXIT, type Finish } from "./exit-code.ts";
import type { Terminal } from "./terminal.ts";
import { workProgress } from "./work-progress.ts";

interface Flags {
  readonly key: readonly string[];
  readonly checkpoint: readonly string[];
  readonly entry?: string;
  readonly json?: boolean;
}

const collect = (value: string, before: readonly string[]): readonly string[] => [...before, value];

/** `tiltmeter verify`: evidence that was handed over, checked offline. */
export function verifyCommand(terminal: Terminal, finish: Finish): Command {
  return new Command("verify")
    .description(
      "verify an audit package, or a proof, offline; nothing is sent and nothing is changed",
    )
    .argument("<package>", "an audit package (its folder, or its .tar), or a .tlog-proof")
    .option(
      "--key <vkey|file>",
      "the ledger's key as you got it from elsewhere; may be repeated",
      collect,
      [],
    )
    .option("--checkpoint <file>", "a checkpoint that you hold; may be repeated", collect, [])
    .option("--entry <file>", "the entry of a .tlog-proof that does not carry it")
    .option("--json", "print the report as JSON")
    .addHelpText("after", HELP)
    .action(async (path: string, flags: Flags) => {
      try {
        finish(await verify(path, flags, terminal));
      } catch (error) {
        if (!(error instanceof NotHeld || error instanceof NoPackage)) throw error;
        terminal.complain(error.message);
        finish(EXIT.usage);
      }
    });
}

async function verify(path: string, flags: Flags, terminal: Terminal): Promise<number> {
  const held = {
    keys: await readHeldKeys(flags.key),
    checkpoints: await readHeldCheckpoints(flags.checkpoint),
  };
  if (isProofFile(path)) return verifyProof(path, held.keys, flags, terminal);
  const source = await openPackage(path);
  const progress = workProgress(terminal.interactive);
  try {
    const verification = await verifyPackage(source, held, {
      onProgress: progress.update,
      attest,
    });
    progress.stop();
    if (flags.json === true) terminal.print(JSON.stringify(reportJson(verification), null, 2));
    else for (const line of reportLines(verification, path)) terminal.print(line);
    return OUTCOME_EXIT[verification.findings.outcome];
  } finally {
    progress.stop();
    await source.close();
  }
}

async function verifyProof(
  path: string,
  keys: readonly NoteKey[],
  flags: Flags,
  terminal: Terminal,
): Promise<number> {
  const verification = await verifyProofFile(path, { keys, entryFile: flags.entry ?? null });
  const { findings, of } = verification;
  if (flags.json !== true) for (const line of proofLines(verification, path)) terminal.print(line);
  else {
    const { outcome, kept } = findings;
    terminal.print(
      JSON.stringify({ outcome, exit: OUTCOME_EXIT[outcome], findings: kept, proof: of }, null, 2),
    );
  }
  return OUTCOME_EXIT[findings.outcome];
}

const HELP = `
What is checked: every byte of every member against the signed manifest; every ledger entry against the
signed checkpoints; every step of every nonconformity against its life cycle, and the control in force then;
register, dossiers, texts, documents and proofs against the entries.

A package cannot vouch for its own signer. Get the ledger's key from elsewhere (the page Ledger of the
collector, a contract, an earlier audit) and give it with --key. A checkpoint that you kept shows whether
the ledger was rolled back or rewritten since.

Examples:
  $ tiltmeter verify audit-package-2027Q1 --key 'acme.example/ledger+5f3c…+AW…'
  $ tiltmeter verify audit-package-2027Q1.tar --key ledger.vkey --checkpoint kept-in-march.note
  $ tiltmeter verify audit-package-2027Q1 --key ledger.vkey --json | jq .findings
  $ tiltmeter verify nc42.tlog-proof --key ledger.vkey

Without this program: python3 audit-package-2027Q1/verify.py audit-package-2027Q1 --key ledger.vkey

Exit codes:
  0  verified
  1  tampered with or inconsistent; each fault names its member, and entry, line or byte
  2  cannot be verified: the signer is unknown, the format is newer, or the command line is wrong
  3  verified, with gaps that are listed: what was erased, has expired, or was lost`;
