import { readFile } from "node:fs/promises";
import { basename } from "node:path";
import {
  canonicalJson,
  type DutyPolicy,
  type Finding,
  parsePolicy,
  type Zones,
} from "@tiltmeter/rules";
import type { Transact } from "./transact.ts";

interface PolicyLoaded {
  readonly type: "policy_loaded";
  readonly atMs: number;
  readonly by: string;
  readonly file: string | null;
  readonly policy: DutyPolicy | null;
}

interface Loaded {
  readonly policy: Pick<PolicyLoaded, "file" | "policy"> | null;
}

/** A policy that cannot be put in force. The message has one line for each finding. */
export class PolicyRefused extends Error {
  override readonly name = "PolicyRefused";
}

/**
 * Puts the policy of a file in force, all or nothing, and records it where it differs from what is; null
 * puts back what is shipped. Returns what is doubtful in it, a line each.
 *
 * Throws `PolicyRefused` where the file cannot be read or has an error; what was in force still is.
 */
export async function loadPolicy(
  file: string | null,
  deps: {
    readonly nowMs: number;
    readonly zones: Zones;
    /** Names of the channels that are configured. */
    readonly channels: readonly string[];
    readonly transact: Transact<Loaded, PolicyLoaded>;
  },
): Promise<{ readonly changed: boolean; readonly warnings: readonly string[] }> {
  const { policy, warnings } =
    file === null ? { policy: null, warnings: [] } : await read(file, deps);
  const said = { file: file === null ? null : basename(file), policy };
  const changed = await deps.transact(({ policy: standing }) => {
    const before = { file: standing?.file ?? null, policy: standing?.policy ?? null };
    if (canonicalJson(before) === canonicalJson(said)) return { entries: [], result: false };
    const stamp = { type: "policy_loaded", atMs: deps.nowMs, by: "tiltmeter" } as const;
    return { entries: [{ ...stamp, ...said }], result: true };
  });
  return { changed, warnings };
}

async function read(
  file: string,
  of: { readonly zones: Zones; readonly channels: readonly string[] },
): Promise<{ readonly policy: DutyPolicy; readonly warnings: readonly string[] }> {
  let text: string;
  try {
    text = await readFile(file, "utf8");
  } catch (cause) {
    const next = "name an existing one under policy in the configuration";
    throw new PolicyRefused(`${file}: the policy cannot be read; ${next}`, { cause });
  }
  const { policy, findings } = parsePolicy(text, file, of);
  if (policy !== null) return { policy, warnings: findings.map(inWords) };
  const errors = findings.filter(({ severity }) => severity === "error");
  throw new PolicyRefused(errors.map(inWords).join("\n"));
}

function inWords({ file, line, column, code, message, fix }: Finding): string {
  return `${file}:${line}:${column}: ${code}: ${message}: ${fix}`;
}
