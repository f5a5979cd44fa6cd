/** Ids that are remembered: a provider that repeats one does so soon, and the memory is bounded. */
const REMEMBERED_MAX = 16_384;
/** An id of a prediction has at most 256 characters; the count takes some. */
const ID_LENGTH_MAX = 240;

/**
 * Names predictions after the provider's ids of its answers, so that what is said of an answer by its id finds
 * its prediction. An id that came before, as from a cache, is told apart: `ID#2`, `ID#3`, ….
 */
export class AnswerNames {
  readonly #seen = new Map<string, number>();

  /** Null where there is no id to name it after. */
  name(responseId: string): string | null {
    if (responseId === "" || responseId.length > ID_LENGTH_MAX) return null;
    let times = (this.#seen.get(responseId) ?? 0) + 1;
    // A provider may give an id that looks like a name of ours.
    while (times > 1 && this.#seen.has(`${responseId}#${times}`)) times += 1;
    this.#remember(responseId, times);
    if (times === 1) return responseId;
    const name = `${responseId}#${times}`;
    this.#remember(name, 1);
    return name;
  }

  /** Put to the end, so that the ones that were seen long ago are forgotten first. */
  #remember(id: string, times: number): void {
    this.#seen.delete(id);
    this.#seen.set(id, times);
    if (this.#seen.size <= REMEMBERED_MAX) return;
    const [oldest] = this.#seen.keys();
    if (oldest !== undefined) this.#seen.delete(oldest);
  }
}
