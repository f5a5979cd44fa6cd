import { readdir, readFile, readlink } from "node:fs/promises";
import { basename } from "node:path";

/** The address to listen on is held by someone else, or is not this machine's. */
export class AddressTaken extends Error {
  override readonly name = "AddressTaken";
}

/**
 * Explains why listening failed, in words with a next step; other errors come back unchanged.
 *
 * Names the process that holds the port where Linux lets us see it (`/proc`, own processes unless
 * root), else says who usually does.
 */
export async function explainListenError(
  error: unknown,
  address: { readonly host: string; readonly port: number },
): Promise<unknown> {
  const code = codeOf(error) ?? (error instanceof Error ? codeOf(error.cause) : null);
  const { host, port } = address;
  const choose = "choose another with --port (--port 0 picks a free one)";
  if (code === "EADDRINUSE") {
    const holder = await portHolder(port);
    const who =
      holder === null
        ? "; another tiltmeter or an OpenTelemetry collector often holds 4318"
        : ` by ${holder}`;
    return new AddressTaken(`port ${port} on ${host} is taken${who}: stop it, or ${choose}`, {
      cause: error,
    });
  }
  if (code === "EACCES") {
    return new AddressTaken(
      `port ${port} needs rights that this user does not have (ports below 1024 usually do): ${choose}`,
      { cause: error },
    );
  }
  if (code === "EADDRNOTAVAIL" || code === "ENOTFOUND") {
    return new AddressTaken(
      `host ${host} is not an address of this machine: use --host 127.0.0.1 (this machine only) or --host 0.0.0.0 (all its addresses)`,
      { cause: error },
    );
  }
  return error;
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && "code" in error ? error.code : null;
}

/** Who listens on a TCP port of this machine, in words; null where the system does not tell. Linux only. */
export async function portHolder(port: number): Promise<string | null> {
  const inodes = new Set<string>();
  for (const table of ["/proc/net/tcp", "/proc/net/tcp6"]) {
    for (const line of (await textOf(table)).split("\n")) {
      const fields = line.trim().split(/\s+/);
      const [, local = "", , state] = fields;
      const inode = fields[9];
      const localPort = Number.parseInt(local.slice(local.lastIndexOf(":") + 1), 16);
      if (state === LISTENING && localPort === port && inode !== undefined) inodes.add(inode);
    }
  }
  if (inodes.size === 0) return null;
  for (const pid of (await namesIn("/proc")).filter((name) => /^\d+$/.test(name))) {
    for (const descriptor of await namesIn(`/proc/${pid}/fd`)) {
      const inode = /^socket:\[(\d+)\]$/.exec(await target(`/proc/${pid}/fd/${descriptor}`))?.[1];
      if (inode !== undefined && inodes.has(inode)) return processName(pid);
    }
  }
  return null;
}

/** TCP_LISTEN of the kernel's tcp_states.h. */
const LISTENING = "0A";

/** Never the whole command line: other people's arguments can hold secrets. */
async function processName(pid: string): Promise<string> {
  const [program = "", script = ""] = (await textOf(`/proc/${pid}/cmdline`)).split("\0");
  const names = `${basename(program)} ${basename(script)}`;
  if (/tiltmeter/.test(names)) return `another tiltmeter (process ${pid})`;
  if (/otel/.test(names)) return `an OpenTelemetry collector (process ${pid})`;
  const plain = basename(program).replace(/[^\w.+-]/g, "?") || "a process";
  return `${plain} (process ${pid})`;
}

// A process may end while we look, and those of others may not be looked at: both read as nothing.
const textOf = (path: string): Promise<string> => readFile(path, "utf8").catch(() => "");
const namesIn = (path: string): Promise<string[]> => readdir(path).catch(() => []);
const target = (path: string): Promise<string> => readlink(path).catch(() => "");
