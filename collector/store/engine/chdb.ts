/** What of the `chdb` package is used: nothing else of it is trusted. */
export interface Chdb {
  readonly Session: new (
    path: string,
    options: { readonly connectionArgs: readonly string[] },
  ) => ChdbSession;
  /** Resolves when no native work is left, deferred closes included. */
  readonly drainPending: () => Promise<void>;
}

export interface ChdbSession {
  readonly queryAsync: (
    sql: string,
    options: { readonly format: string },
  ) => Promise<{ readonly rowsRead: number; bytes(): Uint8Array }>;
  readonly close: () => void;
}

/** The embedded engine is not installed here, or does not load. */
export class EngineMissing extends Error {
  override readonly name = "EngineMissing";
}

/** The engine's allocator gives freed pages back after half a second, not five: merges follow each other sooner than that. */
const ALLOCATOR = "dirty_decay_ms:500";

/**
 * Loads the embedded engine, which is an optional dependency of 543 MB for glibc only.
 *
 * Main thread only: a worker thread that loaded it takes the process along when it ends. Throws
 * `EngineMissing`, which names the alternative.
 */
export async function loadChdb(): Promise<Chdb> {
  // Read once, as the engine's library is loaded; what an operator has set counts.
  process.env["JE_MALLOC_CONF"] ??= ALLOCATOR;
  try {
    return await import("chdb");
  } catch (cause) {
    throw new EngineMissing(
      "the embedded engine (npm package chdb) is not available here: it needs Linux with glibc 2.25 or macOS; " +
        "install it with `npm install chdb`, or use a ClickHouse server with `--store http://host:8123`",
      { cause },
    );
  }
}
