import { access, readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join, sep } from "node:path";

/** Packages through which programs ask generative models. */
const CLIENTS = [
  "openai",
  "@anthropic-ai/sdk",
  "@anthropic-ai/bedrock-sdk",
  "@anthropic-ai/vertex-sdk",
  "ai",
  "@aws-sdk/client-bedrock-runtime",
  "@azure-rest/ai-inference",
  "@google/genai",
  "@google/generative-ai",
  "@google-cloud/vertexai",
  "@huggingface/inference",
  "@mistralai/mistralai",
  "cohere-ai",
  "groq-sdk",
  "ollama",
  "replicate",
  "together-ai",
] as const;
const IN_PACKAGES = `${sep}node_modules${sep}`;
/** Folders above a program in which packages are looked for. */
const DEPTH_MAX = 12;

/**
 * Clients of models that a program has loaded, or could, with their versions. What is loaded comes first, wherever it
 * lies; else packages are found as Node finds them: in the `node_modules` of a folder and of those above it. Reads
 * small files only, and runs nothing.
 */
export async function findClients(
  folders: readonly string[],
  loaded: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const found = new Map<string, string>();
  for (const [name, folder] of packagesOf(loaded)) {
    const version = await versionAt(folder);
    if (version !== null) found.set(name, version);
  }
  const places = [...new Set(folders.flatMap(upwards))].map((each) => join(each, "node_modules"));
  for (const place of places) {
    if (!(await isThere(place))) continue;
    const here = CLIENTS.filter((name) => !found.has(name));
    const versions = await Promise.all(here.map((name) => versionAt(join(place, name))));
    for (const [at, name] of here.entries()) {
      const version = versions[at] ?? null;
      if (version !== null) found.set(name, version);
    }
  }
  return found;
}

/** The folders that this process's program and its working directory stand for. */
export function programFolders(argv: readonly string[], cwd: string): readonly string[] {
  const [, script] = argv;
  return script === undefined ? [cwd] : [dirname(script), cwd];
}

/** Files that this process has loaded by `require`. What was imported as an ES module no list has. */
export function loadedFiles(): readonly string[] {
  return Object.keys(createRequire(join(process.cwd(), "program.js")).cache);
}

/** The first folder of each client that one of these files lies in. */
function packagesOf(files: readonly string[]): ReadonlyMap<string, string> {
  const packages = new Map<string, string>();
  for (const file of files) {
    const at = file.lastIndexOf(IN_PACKAGES);
    if (at < 0) continue;
    const inside = file.slice(at + IN_PACKAGES.length).replaceAll("\\", "/");
    const name = CLIENTS.find((client) => inside.startsWith(`${client}/`));
    if (name !== undefined && !packages.has(name)) {
      packages.set(name, join(file.slice(0, at + IN_PACKAGES.length), name));
    }
  }
  return packages;
}

function upwards(folder: string): readonly string[] {
  const folders = [folder];
  for (let depth = 0; depth < DEPTH_MAX; depth += 1) {
    const above = dirname(folders.at(-1) ?? folder);
    if (above === folders.at(-1)) break;
    folders.push(above);
  }
  return folders;
}

async function isThere(folder: string): Promise<boolean> {
  return access(folder).then(
    () => true,
    () => false,
  );
}

/** Null where there is no such package; `""` where it does not say its version. */
async function versionAt(folder: string): Promise<string | null> {
  try {
    const text = await readFile(join(folder, "package.json"), "utf8");
    const { version }: { readonly version?: unknown } = JSON.parse(text);
    return typeof version === "string" ? version.slice(0, 64) : "";
  } catch {
    return null;
  }
}
