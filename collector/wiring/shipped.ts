import { existsSync } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import {
  type CrossReference,
  type Framework,
  indexClauses,
  parseFramework,
  parseReferences,
  parseStatute,
  type Statute,
} from "@tiltmeter/rules";

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
  return loadAll("frameworks", (text, name) => {
    const { framework, findings } = parseFramework(text, name);
    return { read: framework, findings };
  });
}

/** The laws whose reporting times are watched. Throws where a file of the installation is damaged. */
export async function loadStatutes(): Promise<readonly Statute[]> {
  return loadAll("statutes", (text, name) => {
    const { statute, findings } = parseStatute(text, name);
    return { read: statute, findings };
  });
}

/** What hosted models cost, for whoever has no file of their own. */
export function shippedPricesFile(): string {
  return fileURLToPath(new URL("hosted-models.yaml", shippedFolder("prices")));
}

async function loadAll<T>(
  shipped: "frameworks" | "statutes",
  parse: (
    text: string,
    name: string,
  ) => {
    readonly read: T | null;
    readonly findings: readonly { readonly line: number; readonly message: string }[];
  },
): Promise<readonly T[]> {
  const folder = shippedFolder(shipped);
  const names = (await readdir(folder)).filter((name) => name.endsWith(".yaml")).sort();
  return Promise.all(
    names.map(async (name) => {
      const { read, findings } = parse(await readFile(new URL(name, folder), "utf8"), name);
      if (read !== null) return read;
      const why = findings.map(({ line, message }) => `${name}:${line}: ${message}`).join("\n");
      throw new Error(`the installation is damaged, install it again:\n${why}`);
    }),
  );
}

/** Which clauses of different frameworks the same record serves. Throws as `loadFrameworks` does. */
export async function loadReferences(
  frameworks: readonly Framework[],
): Promise<readonly CrossReference[]> {
  const name = "references/standards.yaml";
  const text = await readFile(new URL(name, shippedFolder("frameworks")), "utf8");
  const { references, findings } = parseReferences(text, name, indexClauses(frameworks));
  if (references !== null) return references;
  const why = findings.map(({ line, message }) => `${name}:${line}: ${message}`).join("\n");
  throw new Error(`the installation is damaged, install it again:\n${why}`);
}

/** Beside the compiled code, where `assets.mjs` puts it; in the sources it is with the rules. */
function shippedFolder(name: "library" | "frameworks" | "statutes" | "prices"): URL {
  const built = new URL(`../${name}/`, import.meta.url);
  return existsSync(built) ? built : new URL(`../../rules/${name}/`, import.meta.url);
}
