/** Between two looks for clients that nobody watches. */
const LOOK_EVERY_MS = 60_000;
/** A look that takes longer than this, as on a disk that hangs, is no longer waited for. */
const LOOK_MAX_MS = 5_000;
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
  readonly #onChange: () => void;
  readonly #watched = new Map<string, Set<string>>();
  #found: ReadonlyMap<string, string> = new Map();
  #lookAtMs = Number.NEGATIVE_INFINITY;
  #looking: Promise<void> | null = null;
  #hasLooked = false;
  #version = 0;

  /**
   * `find` tells name and version of each client; null: nobody looks, and nothing is told for its own sake.
   * `onChange` hears when the version changes.
   */
  constructor(
    find: (() => Promise<ReadonlyMap<string, string>>) | null,
    onChange: () => void = () => undefined,
  ) {
    this.#find = find;
    this.#onChange = onChange;
  }

  /** Changes whenever there is something to tell: after the first look, whatever it found, and when the account changes. */
  get version(): number {
    return this.#version;
  }

  /** A wrapper is live. The version is `""` where the client does not say. */
  add(name: string, version: string): void {
    const versions = this.#watched.get(name) ?? new Set();
    if (versions.has(version)) return;
    const before = this.#text();
    // A version that is told later takes the place of none.
    if (version !== "") versions.delete("");
    if (version !== "" || versions.size === 0) {
      if (versions.size < VERSIONS_MAX) versions.add(version);
    }
    this.#watched.set(name, versions);
    if (this.#find !== null && this.#text() !== before) this.#changed();
  }

  /**
   * What is known now; looks again in the background, once a minute at most. Instants are of a clock that does not
   * jump.
   */
  account(nowMs: number): Instrumented {
    void this.look(nowMs);
    return this.#account();
  }

  /** Resolves once what was found is known. Never rejects. */
  async look(nowMs: number): Promise<void> {
    if (this.#find === null || nowMs - this.#lookAtMs < LOOK_EVERY_MS) return;
    this.#lookAtMs = nowMs;
    const looking = this.#lookWith(this.#find);
    this.#looking = looking;
    await looking;
    if (this.#looking === looking) this.#looking = null;
  }

  /** True while an account would come too soon: the first look has begun, and does not take too long. */
  isLooking(nowMs: number): boolean {
    return this.#looking !== null && !this.#hasLooked && nowMs - this.#lookAtMs < LOOK_MAX_MS;
  }

  /** Resolves once no look is under way, or after `timeoutMs`; one that takes too long is not waited for. */
  async looked(nowMs: number, timeoutMs: number): Promise<void> {
    const leftMs = Math.min(timeoutMs, this.#lookAtMs + LOOK_MAX_MS - nowMs);
    if (this.#looking === null || leftMs <= 0) return;
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, leftMs);
    });
    await Promise.race([this.#looking, late]);
    clearTimeout(timer);
  }

  async #lookWith(find: () => Promise<ReadonlyMap<string, string>>): Promise<void> {
    const before = this.#hasLooked ? this.#text() : null;
    try {
      this.#found = await find();
    } catch {
      // A folder that cannot be read hides what it holds: what was known stays.
    }
    this.#hasLooked = true;
    if (this.#text() !== before) this.#changed();
  }

  #changed(): void {
    this.#version += 1;
    this.#onChange();
  }

  #account(): Instrumented {
    const instrumented = [...this.#watched].flatMap(([name, versions]) =>
      [...versions].map((version) => named(name, version)),
    );
    const uninstrumented = [...this.#found]
      .filter(([name]) => !this.#watched.has(name))
      .map(([name, version]) => named(name, version));
    return { instrumented: instrumented.sort(), uninstrumented: uninstrumented.sort() };
  }

  #text(): string {
    return JSON.stringify(this.#account());
  }
}

/** Name and version of `name@version`, where a name may begin with an `@` of its own; `""` where none is said. */
export function readInstrument(text: string): readonly [name: string, version: string] {
  const at = text.indexOf("@", 1);
  return at < 0 ? [text, ""] : [text.slice(0, at), text.slice(at + 1)];
}

function named(name: string, version: string): string {
  return version === "" ? name : `${name}@${version}`;
}
