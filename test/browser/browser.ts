import { execFileSync } from "node:child_process";
import { accessSync, constants, existsSync, readFileSync } from "node:fs";
import { type Browser, chromium } from "playwright-core";

/** Where a browser usually is, in the order to try. */
const usual = [
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/usr/bin/google-chrome-stable",
  "/snap/bin/chromium",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
];

/** Quiet, without a sandbox (containers and root have none), and without calls to anyone. */
const flags = [
  "--headless",
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--disable-dev-shm-usage",
];

/**
 * A real Chromium. Finds one, or installs Debian's as root, or unpacks the npm package
 * `@sparticuz/chromium` where its libraries are present. Throws with what it tried; a browser test never
 * passes by not running. `more` are further flags.
 */
export async function launchBrowser(more: readonly string[] = []): Promise<Browser> {
  const tried: string[] = [];
  for (const find of [named, present, debian, packaged]) {
    let path: string | null = null;
    try {
      path = await find();
      if (path === null) continue;
      return await chromium.launch({ executablePath: path, args: [...flags, ...more] });
    } catch (error) {
      const why = error instanceof Error ? error.message.split("\n")[0] : String(error);
      tried.push(`${path ?? find.name}: ${why}`);
    }
  }
  throw new Error(
    `browser tests need Chromium and found none; set CHROMIUM_PATH or install chromium. Tried: ${tried.join("; ") || "the usual paths"}`,
  );
}

function named(): string | null {
  return process.env["CHROMIUM_PATH"] ?? null;
}

function present(): string | null {
  return usual.find((path) => isExecutable(path)) ?? null;
}

function debian(): string | null {
  if (process.getuid?.() !== 0 || !existsSync("/etc/debian_version")) return null;
  const quiet = {
    stdio: "ignore",
    env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" },
  } as const;
  execFileSync("apt-get", ["update", "-q"], quiet);
  execFileSync("apt-get", ["install", "-yq", "--no-install-recommends", "chromium"], quiet);
  return present();
}

async function packaged(): Promise<string | null> {
  if (process.platform !== "linux") return null;
  const { default: bundled } = await import("@sparticuz/chromium");
  return bundled.executablePath();
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    // Ubuntu's chromium-browser is a script that only says to install a snap.
    return !readFileSync(path).subarray(0, 400).toString().includes("snap install");
  } catch {
    return false;
  }
}
