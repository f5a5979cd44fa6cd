import { generateKeyPairSync, type KeyObject, sign } from "node:crypto";
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  decideAction,
  type Nonconformity,
  nextStates,
  type RecordEvent,
  type Refused,
  transition,
} from "@tiltmeter/rules";
import { openControls } from "tiltmeter/acts/controls";
import type { LedgerEntry } from "tiltmeter/ledger/entry";
import { fold } from "tiltmeter/ledger/fold";
import type { Ledger } from "tiltmeter/ledger/ledger";
import { spokenTexts, withCommitments } from "tiltmeter/ledger/spoken";
import { EMPTY_STATE } from "tiltmeter/ledger/state";
import { canonicalJson } from "tiltmeter/tlog/canonical-json";
import { printCheckpoint } from "tiltmeter/tlog/checkpoint";
import { signRotation } from "tiltmeter/tlog/key-rotation";
import { EMPTY_TREE, grow, leafHash, type MerkleTree, rootHash } from "tiltmeter/tlog/merkle";
import { noteKey, printVkey } from "tiltmeter/tlog/note-key";
import { proveConsistency, proveInclusion } from "tiltmeter/tlog/proof";
import { newPseudonym } from "tiltmeter/tlog/pseudonym";
import { parseNote, printNote, type Signer, signNote } from "tiltmeter/tlog/signed-note";
import { printTlogProof } from "tiltmeter/tlog/tlog-proof";
import type { ReadHashes } from "tiltmeter/tlog/tree-node";
import {
  addCheckpoints,
  addDocument,
  addEntries,
  addTexts,
  dossierBytes,
} from "tiltmeter/verify/ledger-members";
import { openPackageWriter, type PackageWriter } from "tiltmeter/verify/package-writer";
import { KeyStore } from "tiltmeter/words/key-store";
import { Texts } from "tiltmeter/words/texts";
import { HOUR, hash, inHouse, living, predictions, START } from "../evaluator/house.ts";

export const ORIGIN = "acme.example/ledger";

/** Two controls, as their owner writes them. */
const FILE = `version: 1
set: lending
owner: lending-team
controls:
  - id: errors
    title: Errors stay rare
    requirement: At most one prediction in ten shall fail.
    clauses: { iso42001: ["9.1", "A.6.2.6"] }
    severity: high
    measure: error_rate
    by: [system, model_version]
    window: 1h
    every: 1h
    min_sample: 10
    limit: { max: 10% }
    recover: { for: 1h }
    then: [{ raise: nonconformity }]
  - id: many-errors
    title: Errors are no majority
    requirement: At most one prediction in two shall fail.
    severity: low
    measure: error_rate
    window: 1h
    every: 1h
    min_sample: 10
    limit: { max: 50% }
    then: [{ raise: nonconformity }]
`;

/** An Ed25519 key of a log, in memory. */
export function newSigner(name: string = ORIGIN): Signer {
  const { publicKey, privateKey } = generateKeyPairSync("ed25519");
  const vkey = printVkey(noteKey({ name, type: 1, publicKey: rawKey(publicKey) }));
  return { vkey, sign: (bytes) => Promise.resolve(sign(null, bytes, privateKey)) };
}

function rawKey(publicKey: KeyObject): Uint8Array {
  return Buffer.from(String(publicKey.export({ format: "jwk" })["x"]), "base64url");
}

export async function signedText(text: string, signer: Signer): Promise<string> {
  return printNote(await signNote({ text, signatures: [] }, [signer]));
}

/** A ledger that was lived in, with everything that a package of it is made from. */
export interface Governed {
  readonly entries: readonly LedgerEntry[];
  readonly documents: ReadonlyMap<string, unknown>;
  readonly texts: readonly { commitment: string; salt: Uint8Array; text: string }[];
  readonly records: ReadonlyMap<string, Nonconformity>;
  /** Signed notes in the order of their sizes. */
  readonly checkpoints: readonly { readonly size: number; readonly note: string }[];
  /** The first key, and that which replaced it. */
  readonly keys: readonly [Signer, Signer];
}

/**
 * Lives six hours of a monitored system: controls from a file, judged by the evaluator, records raised by it and
 * worked to the end by people, a key rotated, a text erased. All parts are the real ones.
 */
export async function govern(): Promise<Governed> {
  const keys = [newSigner(), newSigner()] as const;
  const records = [0.02, 0.3, 0.7, 0.02, 0.02, 0.02].flatMap((failed, hour) =>
    predictions({ hour, failed }),
  );
  let governed: Governed | undefined;
  await inHouse({ records }, async (house) => {
    const file = join(house.folder, "controls.yaml");
    await writeFile(file, FILE);
    await living(house, async ({ ledger, content, evaluator }) => {
      const checkpoints: { size: number; note: string }[] = [];
      const check = async (signer: Signer): Promise<void> => {
        const root = Buffer.from(ledger.root, "hex");
        const text = printCheckpoint({ origin: ORIGIN, size: ledger.size, root, extensions: [] });
        checkpoints.push({ size: ledger.size, note: await signedText(text, signer) });
      };
      await ledger.append([
        {
          type: "signing_key_introduced",
          atMs: START,
          by: "tiltmeter",
          origin: ORIGIN,
          vkey: keys[0].vkey,
        },
      ]);
      const controls = await openControls([file], {
        now: () => START,
        hash,
        content: { get: (digest) => content.get(digest), put: (value) => content.put(value) },
        state: () => ledger.state,
        transact: (decide) => ledger.transact(decide),
      });
      house.controls = controls.controls();
      await check(keys[0]);
      for (const hour of [1, 2, 3, 4]) await evaluator.tick(START + hour * HOUR);
      await check(keys[0]);
      const subjects = await KeyStore.open(join(house.folder, "subjects"));
      const texts = await Texts.open(join(house.folder, "texts"), subjects);
      const people = peopleOf(ledger, texts);
      await people.move("NC-2026-0001", "assessing", { owner: "Ada" });
      await people.move("NC-2026-0002", "dismissed", {}, "the same errors as NC-2026-0001");
      const [from, to] = keys;
      const atMs = START + 4 * HOUR;
      const note = await signRotation({ origin: ORIGIN, atMs }, { from, to });
      await ledger.append([
        { type: "signing_key_rotated", atMs, by: "tiltmeter", from: from.vkey, to: to.vkey, note },
      ]);
      await check(to);
      for (const hour of [5, 6]) await evaluator.tick(START + hour * HOUR);
      await people.finish("NC-2026-0001");
      const [erased = ""] = [...texts.all()].map(({ commitment }) => commitment);
      const gone = await texts.erase([erased]);
      await ledger.append([
        {
          ...{ type: "subject_erased", atMs, by: "tiltmeter", request: "R-1", basis: "gdpr-17" },
          ...{ reason: erased, texts: [erased], people: [], rows: [], keys: gone },
        },
      ]);
      await check(to);
      const entries: LedgerEntry[] = [];
      for await (const { entry } of ledger.entries()) entries.push(entry);
      const documents = new Map<string, unknown>();
      for (const name of await readdir(join(house.folder, "content"))) {
        const digest = name.replace(".json", "");
        documents.set(digest, await content.get(digest));
      }
      const kept = [...texts.all()].flatMap(({ commitment }) => {
        const opened = texts.open(commitment);
        return opened === null ? [] : [{ commitment, ...opened, salt: Buffer.from(opened.salt) }];
      });
      const { nonconformities } = ledger.state;
      governed = { entries, documents, texts: kept, records: nonconformities, checkpoints, keys };
      await texts.close();
      await subjects.close();
    });
  });
  if (governed === undefined) throw new Error("nothing was governed");
  return governed;
}

/** People who work records: what they write becomes commitments, whom they name pseudonyms. */
function peopleOf(ledger: Ledger, texts: Texts) {
  const names = new Map<string, string>();
  const pseudonym = (name: string): string => {
    const known = names.get(name) ?? newPseudonym();
    names.set(name, known);
    return known;
  };
  let atMs = START + 4 * HOUR;
  /** Decides over the record as it stands, and appends what was decided with its words committed. */
  const decide = async (
    id: string,
    by: (record: Nonconformity) => Refused | { readonly event: RecordEvent },
  ): Promise<void> => {
    const record = ledger.state.nonconformities.get(id);
    if (record === undefined) throw new Error(`${id} was not raised`);
    atMs += 60_000;
    const decided = by(record);
    if (!("event" in decided)) throw new Error(`${id}: ${decided.reason}`);
    const entry = { ...decided.event, id } as LedgerEntry; // of a kind that people make
    const spoken = spokenTexts(entry);
    const commitments = await texts.put(spoken);
    const known = new Map(spoken.map(({ text }, i) => [text, commitments[i] ?? ""]));
    await ledger.append([withCommitments(entry, ({ text }) => known.get(text) ?? "")]);
  };
  const move = (
    id: string,
    to: Nonconformity["state"],
    fields: Readonly<Record<string, string>>,
    reason = "",
    who = "Ada",
  ): Promise<void> =>
    decide(id, (record) => {
      const asked = nextStates(record).find((each) => each.to === to)?.fields ?? [];
      const answers = Object.entries(fields).map(([name, value]) => {
        const isPerson = asked.find((field) => field.name === name)?.kind === "person";
        return [name, isPerson ? pseudonym(value) : value];
      });
      const command = { to, by: pseudonym(who), fields: Object.fromEntries(answers), reason };
      return transition(record, command, atMs);
    });
  /** One action, planned and done by Ada; what telemetry says of it is what the machine would record. */
  const act = async (id: string): Promise<void> => {
    const by = pseudonym("Ada");
    const due = "2027-01-31";
    const plan = { act: "plan", action: "", by, reason: "" } as const;
    const fields = { what: "retry what failed", owner: by, due };
    await decide(id, (record) => decideAction(record, { ...plan, fields }, atMs));
    const done = { act: "done", action: "A1", by, reason: "" } as const;
    const evidence = { evidence: "release 7" };
    await decide(id, (record) => decideAction(record, { ...done, fields: evidence }, atMs));
    const stamp = { atMs, by: "tiltmeter", id };
    const statement = "people judge by the criterion that they wrote down";
    const planned = { kind: "unmeasured", cycle: 1, plannedMs: atMs, statement } as const;
    await ledger.append([
      { ...stamp, type: "effectiveness_planned", plan: { ...planned, reason: "too few windows" } },
    ]);
  };
  /** Goes the main way to the end, answering whatever is asked; Grace reviews what Ada did. */
  const finish = async (id: string): Promise<void> => {
    for (;;) {
      const record = ledger.state.nonconformities.get(id);
      const next = record === undefined ? undefined : nextStates(record)[0];
      if (record === undefined || next === undefined || record.state === "closed") return;
      if (next.to === "verifying") await act(id);
      const fields = next.fields
        .filter(({ required }) => required)
        .map(({ name, kind, options }) => [name, options?.[0] ?? answer(name, kind)]);
      const reason = next.reasonRequired ? "it is time" : "";
      await move(id, next.to, Object.fromEntries(fields), reason, "Grace");
    }
  };
  return { move, finish };
}

function answer(name: string, kind: string): string {
  if (kind === "person") return "Ada";
  if (kind === "date") return "2027-01-31";
  if (kind === "instant") return "2026-11-23T09:00:00Z";
  return `${name}, as it was found`;
}

/** Adds what a package of a governed ledger holds. */
export async function fill(
  writer: PackageWriter,
  of: Governed,
  entries: readonly unknown[] = of.entries,
): Promise<void> {
  const read = hashesOf(entries);
  const size = await addEntries(writer, entries);
  let before = 0;
  const checkpoints: { note: string; proof: readonly Uint8Array[] }[] = [];
  for (const { size: to, note } of of.checkpoints) {
    const proof = before === 0 ? [] : await proveConsistency({ from: before, to }, read);
    checkpoints.push({ note, proof });
    before = to;
  }
  await addCheckpoints(writer, checkpoints);
  const written = canonicalJson(entries);
  await addTexts(
    writer,
    of.texts.filter(({ commitment }) => written.includes(commitment)),
  );
  for (const [digest, value] of of.documents) await addDocument(writer, digest, value);
  const columns = ["id", "state", "severity", "control", "system", "raised_at", "statement"];
  const rows = [...of.records.values()].map((record) =>
    [
      ...[record.id, record.state, record.severity, record.control, record.system],
      new Date(record.raisedMs).toISOString(),
      `"${record.statement.replaceAll('"', '""')}"`,
    ].join(","),
  );
  const csv = `${[columns.join(","), ...rows].join("\r\n")}\r\n`;
  await writer.add("05-nonconformities/register.csv", csv, "register");
  for (const record of of.records.values()) {
    const own = entries
      .map((entry, index) => ({ index, entry }))
      .filter(({ entry }) => isAbout(entry, record.id));
    const { id, state, severity, owner, control, controlRevision, raisedMs, evidence } = record;
    const claims = { id, state, severity, owner, control, controlRevision, raisedMs, evidence };
    const dossier = dossierBytes({ id, size, record: claims, entries: own });
    await writer.add(`05-nonconformities/${id}/dossier.json`, dossier, "dossier");
    const index = own[0]?.index ?? 0;
    const last = of.checkpoints.at(-1)?.note ?? "";
    const proof = printTlogProof({
      extra: null,
      index,
      proof: await proveInclusion({ index, size: before }, read),
      checkpoint: parseNote(Buffer.from(last)),
    });
    await writer.add(`05-nonconformities/${id}/raised.tlog-proof`, proof, "proof");
  }
  await writer.add("00-README.md", "# What this is\n", "reading");
}

/**
 * The same ledger with other entries, as whoever holds its keys could write it: every checkpoint is signed
 * anew, at its size or at the end.
 */
export async function resealed(of: Governed, entries: readonly unknown[]): Promise<Governed> {
  const checkpoints: { size: number; note: string }[] = [];
  const rotated = entries.findIndex((entry) =>
    JSON.stringify(entry).includes('"signing_key_rotated"'),
  );
  for (const [i, before] of of.checkpoints.entries()) {
    const isLast = i === of.checkpoints.length - 1;
    const size = isLast ? entries.length : Math.min(before.size, entries.length);
    const tree = entries
      .slice(0, size)
      .reduce<MerkleTree>(
        (grown, entry) => grow(grown, leafHash(Buffer.from(canonicalJson(entry)))),
        EMPTY_TREE,
      );
    const text = printCheckpoint({ origin: ORIGIN, size, root: rootHash(tree), extensions: [] });
    const signer = rotated !== -1 && size > rotated ? of.keys[1] : of.keys[0];
    checkpoints.push({ size, note: await signedText(text, signer) });
  }
  const sealed = entries as readonly LedgerEntry[]; // what a liar calls entries
  return { ...of, entries: sealed, checkpoints, records: recordsOf(sealed) ?? of.records };
}

/** The records that entries come to; null where no ledger could have taken them. */
function recordsOf(entries: readonly LedgerEntry[]): ReadonlyMap<string, Nonconformity> | null {
  try {
    return fold(EMPTY_STATE, entries).nonconformities;
  } catch {
    return null;
  }
}

/** Writes the package of a governed ledger; `signer` absent: the ledger's key. */
export async function writePackage(
  target: string,
  of: Governed,
  signer: Signer = of.keys[1],
): Promise<void> {
  const writer = await openPackageWriter(target);
  await fill(writer, of);
  await finish(writer, of, signer);
}

/** Signs what was filled. */
export async function finish(
  writer: PackageWriter,
  of: Governed,
  signer: Signer = of.keys[1],
): Promise<void> {
  await writer.finish(
    {
      origin: ORIGIN,
      generator: "tiltmeter test",
      createdMs: START + 7 * HOUR,
      period: { fromMs: START, toMs: START + 7 * HOUR },
      checkpoints: { start: null, end: of.checkpoints.at(-1)?.note ?? "" },
    },
    { vkey: signer.vkey, signNote: (text) => signedText(text, signer) },
  );
}

/** Every file of a folder, by its path. */
export async function membersOf(folder: string): Promise<Map<string, Uint8Array>> {
  const members = new Map<string, Uint8Array>();
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    members.set(path.slice(folder.length + 1), await readFile(path));
  }
  return members;
}

export async function inTemporaryFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), "tiltmeter-verify-"));
  try {
    return await work(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** The hashes of the tree over entries, computed anew for each that is asked for. */
function hashesOf(entries: readonly unknown[]): ReadHashes {
  const leaves = entries.map((entry) => leafHash(Buffer.from(canonicalJson(entry))));
  return (nodes) =>
    Promise.resolve(
      nodes.map(({ level, index }) => {
        const [from, to] = [index * 2 ** level, (index + 1) * 2 ** level];
        const tree = leaves.slice(from, to).reduce<MerkleTree>(grow, EMPTY_TREE);
        return rootHash(tree);
      }),
    );
}

function isAbout(entry: unknown, id: string): boolean {
  const { id: of, record } = entry as { id?: unknown; record?: { id?: unknown } }; // an entry
  return of === id || record?.id === id;
}
