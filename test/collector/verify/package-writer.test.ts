import { execFileSync } from "node:child_process";
import { mkdtemp, readdir, readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { parseManifest } from "../../../collector/verify/manifest.ts";
import { openPackageWriter, type PackageTerms } from "../../../collector/verify/package-writer.ts";
import { readTar } from "../../../collector/verify/tar.ts";

const terms: PackageTerms = {
  origin: "tiltmeter.example/ledger",
  generator: "tiltmeter 0.1.0",
  createdMs: 1_790_000_000_000,
  period: { fromMs: 1_780_000_000_000, toMs: 1_788_000_000_000 },
  checkpoints: { start: null, end: "note" },
};
const signer = { vkey: "v", signNote: (text: string) => `${text}\n— signed\n` };

test("members are listed by path with their size and digest, whatever the order they came in", async () => {
  const folder = await mkdtemp(join(tmpdir(), "package-"));
  const made: Buffer[] = [];
  for (const [name, reversed] of [
    ["one", false],
    ["two", true],
    ["three.tar", true],
    ["four.tar", false],
  ] as const) {
    const writer = await openPackageWriter(join(folder, name));
    const members = [
      ["verify.py", "print(1)\n", "verifier"],
      ["05-nonconformities/register.csv", Buffer.from("id\r\n"), "register"],
    ] as const;
    for (const [path, content, as] of reversed ? [...members].reverse() : members) {
      await writer.add(path, content, as);
    }
    await writer.finish(terms, signer);
    if (name.endsWith(".tar")) made.push(await readFile(join(folder, name)));
    else made.push(await readFile(join(folder, name, "01-manifest.json")));
  }
  const [one, two, three, four] = made;
  expect(one).toEqual(two);
  expect(three).toEqual(four);
  expect(parseManifest(one ?? Buffer.of()).members.map(({ path, bytes }) => [path, bytes])).toEqual(
    [
      ["05-nonconformities/register.csv", 4],
      ["verify.py", 9],
    ],
  );
  // Nothing is left beside what was made.
  expect((await readdir(folder)).sort()).toEqual(["four.tar", "one", "three.tar", "two"]);
  const tar = three ?? Buffer.of();
  const places = await readTar(async (at, n) => tar.subarray(at, at + n), tar.length);
  expect(places.map(({ path }) => path)).toEqual([
    "01-manifest.json",
    "01-manifest.note",
    "05-nonconformities/register.csv",
    "verify.py",
  ]);
  const listed = execFileSync("tar", ["-tf", join(folder, "three.tar")]).toString();
  expect(listed.split("\n").filter((line) => line !== "")).toEqual(places.map(({ path }) => path));
});

test("a package that was not finished bears no name", async () => {
  const folder = await mkdtemp(join(tmpdir(), "package-"));
  const writer = await openPackageWriter(join(folder, "half"));
  await writer.add("a.txt", "a", "reading");
  expect((await readdir(folder)).includes("half")).toBe(false);
  await writer.abandon();
  expect(await readdir(folder)).toEqual([]);
});

test.each([
  "../a",
  "/a",
  "a//b",
  "a/./b",
  "a\\b",
  "C:a",
  "a/.hidden",
  "aux.txt",
  "a.",
  "",
  "ä",
  "01-manifest.json",
])("a member cannot be named %j", async (path) => {
  const folder = await mkdtemp(join(tmpdir(), "package-"));
  const writer = await openPackageWriter(join(folder, "p"));
  await expect(writer.add(path, "x", "reading")).rejects.toThrow();
  await writer.abandon();
});

test("two members whose names differ by case alone, or one in the other, make no package", async () => {
  for (const pair of [
    ["a/b.txt", "A/b.txt"],
    ["Verify.py", "verify.py"],
  ]) {
    const folder = await mkdtemp(join(tmpdir(), "package-"));
    const writer = await openPackageWriter(join(folder, "p"));
    for (const path of pair) await writer.add(path, "x", "reading");
    await expect(writer.finish(terms, signer)).rejects.toThrow("cannot lie beside each other");
    await writer.abandon();
  }
});

test("a package is never written over another", async () => {
  const folder = await mkdtemp(join(tmpdir(), "package-"));
  await expect(openPackageWriter(folder)).rejects.toThrow("exists already");
});
