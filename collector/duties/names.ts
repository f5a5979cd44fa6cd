/** Names by number, from 0 in the order in which they came, so that many can be compared as numbers. */
export class Names {
  readonly #numbers = new Map<string, number>();
  readonly all: string[] = [];

  /** A new one where the name has none. */
  numberOf(name: string): number {
    const known = this.#numbers.get(name);
    if (known !== undefined) return known;
    const number = this.all.push(name) - 1;
    this.#numbers.set(name, number);
    return number;
  }
}
