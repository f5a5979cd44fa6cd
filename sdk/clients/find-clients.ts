import { access, readFile } from "node:fs/promises";
import { dirname, join } from "node:path";

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
/** Folders above a program in which packages are looked for. */
const DEPTH_MAX = 12;

/**
 * Clients of models that a program in one of these folders can load, with their versions, as Node finds packages: in
 * the `node_modules` of the folder and of those above it. Reads small files only, and runs nothing.
 */
export async function findClients(
  folders: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const found = new Map<string, string>();
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
