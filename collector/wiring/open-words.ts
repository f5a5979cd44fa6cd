import { mkdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { committing, type Door } from "../ledger/committing.ts";
import type { Ledger } from "../ledger/ledger.ts";
import { canonicalJson } from "../tlog/canonical-json.ts";
import { isPseudonym } from "../tlog/pseudonym.ts";
import { isTextCommitment } from "../tlog/text-commitment.ts";
import { type Contents, createContents } from "../words/contents.ts";
import { Credentials } from "../words/credentials.ts";
import { KeyStore } from "../words/key-store.ts";
import { People } from "../words/people.ts";
import { replaceFile } from "../words/replace-file.ts";
import { createSaying, type Saying } from "../words/saying.ts";
import { Texts } from "../words/texts.ts";
import { notingVia } from "./acting-via.ts";

/** What people wrote and who they are, open beside a ledger that has commitments to it. */
export interface Words {
  readonly texts: Texts;
  readonly people: People;
  readonly credentials: Credentials;
  readonly saying: Saying;
  /** Prompts and answers of telemetry, sealed with keys of the same kind. */
  readonly contents: Contents;
  /** For what people do: see `committing`. */
  readonly transact: Door["transact"];
  /** A key with a pseudonym for its name, also where an old entry has the name itself. */
  readonly keyOf: (id: string) => StoredKey | undefined;
  readonly close: () => Promise<void>;
}

type StoredKey = NonNullable<ReturnType<Ledger["state"]["keys"]["get"]>>;

/**
 * Opens the texts and names of a data folder, with their keys in a folder apart.
 *
 * Destroys what an erasure of the ledger says is destroyed, where a crash came between, and texts that no
 * entry speaks of, which a crash before their entry left behind.
 */
export async function openWords(of: {
  readonly folder: string;
  readonly ledger: Ledger;
}): Promise<Words> {
  const { ledger } = of;
  const folder = join(of.folder, "words");
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const keys = await KeyStore.open(join(of.folder, "keys", "subjects"));
  const texts = await Texts.open(join(folder, "texts"), keys);
  const people = await People.open(join(folder, "people"), keys);
  const credentials = await Credentials.open(join(folder, "credentials"), keys);
  const settledFile = join(folder, "settled");

  const erased = [...ledger.state.erased.keys()];
  await texts.erase(erased.filter((name) => texts.about(name)?.isErased === false));
  for (const name of erased.filter(isPseudonym)) {
    await credentials.forget(name);
    await people.forget(name);
  }
  await credentials.sweep({ named: credentialsOf(ledger), size: ledger.size });

  for (const { name } of ledger.state.keys.values()) await people.pseudonymOf(name);

  const settled = await readSettled(settledFile);
  const recent = [...texts.since(settled.bytes)].filter(({ isErased }) => !isErased);
  // A ledger that has fewer entries than it had was put back from a backup: nothing is known of its words.
  if (recent.length > 0 && settled.size <= ledger.size) {
    const spokenOf = await commitmentsFrom(ledger, settled.size);
    const orphans = recent.filter(({ commitment }) => !spokenOf.has(commitment));
    await texts.erase(orphans.map(({ commitment }) => commitment));
  }
  const settle = (): Promise<void> =>
    replaceFile(settledFile, canonicalJson({ bytes: texts.end, size: ledger.size }));
  await settle();

  const door = committing(ledger, {
    put: (spoken) => texts.put(spoken),
    erase: (commitments) => texts.erase(commitments),
  });
  const saying = createSaying({
    textOf: (commitment) => texts.open(commitment)?.text ?? null,
    nameOf: (pseudonym) => people.nameOf(pseudonym),
    isKnown: (commitment) => texts.about(commitment) !== null,
    erased: (name) => ledger.state.erased.get(name),
  });
  return {
    ...{ texts, people, credentials, saying, contents: createContents(keys) },
    transact: notingVia(door.transact),
    keyOf: (id) => {
      const key = ledger.state.keys.get(id);
      return key && { ...key, name: people.known(key.name) ?? key.name };
    },
    close: async () => {
      if (await door.settled()) await settle();
      await texts.close();
      await people.close();
      await credentials.close();
      await keys.close();
    },
  };
}

/** Up to here every text is spoken of by an entry, or erased: neither has to be looked at again. */
interface Settled {
  /** Of the file of texts. */
  readonly bytes: number;
  /** Entries of the ledger. */
  readonly size: number;
}

async function readSettled(path: string): Promise<Settled> {
  try {
    const { bytes, size } = JSON.parse(await readFile(path, "utf8")) as Settled; // this code wrote it
    if (Number.isSafeInteger(bytes) && Number.isSafeInteger(size)) return { bytes, size };
  } catch {
    // Absent or damaged: everything is looked at once more.
  }
  return { bytes: 0, size: 0 };
}

/** Items of the store of credentials that accounts stand on. */
function credentialsOf({ state }: Pick<Ledger, "state">): ReadonlySet<string> {
  return new Set(
    [...state.accounts.values()].flatMap(({ contact, identity, password }) =>
      [contact, identity, password].filter((each) => each !== null),
    ),
  );
}

async function commitmentsFrom(ledger: Ledger, size: number): Promise<ReadonlySet<string>> {
  const found = new Set<string>();
  const visit = (value: unknown): void => {
    if (typeof value === "string") {
      if (isTextCommitment(value)) found.add(value);
    } else if (typeof value === "object" && value !== null) Object.values(value).forEach(visit);
  };
  for await (const { entry } of ledger.entries(size)) visit(entry);
  return found;
}
