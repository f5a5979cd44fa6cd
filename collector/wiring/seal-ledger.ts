import { printCheckpoint } from "../tlog/checkpoint.ts";
import { proveConsistency, proveInclusion } from "../tlog/proof.ts";
import { printNote, type Signer, signNote } from "../tlog/signed-note.ts";
import { printTlogProof } from "../tlog/tlog-proof.ts";
import type { PackageSigner } from "../verify/package-writer.ts";
import type { RunningLedger } from "./run-ledger.ts";
import type { SealedLedger } from "./write-audit-package.ts";

/**
 * The ledger as it is now, signed, for a package of a period that begins at an instant.
 *
 * The checkpoint before the period is signed now, where the key that signs was in force then already: an
 * older key can sign no more, and then the package begins without one.
 */
export async function sealLedger(
  { ledger, folder, checkpoints, signing, past }: RunningLedger,
  of: { readonly fromMs: number; readonly nowMs: number },
): Promise<SealedLedger> {
  const published = await checkpoints.publish(of.nowMs);
  if (published === null) throw new Error("the ledger has no entry yet: there is nothing to seal");
  const { size } = published.head;
  const signer = signing.signer();
  const end = printNote(published.note);
  const before = Math.min(size, await past.sizeAt(of.fromMs - 1));
  const inForceSince = signedSince(ledger.state.signing?.keys ?? [], signer);
  const isSignable = before > 0 && inForceSince !== null && before > inForceSince && before < size;
  const start = isSignable
    ? printNote(
        await signNote(
          {
            text: printCheckpoint({
              origin: signing.origin,
              size: before,
              root: Buffer.from(await past.rootAt(before), "hex"),
              extensions: [],
            }),
            signatures: [],
          },
          [signer],
        ),
      )
    : null;
  return {
    origin: signing.origin,
    size,
    root: Buffer.from(published.head.root).toString("hex"),
    state: await past.stateAt(size),
    entries: async function* () {
      for await (const each of ledger.entries()) {
        if (each.index >= size) return;
        yield each;
      }
    },
    prove: async (index, extra) => {
      const proof = await proveInclusion({ index, size }, folder.hashes(size));
      return printTlogProof({ extra, index, proof, checkpoint: published.note });
    },
    signer: packageSigner(signer),
    checkpoints: [
      ...(start === null ? [] : [{ note: start, proof: [] }]),
      {
        note: end,
        proof:
          start === null
            ? []
            : await proveConsistency({ from: before, to: size }, folder.hashes(size)),
      },
    ],
    start,
  };
}

/** Index of the entry that brought the signing key; null where the ledger does not name it. */
function signedSince(
  keys: readonly { readonly vkey: string; readonly index: number }[],
  { vkey }: Signer,
): number | null {
  return keys.findLast((each) => each.vkey === vkey)?.index ?? null;
}

function packageSigner(signer: Signer): PackageSigner {
  return {
    vkey: signer.vkey,
    signNote: async (text) => printNote(await signNote({ text, signatures: [] }, [signer])),
  };
}
