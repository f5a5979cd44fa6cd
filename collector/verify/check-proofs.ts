import { parseTlogProof, provesLeaf } from "../tlog/tlog-proof.ts";
import { type ReadCheckpoint, signatureFault } from "./check-checkpoints.ts";
import type { EntryTree } from "./check-entries.ts";
import type { Findings } from "./finding.ts";
import type { KeyChain } from "./key-chain.ts";
import type { OpenedPackage } from "./opened-package.ts";

type ReadProof = ReturnType<typeof parseTlogProof> & { readonly member: string };

/** Reads the `.tlog-proof` members. What cannot be read is a finding. */
export async function readProofs(
  of: OpenedPackage,
  findings: Findings,
): Promise<readonly ReadProof[]> {
  const proofs: ReadProof[] = [];
  for (const member of of.members("proof")) {
    const bytes = await of.read(member);
    if (bytes === null) continue;
    try {
      proofs.push({ ...parseTlogProof(bytes), member: member.path });
    } catch (error) {
      const says = error instanceof Error ? error.message : String(error);
      findings.fault({ member: member.path }, says);
    }
  }
  return proofs;
}

/** Compares each proof with the entry that it is of, its checkpoint with the entries and the keys. */
export function checkProofs(
  proofs: readonly ReadProof[],
  of: OpenedPackage,
  tree: EntryTree,
  keys: KeyChain,
  findings: Findings,
): void {
  for (const proof of proofs) {
    const at = { member: proof.member, entry: proof.index };
    const leaf = tree.leaves.get(proof.index);
    if (proof.head.origin !== of.manifest.origin) {
      findings.fault(at, `is of the ledger ${JSON.stringify(proof.head.origin)}`);
    }
    if (leaf === undefined) findings.fault(at, `is of entry ${proof.index}, which is not there`);
    else if (!provesLeaf(proof, leaf))
      findings.fault(at, "does not lead from its entry to its root");
    const checkpoint: Pick<ReadCheckpoint, "note"> = { note: proof.checkpoint };
    const fault = signatureFault(checkpoint, keys.at(proof.head.size));
    if (fault !== null) findings.fault(at, fault);
    const root = tree.roots.get(proof.head.size);
    if (root === undefined || Buffer.compare(root, proof.head.root) !== 0) {
      findings.fault(at, "its checkpoint is none of this ledger");
    }
  }
}
