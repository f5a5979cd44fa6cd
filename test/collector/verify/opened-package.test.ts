import { parseVkey } from "tiltmeter/tlog/note-key";
import { Findings } from "tiltmeter/verify/finding";
import { readPackage } from "tiltmeter/verify/opened-package";
import { packageInMemory } from "tiltmeter/verify/package-source";
import { verifyPackage } from "tiltmeter/verify/verify-package";
import { beforeAll, expect, test } from "vitest";
import { SEED } from "../../seed.ts";
import { type Governed, govern, inTemporaryFolder, membersOf, writePackage } from "./governed.ts";
import { chance, type Members, type Mutation, mutate } from "./mutate.ts";

/** Another seed is another set of mutations; the one that failed is printed. */

let governed: Governed;
let members: Members;

beforeAll(async () => {
  governed = await govern();
  members = await inTemporaryFolder(async (folder) => {
    await writePackage(`${folder}/p`, governed);
    return membersOf(`${folder}/p`);
  });
});

function* mutations(count: number, seed: number): Generator<Mutation & { readonly n: number }> {
  const random = chance(seed);
  for (let n = 0; n < count; ) {
    const mutation = mutate(members, random);
    if (mutation === null) continue;
    yield { ...mutation, n };
    n += 1;
  }
}

const named = (findings: Findings, { touched }: Mutation): boolean =>
  findings.kept.some(({ kind, place }) => kind === "fault" && touched.includes(place.member));

test(`each of 100,000 mutations of a package is a fault whose member is named (seed ${SEED})`, async () => {
  const missed: string[] = [];
  const kinds = new Map<string, number>();
  for (const mutation of mutations(100_000, SEED)) {
    // What `verifyPackage` begins with: all bytes against the manifest, and that against its signature.
    const findings = new Findings();
    const of = await readPackage(packageInMemory(mutation.members), findings);
    await of?.readRest(() => undefined);
    kinds.set(mutation.kind, (kinds.get(mutation.kind) ?? 0) + 1);
    if (!named(findings, mutation)) {
      missed.push(`${mutation.n} ${mutation.kind} of ${mutation.touched[0]}`);
    }
  }
  expect(missed).toEqual([]);
  expect(kinds.size).toBe(12);
}, 300_000);

test(`verification as a whole ends with 1 for mutations, and never throws (seed ${SEED})`, async () => {
  const held = { keys: [parseVkey(governed.keys[1].vkey)], checkpoints: [] };
  for (const mutation of mutations(400, SEED + 1)) {
    const { findings } = await verifyPackage(packageInMemory(mutation.members), held);
    expect([mutation.n, mutation.kind, findings.outcome]).toEqual([
      ...[mutation.n, mutation.kind],
      "tampered",
    ]);
    expect(named(findings, mutation)).toBe(true);
  }
});
