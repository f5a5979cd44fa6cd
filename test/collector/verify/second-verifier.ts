import { execFile, spawnSync } from "node:child_process";
import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Members } from "./mutate.ts";

const SCRIPT = fileURLToPath(new URL("../../../collector/verify/verify.py", import.meta.url));

/** Why the second verifier cannot run on this machine; null: it can. */
export function whyNoPython(): string | null {
  const { status, error } = spawnSync("python3", ["-c", "import cryptography"]);
  if (error !== undefined) return "there is no python3";
  return status === 0 ? null : "python3 has no package cryptography";
}

export interface SecondVerdict {
  readonly exit: number;
  readonly findings: readonly {
    readonly kind: string;
    readonly place: { readonly member: string; readonly entry?: number };
    readonly says: string;
  }[];
}

/** What the second verifier says of a package. */
export function verifyInPython(
  path: string,
  args: readonly string[] = [],
): Promise<SecondVerdict & { readonly complaint: string }> {
  return new Promise((resolve, reject) => {
    const options = { maxBuffer: 64 << 20 };
    execFile("python3", [SCRIPT, path, "--json", ...args], options, (error, stdout, stderr) => {
      const exit = error === null ? 0 : error.code;
      if (typeof exit !== "number") reject(error);
      else if (stdout === "") resolve({ exit, findings: [], complaint: stderr });
      else resolve({ ...(JSON.parse(stdout) as SecondVerdict), exit, complaint: stderr }); // the script wrote it
    });
  });
}

/** What it says of many packages, in their order, from one process. */
export function verifyManyInPython(
  paths: readonly string[],
  key: string,
): readonly Pick<SecondVerdict, "exit" | "findings">[] {
  const program = `
import importlib.util, json, sys
spec = importlib.util.spec_from_file_location("verifier", sys.argv[1])
verifier = importlib.util.module_from_spec(spec)
sys.dont_write_bytecode = True
spec.loader.exec_module(verifier)
for path in sys.stdin.read().split():
    findings = verifier.Findings()
    verifier.verify(path, [verifier.Key(sys.argv[2])], [], findings)
    print(json.dumps({"exit": findings.exit(), "findings": findings.kept}))
`;
  const input = paths.join("\n");
  const options = { input, maxBuffer: 256 << 20, encoding: "utf8" } as const;
  const { status, stdout, stderr } = spawnSync("python3", ["-c", program, SCRIPT, key], options);
  if (status !== 0) throw new Error(stderr);
  const lines = stdout.trimEnd().split("\n");
  return lines.map((line) => JSON.parse(line) as SecondVerdict); // the program above wrote it
}

/** Puts members into a folder as they are. */
export async function unpack(members: Members, folder: string): Promise<void> {
  for (const [path, bytes] of members) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), bytes);
  }
}
