import { cp, readFile } from "node:fs/promises";
import { join } from "node:path";
import type { LedgerEntry } from "tiltmeter/ledger/entry";
import { Ledger } from "tiltmeter/ledger/ledger";
import { openWords } from "tiltmeter/wiring/open-words";
import { Credentials } from "tiltmeter/words/credentials";
import { KeyStore } from "tiltmeter/words/key-store";
import { expect, test } from "vitest";
import { inTemporaryFolder } from "./in-temporary-folder.ts";

const ADA = "p_aaaaaaaaaaaaaaaa";
const hash = (text: string) => ({ kind: "password", hash: text }) as const;

async function open(folder: string) {
  const ledger = await Ledger.open({ folder: join(folder, "ledger"), now: () => 1 });
  const words = await openWords({ folder, ledger });
  return {
    ...{ ledger, words, credentials: words.credentials },
    /** As a kill leaves it: nothing is tidied up. */
    kill: async (): Promise<void> => {
      await words.texts.close();
      await words.people.close();
      await words.credentials.close();
      await ledger.close();
    },
  };
}
const created = (contact: string): LedgerEntry => ({
  ...{ type: "account_created", atMs: 1, by: "tiltmeter", person: ADA, origin: "first" },
  ...{ role: "admin", systems: null, contact, identity: null },
});
const passwordSet = (password: string): LedgerEntry => ({
  ...{ type: "account_password_set", atMs: 1, by: ADA, person: ADA, password, mustChange: false },
});

test("a kill at any step of a change leaves the password of before or the new one, and never both or none", () =>
  inTemporaryFolder(async (folder) => {
    const first = await open(folder);
    const [contact = "", old = ""] = await first.credentials.put({
      person: ADA,
      credentials: [{ kind: "contact", email: "ada@example.org" }, hash("old")],
      size: first.ledger.size,
    });
    await first.ledger.append([created(contact), passwordSet(old)]);
    await first.kill();
    for (const step of ["stored", "recorded", "replaced"] as const) {
      const copy = `${folder}-${step}`;
      await cp(folder, copy, { recursive: true });
      const dying = await open(copy);
      const [next = ""] = await dying.credentials.put({
        ...{ person: ADA, credentials: [hash("new")], size: dying.ledger.size },
      });
      if (step !== "stored") await dying.ledger.append([passwordSet(next)]);
      if (step === "replaced") await dying.credentials.erase([old]);
      await dying.kill();
      const back = await open(copy);
      const inForce = back.ledger.state.accounts.get(ADA)?.password ?? "";
      expect(back.credentials.get(inForce)).toEqual(hash(step === "stored" ? "old" : "new"));
      const other = inForce === old ? next : old;
      expect(back.credentials.get(other), step).toBeNull();
      expect(back.credentials.get(contact)).toMatchObject({ email: "ada@example.org" });
      await back.kill();
    }
  }));

test("what is erased is not on the disk any more, in the file or under its key", () =>
  inTemporaryFolder(async (folder) => {
    const keys = await KeyStore.open(join(folder, "keys"));
    const file = join(folder, "credentials");
    const credentials = await Credentials.open(file, keys);
    const [id = ""] = await credentials.put({
      ...{ person: ADA, credentials: [hash("of ada")], size: 0 },
    });
    const before = await readFile(file);
    expect(before.toString("latin1")).not.toContain("of ada");
    await credentials.forget(ADA);
    await keys.destroy(ADA);
    expect(credentials.get(id)).toBeNull();
    const after = await readFile(file);
    const head = after.indexOf(id) + id.length;
    expect(after.subarray(head + 64).every((byte) => byte === 0)).toBe(true);
    await credentials.close();
    const again = await Credentials.open(file, keys);
    expect(again.get(id)).toBeNull();
    await again.close();
    await keys.close();
  }));

test("a ledger that was put back from a backup costs no credential of a later one", () =>
  inTemporaryFolder(async (folder) => {
    const keys = await KeyStore.open(join(folder, "keys"));
    const credentials = await Credentials.open(join(folder, "credentials"), keys);
    const [early = "", late = ""] = [
      ...(await credentials.put({ person: ADA, credentials: [hash("early")], size: 3 })),
      ...(await credentials.put({ person: ADA, credentials: [hash("late")], size: 9 })),
    ];
    await credentials.sweep({ named: new Set(), size: 5 });
    expect([credentials.get(early), credentials.get(late)]).toEqual([null, hash("late")]);
    await credentials.close();
    await keys.close();
  }));
