import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll } from "vitest";

/** A folder of its own for one test file, removed when the file is done. */
export async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "tiltmeter-store-"));
  afterAll(() => rm(folder, { recursive: true, force: true }));
  return folder;
}
