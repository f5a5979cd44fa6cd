import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { type Finding, type ParsedControls, parseControls } from "@tiltmeter/rules";

/** What one control file says, and what is wrong with it. */
export interface CheckedFile extends ParsedControls {
  readonly file: string;
}

/** Reads and parses one control file. A file that cannot be read is a finding, not an exception. */
export async function checkFile(file: string): Promise<CheckedFile> {
  let text: string;
  try {
    text = await readFile(file, "utf8");
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    const message = `the file cannot be read (${reason})`;
    const finding: Finding = {
      file,
      line: 1,
      column: 1,
      code: "unreadable",
      severity: "error",
      message,
      fix: "name an existing control file",
    };
    return { file, controls: [], maintenance: [], places: new Map(), findings: [finding] };
  }
  return { file, ...parseControls(text, file, sha256) };
}

function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}
