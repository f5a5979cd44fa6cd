import { createHash } from "node:crypto";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { canonicalJson } from "tiltmeter/tlog/canonical-json";
import { parseVkey } from "tiltmeter/tlog/note-key";
import type { Signer } from "tiltmeter/tlog/signed-note";
import { readHeldCheckpoint } from "tiltmeter/verify/check-checkpoints";
import type { Findings } from "tiltmeter/verify/finding";
import { manifestBytes, manifestStatement, parseManifest } from "tiltmeter/verify/manifest";
import { packageInMemory } from "tiltmeter/verify/package-source";
import { reportLines } from "tiltmeter/verify/report";
import { type Held, verifyPackage } from "tiltmeter/verify/verify-package";
import { beforeAll, expect, test } from "vitest";
import {
  type Governed,
  govern,
  inTemporaryFolder,
  membersOf,
  newSigner,
  resealed,
  signedText,
  writePackage,
} from "./governed.ts";
import { chance, type Members, mutate } from "./mutate.ts";
import { unpack, verifyInPython, verifyManyInPython, whyNoPython } from "./second-verifier.ts";

let governed: Governed;
let members: Members;
const noPython = whyNoPython();

beforeAll(async () => {
  governed = await govern();
  members = await packed(governed);
});

/** The members of a package of a ledger, signed by its key or by another. */
function packed(of: Governed, signer?: Signer): Promise<Members> {
  return inTemporaryFolder(async (folder) => {
    await writePackage(join(folder, "p"), of, signer);
    return membersOf(join(folder, "p"));
  });
}

/** What this verifier and the second one end with, which must be the same. */
async function outcomes(
  of: Members,
  held: { keys?: readonly string[]; checkpoints?: readonly string[] } = {
    keys: [governed.keys[1].vkey],
  },
): Promise<Findings> {
  const { keys = [], checkpoints = [] } = held;
  const own: Held = {
    keys: keys.map(parseVkey),
    checkpoints: checkpoints.map((note, i) => readHeldCheckpoint(Buffer.from(note), `held-${i}`)),
  };
  const { findings } = await verifyPackage(packageInMemory(of), own);
  if (noPython === null) {
    await inTemporaryFolder(async (folder) => {
      await unpack(of, join(folder, "p"));
      const args = keys.flatMap((key) => ["--key", key]);
      for (const [i, note] of checkpoints.entries()) {
        await writeFile(join(folder, `held-${i}`), note);
        args.push("--checkpoint", join(folder, `held-${i}`));
      }
      const second = await verifyInPython(join(folder, "p"), args);
      const exit = { verified: 0, tampered: 1, unverifiable: 2, verified_with_gaps: 3 };
      expect([second.exit, second.findings]).toEqual([exit[findings.outcome], expect.anything()]);
      // Both name the same members, however they say it.
      const places = (each: readonly { kind: string; place: { member: string } }[], of: string) =>
        new Set(
          each
            .filter(({ kind }) => kind === of)
            .map(({ place }) => place.member.replace(`${folder}/`, "")),
        );
      expect(places(second.findings, "fault")).toEqual(places(findings.kept, "fault"));
    });
  }
  return findings;
}

/** The package as whoever holds its key could hand it over with a member changed. */
async function resigned(path: string, change: (bytes: Buffer) => Uint8Array): Promise<Members> {
  const changed = change(Buffer.from(members.get(path) ?? []));
  const manifest = parseManifest(members.get("01-manifest.json") ?? Buffer.of());
  const sha256 = sha256Of(changed);
  const bytes = manifestBytes({
    ...manifest,
    members: manifest.members.map((member) =>
      member.path === path ? { ...member, bytes: changed.length, sha256 } : member,
    ),
  });
  const statement = manifestStatement(manifest.origin, sha256Of(bytes));
  const note = Buffer.from(await signedText(statement, governed.keys[1]));
  return new Map([
    ...members,
    [path, changed],
    ["01-manifest.json", bytes],
    ["01-manifest.note", note],
  ] as const);
}

const sha256Of = (bytes: Uint8Array): string => createHash("sha256").update(bytes).digest("hex");

const says = (findings: Findings): string => findings.kept.map((each) => each.says).join("\n");

test.skipIf(noPython !== null)(
  `300 mutations end with 1 in the second verifier, and it names their members${noPython === null ? "" : ` (skipped: ${noPython})`}`,
  () =>
    inTemporaryFolder(async (folder) => {
      const random = chance(7);
      const mutations = Array.from({ length: 400 }, () => mutate(members, random))
        .flatMap((each) => each ?? [])
        .slice(0, 300);
      const paths = mutations.map((_, n) => join(folder, String(n)));
      for (const [n, mutation] of mutations.entries()) {
        await unpack(mutation.members, paths[n] ?? "");
      }
      const verdicts = verifyManyInPython(paths, governed.keys[1].vkey);
      for (const [n, { kind, touched }] of mutations.entries()) {
        const { exit, findings = [] } = verdicts[n] ?? {};
        const isNamed = findings.some(
          (each) => each.kind === "fault" && touched.includes(each.place.member),
        );
        expect([n, kind, touched[0], exit, isNamed]).toEqual([n, kind, touched[0], 1, true]);
      }
    }),
);

test("a package is verified, with the text that was erased as its only gap", async () => {
  const findings = await outcomes(members);
  expect(findings.outcome).toBe("verified_with_gaps");
  expect(findings.kept.map(({ place, says: words }) => [place.entry, words])).toEqual([
    [
      governed.entries.length - 1,
      expect.stringMatching(
        /^text:[0-9a-f]{12}… was erased, as entry \d+ says; its commitment stands$/,
      ),
    ],
  ]);
  const whole = await packed({
    ...governed,
    ...(await resealed(governed, governed.entries.slice(0, -1))),
  });
  expect((await outcomes(whole)).outcome).toBe("verified");
});

test("the report says what it is, who signed it, and what verified does not mean", async () => {
  const verification = await verifyPackage(packageInMemory(members), { keys: [], checkpoints: [] });
  const report = reportLines(verification, "q1").join("\n");
  expect(report).toMatch(
    /^cannot be verified: q1\n {2}unknown {2}01-manifest.json: consistent, signer unknown/,
  );
  expect(report).toContain("nonconformities   2, every step of each legal; 2 dossiers");
  expect(report).toContain("It does not mean that everything\nthat happened was recorded");
});

test("without a key, or against another, the signer is unknown, whatever else agrees", async () => {
  const [first, second] = governed.keys;
  expect((await outcomes(members, {})).outcome).toBe("unverifiable");
  const stranger = newSigner();
  const other = await outcomes(members, { keys: [stranger.vkey] });
  expect([other.outcome, says(other)]).toEqual([
    "unverifiable",
    expect.stringContaining("signer unknown"),
  ]);
  // A package that somebody else signed again, with everything in it as it was.
  const again = await packed(governed, stranger);
  expect((await outcomes(again)).counts.unknown).toBe(1);
  // The key that was replaced still vouches for the one that it signed over to.
  expect((await outcomes(members, { keys: [first.vkey] })).outcome).toBe("verified_with_gaps");
  expect((await outcomes(members, { keys: [stranger.vkey, second.vkey] })).outcome).toBe(
    "verified_with_gaps",
  );
});

test("a checkpoint held elsewhere shows a ledger that was rolled back, forked or changed by hand", async () => {
  const keys = [governed.keys[1].vkey];
  const held = governed.checkpoints.map(({ note }) => note);
  expect((await outcomes(members, { keys, checkpoints: held })).outcome).toBe("verified_with_gaps");
  // An older state, in itself consistent.
  const older = await packed(await resealed(governed, governed.entries.slice(0, 13)));
  expect((await outcomes(older, { keys })).counts.fault).toBe(0);
  const back = await outcomes(older, { keys, checkpoints: [held.at(-1) ?? ""] });
  expect([back.outcome, says(back)]).toEqual(["tampered", expect.stringContaining("rolled back")]);
  // Another present over the same past.
  const forked = governed.entries.map((entry, i) =>
    i === 14 ? { ...entry, atMs: entry.atMs + 1 } : entry,
  );
  const fork = await outcomes(await packed(await resealed(governed, forked)), {
    keys,
    checkpoints: [held.at(-1) ?? ""],
  });
  expect(says(fork)).toContain("rewritten or forked");
  const edited = (held[1] ?? "").replace(
    /\n(\d+)\n/,
    (_, size: string) => `\n${Number(size) - 1}\n`,
  );
  const byHand = await outcomes(members, { keys, checkpoints: [edited] });
  expect(says(byHand)).toContain("the checkpoint that you hold was changed");
});

test("whoever holds the key cannot hand over members that the entries do not bear out", async () => {
  const text = (change: (text: string) => string) => (bytes: Buffer) =>
    Buffer.from(change(bytes.toString()));
  const cases: readonly [string, (bytes: Buffer) => Uint8Array, string][] = [
    [
      "10-integrity/entries/000000000000.jsonl",
      text((all) => all.replace('"severity":"high"', '"severity":"low"')),
      "was signed over other entries",
    ],
    [
      "10-integrity/entries/000000000000.jsonl",
      text((all) =>
        all
          .split(/(?<=\n)/)
          .slice(0, -2)
          .join(""),
      ),
      "are missing or unreadable",
    ],
    [
      "10-integrity/entries/000000000000.jsonl",
      text((all) => all + all.split(/(?<=\n)/)[3]),
      "what nobody signed was added",
    ],
    [
      "10-integrity/texts.jsonl",
      text((all) => all.replace("as it was found", "as we wish it was")),
      "the words are not those of",
    ],
    [
      "10-integrity/checkpoints.jsonl",
      text((all) =>
        all
          .split(/(?<=\n)/)
          .toSpliced(1, 1)
          .join(""),
      ),
      "does not lead from the checkpoint",
    ],
    [
      "05-nonconformities/register.csv",
      text((all) => all.replace("closed", "raised")),
      "the entries come to",
    ],
    [
      "05-nonconformities/register.csv",
      text((all) =>
        all
          .split(/(?<=\n)/)
          .slice(0, -1)
          .join(""),
      ),
      "was raised and is not in the register",
    ],
    [
      "05-nonconformities/NC-2026-0001/dossier.json",
      text((all) => all.replace('"state":"closed"', '"state":"acting"')),
      "state is",
    ],
    [
      "05-nonconformities/NC-2026-0001/dossier.json",
      text((all) => all.replace('"to":"containing"', '"to":"analysing"')),
      "is not what the ledger has at this place",
    ],
    [
      "05-nonconformities/NC-2026-0001/raised.tlog-proof",
      text((all) => all.replace(/index (\d+)/, (_, n: string) => `index ${Number(n) + 1}`)),
      "does not lead from its entry",
    ],
  ];
  for (const [path, change, expected] of cases) {
    const findings = await outcomes(await resigned(path, change));
    expect([path, findings.outcome, says(findings)]).toEqual([
      path,
      "tampered",
      expect.stringContaining(expected),
    ]);
  }
});

test("whoever holds the key cannot hand over a changed byte of what proves itself", async () => {
  const random = chance(11);
  const proven = [...members.keys()].filter((path) =>
    /entries\/|checkpoints|documents\/|texts|tlog-proof$/.test(path),
  );
  const held: Held = { keys: [parseVkey(governed.keys[1].vkey)], checkpoints: [] };
  for (let n = 0; n < 150; n += 1) {
    const path = proven[Math.floor(random() * proven.length)] ?? "";
    const changed = await resigned(path, (bytes) => {
      const at = Math.floor(random() * bytes.length);
      bytes[at] = (bytes[at] ?? 0) ^ (1 << Math.floor(random() * 8));
      return bytes;
    });
    const { findings } = await verifyPackage(packageInMemory(changed), held);
    // Which entry it was, the signature over all of them cannot say: between which checkpoints, it does.
    const says = findings.kept.map((each) => `${each.place.member} ${each.says}`).join("\n");
    const place = path.includes("entries/")
      ? /was signed over other entries: one from \d+ to \d+/
      : path;
    expect([n, findings.outcome, says]).toEqual([n, "tampered", expect.stringMatching(place)]);
  }
});

test("an entry that no legal life of a record has is named, though every signature holds", async () => {
  const entries = governed.entries.map((entry) => JSON.parse(JSON.stringify(entry)));
  const at = (type: string, n = 0): number =>
    entries.map((each, i) => [each.type, i] as const).filter(([of]) => of === type)[n]?.[1] ?? -1;
  const forge = async (change: (copy: typeof entries) => void): Promise<string> => {
    const copy = structuredClone(entries);
    change(copy);
    const findings = await outcomes(await packed(await resealed(governed, copy)));
    expect(findings.outcome).toBe("tampered");
    return findings.kept
      .filter(({ kind, place }) => kind === "fault" && place.entry !== undefined)
      .map(({ place, says: words }) => `${place.entry}: ${words}`)
      .join("\n");
  };
  const [move, raised] = [at("nonconformity_moved", 2), at("nonconformity_raised")];
  // A state is skipped.
  expect(await forge((copy) => copy.splice(move, 1))).toContain(
    `${move}: NC-2026-0001 goes from assessing to`,
  );
  // What had to be said was not.
  expect(
    await forge((copy) => {
      delete copy[move].fields.assessment;
    }),
  ).toContain("assessment");
  // Nobody reviews their own work where the matter is grave.
  const done = entries[at("action_done")].by;
  const review = entries.findIndex((each) => each.to === "closing");
  expect(
    await forge((copy) => {
      copy[review].by = done;
    }),
  ).toMatch(new RegExp(`^${review}: .*(owns an action|reported it done)`, "m"));
  // Two agree to dismiss what is grave; a record is raised once, and numbers have no hole.
  expect(
    await forge((copy) => {
      copy[raised].record.id = "NC-2026-0009";
    }),
  ).toContain("where number 1 of its year comes next");
  expect(await forge((copy) => copy.splice(move, 0, copy[raised]))).toContain(
    "raised a second time",
  );
  // The control that raised it was never in force.
  expect(
    await forge((copy) => {
      copy[raised].record.controlRevision = "f".repeat(64);
    }),
  ).toContain("was never put in force");
  // The key is handed over by the one before.
  expect(
    await forge((copy) => {
      copy[at("signing_key_rotated")].atMs += 1;
    }),
  ).toContain("hands the ledger to another key");
});

test("a format, a class or an entry that is newer is unverifiable, not tampered with", async () => {
  const manifest = JSON.parse(Buffer.from(members.get("01-manifest.json") ?? []).toString());
  const sealed = async (changed: object): Promise<Members> => {
    const bytes = Buffer.from(`${canonicalJson(changed)}\n`);
    const note = await signedText(
      manifestStatement(manifest.origin, sha256Of(bytes)),
      governed.keys[1],
    );
    return new Map([
      ...members,
      ["01-manifest.json", bytes],
      ["01-manifest.note", Buffer.from(note)],
    ] as const);
  };
  expect((await outcomes(await sealed({ ...manifest, version: 2, more: {} }))).outcome).toBe(
    "unverifiable",
  );
  const [first, ...rest] = manifest.members;
  expect(
    (
      await outcomes(
        await sealed({ ...manifest, members: [{ ...first, class: "hologram" }, ...rest] }),
      )
    ).outcome,
  ).toBe("unverifiable");
  const newer = [...governed.entries, { type: "thought_had", atMs: 1, by: "p_x" }];
  const findings = await outcomes(await packed(await resealed(governed, newer)));
  expect([findings.outcome, says(findings)]).toEqual([
    "unverifiable",
    expect.stringContaining("thought_had"),
  ]);
});
