import { spawnSync } from "node:child_process";
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parse } from "csv-parse/sync";
import { runCommandLine } from "tiltmeter/cli/program";
import { afterAll, beforeAll, expect, test } from "vitest";
import { recordedTerminal } from "../../collector/cli/command-line.ts";
import { oscalFaults } from "../../collector/export/oscal-faults.ts";
import type { HostileWorld } from "./hostile-world.ts";
import { PAYLOADS } from "./payloads.ts";

// What compliance hands over, opened by spreadsheets, readers of PDF and programs that are not ours.

/** Over a world that is there when the tests run. */
export function handedOverTests(world: () => HostileWorld): void {
  let folder = "";
  let files: readonly string[] = [];
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "tiltmeter-handed-"));
    const { url, admin } = world().collector;
    for (const kind of ["audit", "register", "oscal"]) {
      const asked = ["--from", "2026-11-01", "--to", "2026-11-24", "-o", join(folder, kind)];
      const terminal = recordedTerminal();
      const argv = ["export", kind, ...asked, "--url", url, "--key", admin];
      const exit = await runCommandLine(argv, terminal);
      expect([exit, exit === 0 ? [] : terminal.err], kind).toEqual([0, []]);
    }
    const found = await readdir(folder, { recursive: true, withFileTypes: true });
    files = found
      .filter((each) => each.isFile())
      .map(({ parentPath, name }) => join(parentPath, name));
  }, 120_000);
  afterAll(() => rm(folder, { recursive: true, force: true }));

  const named = (ending: string): readonly string[] => {
    const some = files.filter((file) => file.endsWith(ending));
    expect(some.length, ending).toBeGreaterThan(0);
    return some;
  };

  test("nobody's words are in the name of a file", () => {
    for (const file of files) expect(file.slice(folder.length)).toMatch(/^[\w./-]+$/);
  });

  test("no cell of a table that is handed over is a formula, and rows are whole", async () => {
    let payloads = 0;
    for (const file of named(".csv")) {
      const rows: readonly (readonly string[])[] = parse(await readFile(file), { bom: true });
      for (const row of rows) {
        expect(row, file).toHaveLength(rows[0]?.length ?? 0);
        for (const cell of row) {
          if (cell.includes("__xss")) payloads += 1;
          if (!/^-?\d+(\.\d+)?(e[+-]?\d+)?$/.test(cell)) {
            expect(cell, file).not.toMatch(/^[=+\-@\t\r]/);
          }
        }
      }
    }
    expect(payloads).toBeGreaterThan(20);
  });

  test("JSON and OSCAL say what was said as text, and OSCAL stays OSCAL", async () => {
    for (const file of named(".json")) JSON.parse(await readFile(file, "utf8"));
    for (const file of named(".jsonl")) {
      const lines = (await readFile(file, "utf8")).trimEnd().split("\n");
      for (const line of lines.filter((each) => each !== "")) JSON.parse(line);
    }
    for (const file of files.filter((each) => /oscal\/(ap|ar|poam)\.json$/.test(each))) {
      expect(oscalFaults(JSON.parse(await readFile(file, "utf8"))), file).toEqual([]);
    }
  });

  test("what is read as Markdown has no element and no address of others", async () => {
    for (const file of named(".md")) {
      const text = await readFile(file, "utf8");
      expect(text, file).not.toMatch(/<[a-z!/?]|canary\.invalid|javascript:/i);
    }
  });

  test("a PDF shows words, and does nothing", async (context) => {
    for (const file of named(".pdf")) {
      const bytes = await readFile(file, "latin1");
      // What a reader would act on stands in dictionaries, outside of what is compressed.
      expect(bytes, file).not.toMatch(
        /\/(JavaScript|JS|URI|Launch|OpenAction|AA|SubmitForm|EmbeddedFile|RichMedia)\b/,
      );
    }
    // Of Debian's poppler-utils.
    if (spawnSync("pdftotext", ["-v"]).error !== undefined) return context.skip();
    const [id] = world().records;
    const [dossier] = named(`${id}/dossier.pdf`);
    const { stdout } = spawnSync("pdftotext", ["-raw", dossier ?? "", "-"], { encoding: "utf8" });
    const shown = stdout.replace(/\s/g, "");
    const plain = PAYLOADS.filter((payload) => /^[ -~]+$/.test(payload));
    const missing = plain.filter((payload) => !isIn(shown, payload.replace(/\s/g, "")));
    expect(missing).toEqual([]);
  });
}

/** Whole, or in two parts: the end of a page may be between them. */
function isIn(shown: string, text: string): boolean {
  if (shown.includes(text)) return true;
  return Array.from(text).some(
    (_, i) => shown.includes(text.slice(0, i)) && shown.includes(text.slice(i)),
  );
}
