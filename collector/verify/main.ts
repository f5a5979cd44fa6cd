import { parseArgs } from "node:util";
import { OUTCOME_EXIT } from "./finding.ts";
import { NotHeld, readHeldCheckpoints, readHeldKeys } from "./held.ts";
import { NoPackage, openPackage } from "./package-source.ts";
import { reportJson, reportLines } from "./report.ts";
import { verifyPackage } from "./verify-package.ts";

/** The verifier by itself, as every package carries it: `node verify.mjs PACKAGE --key VKEY`. */
async function main(args: readonly string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      key: { type: "string", multiple: true, default: [] },
      checkpoint: { type: "string", multiple: true, default: [] },
      json: { type: "boolean", default: false },
      help: { type: "boolean", short: "h", default: false },
    },
  });
  const [path, ...more] = positionals;
  if (values.help || path === undefined || more.length > 0) {
    console.log(HELP);
    return values.help ? 0 : OUTCOME_EXIT.unverifiable;
  }
  const keys = await readHeldKeys(values.key);
  const checkpoints = await readHeldCheckpoints(values.checkpoint);
  const source = await openPackage(path);
  try {
    const verification = await verifyPackage(source, { keys, checkpoints });
    if (values.json) console.log(JSON.stringify(reportJson(verification), null, 2));
    else console.log(reportLines(verification, path).join("\n"));
    return OUTCOME_EXIT[verification.findings.outcome];
  } finally {
    await source.close();
  }
}

const HELP = `Verifies an audit package offline.

  node verify.mjs PACKAGE [--key VKEY|FILE]... [--checkpoint FILE]... [--json]

PACKAGE is the folder that holds 01-manifest.json, or its .tar. --key is the ledger's key as you got it
from elsewhere: no package can vouch for its own signer. --checkpoint is a signed checkpoint that you kept.

Ends with 0: verified; 1: tampered with or inconsistent; 2: cannot be verified; 3: verified, with gaps.`;

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  const isUsage = error instanceof NotHeld || error instanceof NoPackage;
  const isArgs = error instanceof TypeError && "code" in error;
  console.error(isUsage || isArgs ? error.message : error);
  process.exitCode = OUTCOME_EXIT.unverifiable;
}
