import { unlink } from "node:fs/promises";
import { join } from "node:path";
import { signRotation } from "../tlog/key-rotation.ts";
import { isKeyName, type NoteKey, parseVkey } from "../tlog/note-key.ts";
import type { Signer } from "../tlog/signed-note.ts";
import {
  createFileSigner,
  promoteFileSigner,
  readFileSigner,
  SigningKeyUnusable,
} from "./file-signer.ts";
import type { Ledger } from "./ledger.ts";
import type { GovernanceState } from "./state.ts";

/** Who signs the ledger's checkpoints. */
export interface Signing {
  /** Name of the log; the same for its whole life. */
  readonly origin: string;
  readonly signer: () => Signer;
  /** Every key that ever signed, oldest first. */
  readonly keys: () => readonly NoteKey[];
  /**
   * Hands the log over to a new key, which both sign; resolves with its text. The old secret is gone
   * then. A crash in between leaves the old key in use, or the new one.
   */
  readonly rotate: (of: { readonly by: string; readonly nowMs: number }) => Promise<string>;
}

/**
 * Finds the key that the ledger names, or makes the first one. Throws `SigningKeyUnusable` where the
 * ledger names a key that is not there.
 */
export async function openSigning(of: {
  readonly ledger: Ledger;
  /** Folder of the key's file. */
  readonly folder: string;
  /** Wanted origin of a new ledger; null: an opaque one is made up. */
  readonly name: string | null;
  /** Id of a key that is lost for good and may be replaced; null: none is. */
  readonly lostKey: string | null;
  readonly random: (bytes: number) => Uint8Array;
  readonly nowMs: number;
}): Promise<Signing> {
  const { ledger, random } = of;
  const file = join(of.folder, FILE);
  const next = `${file}.next`;
  let signer = await presentSigner();
  let turn: Promise<unknown> = Promise.resolve();

  async function presentSigner(): Promise<Signer> {
    const named = currentKey(ledger.state);
    const found = await readFileSigner(file);
    if (named === null) return introduce(found);
    if (found?.vkey === named) return found;
    // The entry is on the disk, and the file was not yet in its place.
    const handedOver = await readFileSigner(next);
    if (handedOver?.vkey === named) {
      await promoteFileSigner(next, file);
      return handedOver;
    }
    const { id } = parseVkey(named);
    if (of.lostKey !== id) throw missingKey(file, named, found !== null);
    return replaceLost(named);
  }

  /** A key that is there already was made by a first start that did not get further. */
  async function introduce(found: Signer | null): Promise<Signer> {
    const name = of.name ?? `log-${Buffer.from(random(16)).toString("hex")}`;
    if (!isKeyName(name)) {
      throw new SigningKeyUnusable(
        `the ledger's name has no spaces and no plus, got ${JSON.stringify(name)}; set ledger.name`,
      );
    }
    const made = found ?? (await createFileSigner({ file, name, random }));
    await append(made);
    return made;
  }

  async function replaceLost(lost: string): Promise<Signer> {
    const origin = ledger.state.signing?.origin ?? parseVkey(lost).name;
    await unlink(next).catch(() => undefined);
    const made = await createFileSigner({ file: next, name: origin, random });
    await append(made, lost);
    await promoteFileSigner(next, file);
    return made;
  }

  async function append({ vkey }: Signer, lost?: string): Promise<void> {
    const origin = ledger.state.signing?.origin ?? parseVkey(vkey).name;
    const said = { type: "signing_key_introduced", atMs: of.nowMs, by: "tiltmeter" } as const;
    await ledger.append([{ ...said, origin, vkey, ...(lost !== undefined && { lost }) }]);
  }

  async function rotate(said: { readonly by: string; readonly nowMs: number }): Promise<string> {
    const from = signer;
    const { by, nowMs: atMs } = said;
    // One that is left over was never handed anything.
    await unlink(next).catch(() => undefined);
    const to = await createFileSigner({ file: next, name: origin(), random });
    const note = await signRotation({ origin: origin(), atMs }, { from, to });
    await ledger.append([
      { type: "signing_key_rotated", atMs, by, from: from.vkey, to: to.vkey, note },
    ]);
    signer = to;
    await promoteFileSigner(next, file);
    return to.vkey;
  }

  const origin = (): string => ledger.state.signing?.origin ?? parseVkey(signer.vkey).name;
  return {
    origin: origin(),
    signer: () => signer,
    keys: () => (ledger.state.signing?.keys ?? []).map(({ vkey }) => parseVkey(vkey)),
    rotate: (said) => {
      const made = turn.then(() => rotate(said));
      turn = made.catch(() => undefined);
      return made;
    },
  };
}

function currentKey(state: GovernanceState): string | null {
  return state.signing?.keys.at(-1)?.vkey ?? null;
}

function missingKey(file: string, named: string, isOther: boolean): SigningKeyUnusable {
  const { id } = parseVkey(named);
  const found = isOther ? `${file} holds another` : `${file} is not there`;
  return new SigningKeyUnusable(
    `the ledger is signed by the key ${id}, and ${found}; restore the file from a backup of the data folder, or, where the key is lost for good, set ledger.lost_key to ${id}: a new key then takes over, and whoever verifies is told that the old one did not sign that`,
  );
}

const FILE = "signing.key";
