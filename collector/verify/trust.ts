import { type NoteKey, parseVkey } from "../tlog/note-key.ts";
import type { Findings } from "./finding.ts";
import type { KeyChain } from "./key-chain.ts";
import { MANIFEST_PATH, type Manifest } from "./manifest.ts";

/** How the signer of a package stands to the keys that its reader holds. */
export type Trust =
  | { readonly kind: "known" }
  /** The key that is held was replaced by the signer's, in so many rotations that each key signed. */
  | { readonly kind: "succeeded"; readonly rotations: number }
  | { readonly kind: "no_key_held" }
  | { readonly kind: "unknown" };

/** Compares the signer with the keys that are held. Whom it cannot name is a finding. */
export function checkTrust(
  manifest: Manifest,
  keys: KeyChain,
  held: readonly NoteKey[],
  findings: Findings,
): Trust {
  const chain = keys.all;
  const at = { member: MANIFEST_PATH };
  const newest = chain.at(-1)?.vkey;
  if (newest !== undefined && newest !== manifest.signer) {
    findings.fault(at, `is signed by ${manifest.signer}, the ledger's key is ${newest}`);
  }
  if (held.length === 0) {
    findings.add(
      "unknown",
      at,
      `consistent, signer unknown: whose key ${manifest.signer} is, no package can say of itself; get the key from elsewhere and give it with --key`,
    );
    return { kind: "no_key_held" };
  }
  if (held.some((key) => isSame(key, manifest.signer))) return { kind: "known" };
  // From the newest back to a key that is held, as long as each was handed over by the one before.
  for (let i = chain.length - 1; i > 0 && chain[i]?.isSignedByFormer === true; i -= 1) {
    const before = chain[i - 1]?.vkey ?? "";
    if (!held.some((key) => isSame(key, before))) continue;
    return { kind: "succeeded", rotations: chain.length - i };
  }
  findings.add(
    "unknown",
    at,
    `signer unknown: the package is signed by ${manifest.signer}, and the ledger names no rotation from a key that you hold`,
  );
  return { kind: "unknown" };
}

function isSame(key: NoteKey, vkey: string): boolean {
  try {
    const other = parseVkey(vkey);
    return other.name === key.name && Buffer.compare(other.publicKey, key.publicKey) === 0;
  } catch {
    return false;
  }
}
