import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdir, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { canonicalJson } from "tiltmeter/tlog/canonical-json";
import { manifestStatement, PACKAGE_FORMAT } from "tiltmeter/verify/manifest";
import { NoPackage, openPackage } from "tiltmeter/verify/package-source";
import { tarEnd, tarHeader, tarPadding } from "tiltmeter/verify/tar";
import { verifyPackage } from "tiltmeter/verify/verify-package";
import { beforeAll, expect, test } from "vitest";
import {
  type Governed,
  govern,
  inTemporaryFolder,
  membersOf,
  newSigner,
  signedText,
  writePackage,
} from "./governed.ts";
import type { Members } from "./mutate.ts";
import { unpack, verifyInPython, whyNoPython } from "./second-verifier.ts";

let governed: Governed;
let members: Members;
beforeAll(async () => {
  governed = await govern();
  members = await inTemporaryFolder(async (folder) => {
    await writePackage(join(folder, "p"), governed);
    return membersOf(join(folder, "p"));
  });
});

/** What both verifiers say of a path; the limit of a test is theirs, too. */
async function told(path: string): Promise<string> {
  const source = await openPackage(path);
  const { findings } = await verifyPackage(source, { keys: [], checkpoints: [] });
  await source.close();
  expect(findings.outcome).toBe("tampered");
  if (whyNoPython() === null) expect((await verifyInPython(path)).exit).toBe(1);
  return findings.kept.map(({ place, says }) => `${place.member}: ${says}`).join("\n");
}

const tar = (...files: readonly (readonly [string, Uint8Array])[]): Uint8Array =>
  Buffer.concat([
    ...files.flatMap(([path, bytes]) => [
      tarHeader(path, bytes.length),
      bytes,
      tarPadding(bytes.length),
    ]),
    tarEnd(),
  ]);

test("a folder that holds a link, an empty folder or a further file is no package as it was signed", () =>
  inTemporaryFolder(async (folder) => {
    await unpack(members, join(folder, "p"));
    await symlink("/etc/hostname", join(folder, "p", "05-nonconformities", "more.pdf"));
    await mkdir(join(folder, "p", "empty"));
    await writeFile(join(folder, "p", ".hidden"), "");
    const says = await told(join(folder, "p"));
    expect(says).toContain("05-nonconformities/more.pdf: is a link");
    expect(says).toContain("empty: is an empty folder");
    expect(says).toContain(".hidden: is not in the manifest; it was added");
  }));

test("a tar is read where it lies, and only the one spelling of it", () =>
  inTemporaryFolder(async (folder) => {
    const path = join(folder, "p.tar");
    await writePackage(path, governed);
    const [good] = (await membersOf(folder)).values();
    const bytes = Buffer.from(good ?? []);
    const cases: readonly [string, (copy: Buffer) => Buffer, string][] = [
      ["a mode", (copy) => copy.fill("7", 102, 103), "none of a package"],
      ["a link", (copy) => copy.fill("2", 156, 157), "none of a package"],
      [
        "bytes between members",
        (copy) => copy.fill("x", copy.length - 1025, copy.length - 1024),
        "zeros follow",
      ],
      ["bytes after the end", (copy) => Buffer.concat([copy, Buffer.from("x")]), "nothing more"],
      ["half of it", (copy) => copy.subarray(0, copy.length / 2), "byte "],
      ["nothing", () => Buffer.of(), "within a header"],
    ];
    for (const [, change, says] of cases) {
      await writeFile(path, change(Buffer.from(bytes)));
      expect(await told(path)).toContain(says);
    }
    await writeFile(path, tar(["../../etc/passwd", Buffer.from("x")]));
    expect(await told(path)).toMatch(/byte 0: a member's path/);
    // A size that no disk holds.
    const header = Buffer.from(tarHeader("a", 0o77777777777));
    await writeFile(path, Buffer.concat([header, tarEnd()]));
    expect(await told(path)).toContain("beyond the end of the tar");
    expect(spawnSync("gzip", ["-k", path]).status).toBe(0);
    await expect(openPackage(`${path}.gz`)).rejects.toThrow(NoPackage);
  }));

test("a hostile manifest ends quickly, with words", () =>
  inTemporaryFolder(async (folder) => {
    const signer = newSigner();
    const listed = { bytes: 1, class: "reading", sha256: "0".repeat(64) };
    const manifest = {
      ...{ format: PACKAGE_FORMAT, version: 1, origin: "o", signer: signer.vkey, generator: "g" },
      ...{ createdMs: 1, period: { fromMs: 0, toMs: 1 }, systems: null },
      checkpoints: { start: null, end: "x" },
    };
    const cases: readonly [string, string | Uint8Array, string][] = [
      ["deep", `${"[".repeat(200_000)}${"]".repeat(200_000)}\n`, "nested at most 100 deep"],
      ["no JSON", "{\n", "not JSON"],
      ["a name twice", '{"format":"x","format":"y"}\n', "canonical"],
      ["bytes that are no text", Buffer.of(0xff, 0xfe, 0x0a), "not JSON in UTF-8"],
      [
        "many members",
        `${canonicalJson({ ...manifest, members: Array.from({ length: 300_001 }, () => 1) })}\n`,
        "at most 300000 members",
      ],
      [
        "a way out",
        `${canonicalJson({ ...manifest, members: [{ ...listed, path: "../x" }] })}\n`,
        "a member's path has",
      ],
      [
        "one file twice",
        `${canonicalJson({ ...manifest, members: ["A", "a"].map((path) => ({ ...listed, path })) })}\n`,
        "cannot lie beside each other",
      ],
      [
        "a number without end",
        `${canonicalJson({ ...manifest, members: [] }).replace('"createdMs":1', `"createdMs":${"9".repeat(400)}`)}\n`,
        "JSON",
      ],
    ];
    for (const [name, text, says] of cases) {
      const bytes = Buffer.from(text);
      const digest = createHash("sha256").update(bytes).digest("hex");
      const note = Buffer.from(await signedText(manifestStatement("o", digest), signer));
      const path = join(folder, name);
      await unpack(
        new Map([
          ["01-manifest.json", bytes],
          ["01-manifest.note", note],
        ]),
        path,
      );
      expect([name, await told(path)]).toEqual([name, expect.stringContaining(says)]);
    }
  }));

test("a folder or file that is no package is said to be none", () =>
  inTemporaryFolder(async (folder) => {
    await expect(openPackage(folder)).rejects.toThrow("has no 01-manifest.json");
    await writeFile(join(folder, "a.zip"), "PK\u0003\u0004");
    await expect(openPackage(join(folder, "a.zip"))).rejects.toThrow("is a zip; unpack it");
    await symlink(folder, join(folder, "link"));
    await expect(openPackage(join(folder, "link"))).rejects.toThrow("neither a folder nor a file");
  }));
