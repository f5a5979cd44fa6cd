import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/**
 * SHA-256, in hex, over the code that folds entries: this folder and the rules. A state that other code
 * folded is not used, so nobody has to remember to count a version up. Reads some hundred small files.
 */
export async function foldCode(): Promise<string> {
  const own = dirname(fileURLToPath(import.meta.url));
  const rules = dirname(fileURLToPath(import.meta.resolve("@tiltmeter/rules")));
  const hash = createHash("sha256").update(process.versions.v8);
  for (const root of [own, rules]) {
    for (const file of await codeIn(root)) {
      hash.update(`\0${file}\0`).update(await readFile(join(root, file)));
    }
  }
  return hash.digest("hex");
}

async function codeIn(root: string): Promise<readonly string[]> {
  const found = await readdir(root, { recursive: true });
  const isCode = (name: string): boolean => /\.(?:js|ts)$/.test(name) && !name.endsWith(".d.ts");
  return found
    .filter((name) => isCode(name) && !/(?:^|[\\/])(?:dist|node_modules)[\\/]/.test(name))
    .sort();
}
