/** Tells the operator of the process a thing once, and once only, whatever happens afterwards. */
export class Notices {
  readonly #tell: (message: string) => void;
  readonly #told = new Set<string>();

  constructor(tell: (message: string) => void) {
    this.#tell = tell;
  }

  once(kind: string, message: () => string): void {
    if (this.#told.has(kind)) return;
    this.#told.add(kind);
    try {
      this.#tell(`tiltmeter: ${message()}`);
    } catch {
      // A console that throws is not ours to repair, and the host must not feel it.
    }
  }
}
