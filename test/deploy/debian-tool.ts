import { execFileSync, spawnSync } from "node:child_process";

const tried = new Map<string, boolean>();

/**
 * Whether a program of Debian is there, installed from its package where we may; else the tests that need it
 * say so and are left out.
 */
export function debianTool(program: string, packageName: string): boolean {
  const known = tried.get(program);
  if (known !== undefined) return known;
  const found = isThere(program) || (isRootOnDebian() && installed(packageName, program));
  tried.set(program, found);
  if (!found)
    console.warn(`${program} is absent (Debian's ${packageName}): what needs it is left out`);
  return found;
}

function isThere(program: string): boolean {
  return spawnSync(program, ["--version"]).status === 0;
}

function isRootOnDebian(): boolean {
  return process.getuid?.() === 0 && spawnSync("apt-get", ["--version"]).status === 0;
}

function installed(packageName: string, program: string): boolean {
  const options = {
    stdio: "ignore",
    timeout: 180_000,
    env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" },
  } as const;
  try {
    execFileSync("apt-get", ["update", "-qq"], options);
    execFileSync(
      "apt-get",
      ["install", "-y", "-qq", "--no-install-recommends", packageName],
      options,
    );
  } catch {
    return false;
  }
  return isThere(program);
}
