/** So many ids are remembered; an id that comes again after that many others names another prediction only by chance. */
const IDS_MAX = 10_000;

/**
 * Names predictions after the ids that their answers carry. Caches and stand-ins give one id to many answers: the
 * second becomes `ID#2`, the third `ID#3`.
 */
export class AnswerIds {
  readonly #times = new Map<string, number>();

  name(id: string): string {
    const times = (this.#times.get(id) ?? 0) + 1;
    this.#times.delete(id);
    this.#times.set(id, times);
    const [oldest] = this.#times.keys();
    if (this.#times.size > IDS_MAX && oldest !== undefined) this.#times.delete(oldest);
    return times === 1 ? id : `${id}#${times}`;
  }
}
