/** Between two looks for clients that nobody watches. */
const LOOK_EVERY_MS = 60_000;
/** Versions of one client that are told apart in one process: more is a mistake of ours. */
const VERSIONS_MAX = 16;

/** What of a process's clients of models is watched, as its heartbeats tell. */
export interface Instrumented {
  /** E.g. `openai@7.59.0`, in order. */
  readonly instrumented: readonly string[];
  readonly uninstrumented: readonly string[];
}

/**
 * What of the clients of models is watched, and what was found that is not. To be found means to be installed where
 * the process can load it: a hint, and no proof that it is used.
 */
export class Instruments {
  readonly #find: (() => Promise<ReadonlyMap<string, string>>) | null;
  readonly #watched = new Map<string, Set<string>>();
  #found: ReadonlyMap<string, string> = new Map();
  #lookAtMs = Number.NEGATIVE_INFINITY;

  /** `find` tells name and version of each client; null: nobody looks. */
  constructor(find: (() => Promise<ReadonlyMap<string, string>>) | null) {
    this.#find = find;
  }

  /** A wrapper is live. The version is `""` where the client does not say. */
  add(name: string, version: string): void {
    const versions = this.#watched.get(name) ?? new Set();
    // A version that is told later takes the place of none.
    if (version !== "") versions.delete("");
    if (version !== "" || versions.size === 0) {
      if (versions.size < VERSIONS_MAX) versions.add(version);
    }
    this.#watched.set(name, versions);
  }

  /**
   * What is known now; looks again in the background, once a minute at most. Instants are of a clock that does not
   * jump.
   */
  account(nowMs: number): Instrumented {
    void this.look(nowMs);
    const instrumented = [...this.#watched].flatMap(([name, versions]) =>
      [...versions].map((version) => named(name, version)),
    );
    const uninstrumented = [...this.#found]
      .filter(([name]) => !this.#watched.has(name))
      .map(([name, version]) => named(name, version));
    return { instrumented: instrumented.sort(), uninstrumented: uninstrumented.sort() };
  }

  /** Resolves once what was found is known. Never rejects. */
  async look(nowMs: number): Promise<void> {
    if (this.#find === null || nowMs - this.#lookAtMs < LOOK_EVERY_MS) return;
    this.#lookAtMs = nowMs;
    try {
      this.#found = await this.#find();
    } catch {
      // A folder that cannot be read hides what it holds: what was known stays.
    }
  }
}

function named(name: string, version: string): string {
  return version === "" ? name : `${name}@${version}`;
}
