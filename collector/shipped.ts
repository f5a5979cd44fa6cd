import { existsSync } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { type Framework, parseFramework } from "@tiltmeter/rules";

/**
 * The control files of the library, absolute paths in the order of their names; their test files are
 * left out. Throws where the installation lacks them.
 */
export async function libraryFiles(): Promise<readonly string[]> {
  const folder = shippedFolder("library");
  const names = (await readdir(folder)).filter(
    (name) => name.endsWith(".yaml") && !name.endsWith(".test.yaml"),
  );
  return names.sort().map((name) => fileURLToPath(new URL(name, folder)));
}

/** The frameworks that control files may cite. Throws where a file of the installation is damaged. */
export async function loadFrameworks(): Promise<readonly Framework[]> {
  const folder = shippedFolder("frameworks");
  const names = (await readdir(folder)).filter((name) => name.endsWith(".yaml")).sort();
  return Promise.all(
    names.map(async (name) => {
      const text = await readFile(new URL(name, folder), "utf8");
      const { framework, findings } = parseFramework(text, name);
      if (framework !== null) return framework;
      const why = findings.map(({ line, message }) => `${name}:${line}: ${message}`).join("\n");
      throw new Error(`the installation is damaged, install it again:\n${why}`);
    }),
  );
}

/** Beside the compiled code, where `assets.mjs` puts it; in the sources it is with the rules. */
function shippedFolder(name: "library" | "frameworks"): URL {
  const built = new URL(`./${name}/`, import.meta.url);
  return existsSync(built) ? built : new URL(`../rules/${name}/`, import.meta.url);
}
