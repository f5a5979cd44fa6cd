import { basename } from "node:path";
import { canonicalJson, type DutyPolicy, parsePolicy, type Zones } from "@tiltmeter/rules";
import { readConfigured } from "./read-configured.ts";
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
  const { value: policy, warnings } =
    file === null
      ? { value: null, warnings: [] }
      : await readConfigured(file, {
          ...{ key: "policy", named: "the policy", refused: PolicyRefused },
          parse: (text) => {
            const { policy: value, findings } = parsePolicy(text, file, deps);
            return { value, findings };
          },
        });
  const said = { file: file === null ? null : basename(file), policy };
  const changed = await deps.transact(({ policy: standing }) => {
    const before = { file: standing?.file ?? null, policy: standing?.policy ?? null };
    if (canonicalJson(before) === canonicalJson(said)) return { entries: [], result: false };
    const stamp = { type: "policy_loaded", atMs: deps.nowMs, by: "tiltmeter" } as const;
    return { entries: [{ ...stamp, ...said }], result: true };
  });
  return { changed, warnings };
}
