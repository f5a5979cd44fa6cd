/** A line or event longer than this is passed over: nobody's answer, and it must not fill the memory. */
const EVENT_LENGTH_MAX = 4 * 1_048_576;

/**
 * Reads server-sent events from text as it comes, in whatever pieces: calls `onData` with each event's data.
 *
 * The grammar is that of the HTML standard (9.2.5): lines end with CR, LF or both; data lines of one event are
 * joined by LF; an event ends with an empty line. Names and ids are not needed here.
 */
export class EventStreamReader {
  readonly #onData: (data: string) => void;
  #rest = "";
  #data: string[] = [];
  #length = 0;
  #isAfterReturn = false;

  constructor(onData: (data: string) => void) {
    this.#onData = onData;
  }

  add(text: string): void {
    let from = 0;
    for (let at = 0; at < text.length; at += 1) {
      const code = text.charCodeAt(at);
      if (code === 10 && this.#isAfterReturn) {
        this.#isAfterReturn = false;
        from = at + 1;
        continue;
      }
      this.#isAfterReturn = code === 13;
      if (code !== 10 && code !== 13) continue;
      this.#line(this.#rest + text.slice(from, at));
      this.#rest = "";
      from = at + 1;
    }
    if (this.#rest.length + text.length - from <= EVENT_LENGTH_MAX) this.#rest += text.slice(from);
  }

  /** The text is over. An event that no empty line has ended is none by the standard, but some servers send it. */
  end(): void {
    if (this.#rest !== "") this.#line(this.#rest);
    this.#line("");
  }

  #line(line: string): void {
    if (line === "") {
      if (this.#data.length > 0 && this.#length <= EVENT_LENGTH_MAX) {
        this.#onData(this.#data.join("\n"));
      }
      this.#data = [];
      this.#length = 0;
      return;
    }
    if (!line.startsWith("data:")) return;
    this.#length += line.length;
    if (this.#length > EVENT_LENGTH_MAX) this.#data = [];
    else this.#data.push(line.slice(line.startsWith("data: ") ? 6 : 5));
  }
}
