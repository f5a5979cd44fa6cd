import { setOwn } from "../own-property.ts";

/** Calls of tools that one answer may be seen to make: more are hostile, and not counted. */
const CALLS_MAX = 1_000;
const NAME_LENGTH_MAX = 256;

/** Counts the tools that one answer asks for. A streamed call is told of many times, and has one key. */
export class ToolCount {
  readonly #names = new Map<string, string>();

  add(key: string, name: string): void {
    if (name === "" || this.#names.has(key) || this.#names.size >= CALLS_MAX) return;
    this.#names.set(key, name.slice(0, NAME_LENGTH_MAX));
  }

  read(): Readonly<Record<string, number>> {
    const counts = new Map<string, number>();
    for (const name of this.#names.values()) counts.set(name, (counts.get(name) ?? 0) + 1);
    const tools: Record<string, number> = {};
    for (const [name, count] of counts) setOwn(tools, name, count);
    return tools;
  }
}
