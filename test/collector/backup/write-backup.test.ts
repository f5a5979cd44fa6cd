import {
  appendFile,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rm,
  stat,
  symlink,
  truncate,
  writeFile,
} from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import fc from "fast-check";
import { listDataFiles } from "tiltmeter/backup/data-files";
import { gatherFiles } from "tiltmeter/backup/gather";
import { isInnerPath, parseManifest } from "tiltmeter/backup/manifest";
import { restoreBackup } from "tiltmeter/backup/restore-backup";
import { readManifest, verifyBackup } from "tiltmeter/backup/verify-backup";
import { writeBackup } from "tiltmeter/backup/write-backup";
import { expect, test } from "vitest";

const RUNS = Number(process.env["TILTMETER_BACKUP_RUNS"] ?? 15);
/** Every file of every folder is synced, and a disk may be slow. */
const TIMEOUT = { timeout: 60_000 + RUNS * 3_000 };
const LINK = "../store/a1b/a1b2c3d4-0000-4000-8000-000000000000";

const names = fc
  .stringMatching(/^[a-z0-9_%.-]{1,8}$/)
  .filter((name) => !/^\.{1,2}$|^lock$|\.(tmp|new)$/.test(name));
const paths = fc
  .array(names, { minLength: 1, maxLength: 3 })
  .map((parts) => `d/${parts.join("/")}`);
/** A data folder: files by path. Of two paths of which one is the other's folder the shorter goes. */
const folders = fc
  .dictionary(paths, fc.uint8Array({ maxLength: 300 }), { minKeys: 1, maxKeys: 8 })
  .map((files) => {
    const all = Object.keys(files);
    return Object.entries(files).filter(([path]) => !all.some((p) => p.startsWith(`${path}/`)));
  });

const told = {
  ...{ id: "b-1", takenAt: "2026-11-27T12:00:00.000Z", tiltmeter: "0.1.0", dataVersion: 1 },
  online: false,
  store: { kind: "embedded" },
  configuration: null,
} as const;

async function within<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), "tiltmeter-backup-"));
  try {
    return await work(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function put(root: string, files: readonly (readonly [string, Uint8Array])[]): Promise<void> {
  for (const [path, bytes] of files) {
    await mkdir(dirname(join(root, path)), { recursive: true });
    await writeFile(join(root, path), bytes);
  }
}

async function taken(folder: string, files: readonly (readonly [string, Uint8Array])[]) {
  const [data, to] = [join(folder, "data"), join(folder, "backup")];
  await put(data, files);
  await mkdir(join(data, "engine", "engine", "metadata"), { recursive: true });
  await symlink(LINK, join(data, "engine", "engine", "metadata", "tiltmeter"));
  await mkdir(join(data, "empty"), { recursive: true });
  const found = await listDataFiles(data);
  await writeBackup({ root: data, found }, { ...told, to });
  return { data, to, found };
}

const restored = { dataVersionMax: 1, restoredAt: "2026-11-27T13:00:00.000Z", erasures: [] };

test(
  `what is restored is what was there, byte for byte, for its owner alone (${RUNS} folders)`,
  TIMEOUT,
  async () => {
    await fc.assert(
      fc.asyncProperty(folders, (files) =>
        within(async (folder) => {
          const { to, found } = await taken(folder, files);
          const manifest = await readManifest(to);
          expect(await verifyBackup(to, manifest)).toEqual([]);
          const back = join(folder, "back");
          await restoreBackup({ ...restored, from: to, manifest, to: back });
          await rm(join(back, "restored.json"));
          expect(await listDataFiles(back)).toEqual(found);
          for (const { path } of found.files) {
            const [was, is] = [join(folder, "data", path), join(back, path)];
            expect(await readFile(is)).toEqual(await readFile(was));
            expect((await stat(is)).mode & 0o777).toBe(0o600);
          }
        }),
      ),
      { numRuns: RUNS },
    );
  },
);

test(
  `every change of a backup is found, and none of it is restored (${RUNS} changes)`,
  TIMEOUT,
  async () => {
    const change = fc.record({
      kind: fc.constantFrom("flip", "cut", "grow", "remove", "add", "swap"),
      which: fc.nat(),
      at: fc.nat(),
    });
    await fc.assert(
      fc.asyncProperty(folders, change, (files, { kind, which, at }) =>
        within(async (folder) => {
          const { to } = await taken(folder, files);
          const manifest = await readManifest(to);
          const victim = manifest.files[which % manifest.files.length];
          const path = join(to, "data", victim?.path ?? "");
          const size = victim?.bytes ?? 0;
          if (kind === "remove") await rm(path);
          else if (kind === "add") await writeFile(join(to, "data", "one-more"), "x");
          else if (kind === "swap") {
            await rm(path);
            await symlink("/etc/hostname", path);
          } else if (kind === "grow" || size === 0) await appendFile(path, "x");
          else if (kind === "cut") await truncate(path, at % size);
          else {
            const bytes = await readFile(path);
            bytes[at % size] = (bytes[at % size] ?? 0) ^ (1 << (at % 8));
            await writeFile(path, bytes);
          }
          expect(await verifyBackup(to, manifest)).not.toEqual([]);
          // What was added is not in the manifest, and so not restored.
          if (kind === "add" || kind === "grow" || kind === "swap" || size === 0) return;
          const back = join(folder, "back");
          await expect(
            restoreBackup({ ...restored, from: to, manifest, to: back }),
          ).rejects.toThrow();
          expect(await readdir(folder)).toEqual(["backup", "data"]);
        }),
      ),
      { numRuns: RUNS },
    );
  },
);

test("a manifest leads nowhere out of the folder, and its links to the engine's folders alone", async () => {
  for (const path of ["../a", "/a", "a/../b", "a//b", ".", "a\0b", "a\\b", "", "a/", `a\nb`]) {
    expect(isInnerPath(path), path).toBe(false);
  }
  await within(async (folder) => {
    const { to } = await taken(folder, [["a", Buffer.from("x")]]);
    const text = await readFile(join(to, "manifest.json"), "utf8");
    const changed = (from: string, into: string): string => text.replace(from, into);
    expect(() => parseManifest(changed('"path": "a"', '"path": "../../a"'), "m")).toThrow(
      "leads out of the folder",
    );
    expect(() => parseManifest(changed(LINK, "../../../../etc"), "m")).toThrow("links");
    expect(() => parseManifest("{}", "m")).toThrow("is no manifest of a backup");
    expect(() => parseManifest("", "m")).toThrow("is no JSON");
  });
});

test("a backup that cannot be finished leaves nothing behind, and takes nobody's place", async () => {
  await within(async (folder) => {
    const { data, to, found } = await taken(folder, [["a", Buffer.from("abc")]]);
    await expect(writeBackup({ root: data, found }, { ...told, to })).rejects.toThrow(
      "exists already",
    );
    const missing = { ...found, files: [...found.files, { path: "gone", bytes: 7 }] };
    const other = join(folder, "other");
    await expect(
      writeBackup({ root: data, found: missing }, { ...told, to: other }),
    ).rejects.toThrow();
    const signal = AbortSignal.abort();
    await expect(
      writeBackup({ root: data, found }, { ...told, to: other, signal }),
    ).rejects.toThrow("ended on request");
    const huge = { ...found, files: [{ path: "a", bytes: Number.MAX_SAFE_INTEGER }] };
    await expect(writeBackup({ root: data, found: huge }, { ...told, to: other })).rejects.toThrow(
      /MB are needed/,
    );
    expect(await readdir(folder)).toEqual(["backup", "data"]);
  });
});

test("what is appended after the moment is not of it, and what is overwritten is as it was", async () => {
  await within(async (folder) => {
    const [data, to] = [join(folder, "data"), join(folder, "gathered")];
    await put(data, [
      ["journal/seg", Buffer.from("one")],
      ["words/texts", Buffer.from("secret")],
    ]);
    const { files } = await listDataFiles(data);
    const gathered = await gatherFiles({
      ...{ data, to, files: [...files, { path: "trimmed", bytes: 1 }] },
      isRewritten: (path) => path.startsWith("words/"),
    });
    await appendFile(join(data, "journal/seg"), " two");
    await writeFile(join(data, "words/texts"), "000000");
    expect(gathered).toEqual(files);
    const backup = join(folder, "backup");
    await writeBackup(
      { root: to, found: { files: gathered, folders: [], links: [] } },
      { ...told, to: backup },
    );
    expect(await readFile(join(backup, "data", "journal/seg"), "utf8")).toBe("one");
    expect(await readFile(join(backup, "data", "words/texts"), "utf8")).toBe("secret");
  });
});
