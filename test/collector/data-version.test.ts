import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { bringUpToDate, DATA_VERSION, type DataStep, refuseNewer } from "tiltmeter/data-version";
import { expect, test } from "vitest";

async function folderWith(files: Record<string, string>): Promise<string> {
  const data = await mkdtemp(join(tmpdir(), "tiltmeter-version-"));
  for (const [name, text] of Object.entries(files)) {
    await mkdir(join(data, name, ".."), { recursive: true });
    await writeFile(join(data, name), text);
  }
  return data;
}

async function versionOf(data: string): Promise<unknown> {
  return JSON.parse(await readFile(join(data, "version.json"), "utf8")).version;
}

/** Steps that append a letter to a file, and throw where told. */
function letters(fails: { at: number | null }, runs: string[]): readonly DataStep[] {
  return ["a", "b", "c"].map((letter, i) => ({
    to: i + 2,
    what: `the letter ${letter} is added`,
    run: async (data) => {
      runs.push(letter);
      if (fails.at === i + 2) throw new Error("the disk is full");
      const path = join(data, "letters");
      const text = await readFile(path, "utf8").catch(() => "");
      if (!text.includes(letter)) await writeFile(path, text + letter);
    },
  }));
}

test("a folder of an older version is brought forward step by step, and an interrupted one goes on", async () => {
  const data = await folderWith({ "ledger/seg": "" });
  try {
    const fails = { at: 3 as number | null };
    const [log, runs]: [string[], string[]] = [[], []];
    const of = { data, log: (line: string) => void log.push(line), steps: letters(fails, runs) };
    await expect(bringUpToDate(of)).rejects.toThrow(
      "stays at version 2, the letter b is added failed: mend what it names and start again",
    );
    expect(await versionOf(data)).toBe(2);
    expect(log[0]).toMatch(/from version 1 to 4; a backup of before/);
    fails.at = null;
    await bringUpToDate(of);
    expect(await versionOf(data)).toBe(4);
    expect(await readFile(join(data, "letters"), "utf8")).toBe("abc");
    expect(runs).toEqual(["a", "b", "b", "c"]);
    await bringUpToDate(of);
    expect(runs).toHaveLength(4);
  } finally {
    await rm(data, { recursive: true, force: true });
  }
});

test("a new folder gets the newest version at once", async () => {
  const data = await folderWith({});
  try {
    const runs: string[] = [];
    await bringUpToDate({ data, log: () => undefined, steps: letters({ at: null }, runs) });
    expect(await versionOf(data)).toBe(4);
    expect(runs).toEqual([]);
  } finally {
    await rm(data, { recursive: true, force: true });
  }
});

test("a folder of a newer version is refused with both versions, and nothing of it is changed", async () => {
  const text = JSON.stringify({ version: DATA_VERSION + 1, tiltmeter: "9.1.0" });
  const data = await folderWith({ "version.json": text, "ledger/seg": "" });
  try {
    const why = `has version ${DATA_VERSION + 1}, written by tiltmeter 9.1.0, and this program`;
    await expect(refuseNewer(data)).rejects.toThrow(why);
    await expect(bringUpToDate({ data, log: () => undefined })).rejects.toThrow(why);
    expect(await readFile(join(data, "version.json"), "utf8")).toBe(text);
  } finally {
    await rm(data, { recursive: true, force: true });
  }
});

test("a note that cannot be read is no note of a new folder", async () => {
  const data = await folderWith({ "version.json": "{", "ledger/seg": "" });
  try {
    await expect(refuseNewer(data)).rejects.toThrow("version.json is damaged");
  } finally {
    await rm(data, { recursive: true, force: true });
  }
});
