/** Cheaper questions are always asked again. */
const CHEAP_MS = 40;
/** Of the time, at most: an expensive question that everybody asks is asked again after twenty times what it took. */
const SHARE = 20;
/** Whatever it costs, an answer is no older. */
const AGE_MS_MAX = 60_000;
/** The largest are a hundred kilobytes. */
const ANSWERS_MAX = 128;

interface Answer<A> {
  readonly version: string;
  readonly answer: Promise<A>;
  readonly askedMs: number;
  /** Null while it is on its way. */
  readonly tookMs: number | null;
}

/**
 * Asks a question again only where its answer may have changed: `version` says what it rests on. Questions at
 * once are one. Where the version moves all the time, an expensive answer is given for a while longer (a minute
 * at most), a cheap one never, and with `isExact` none. A failure is not kept.
 */
export function createKept<Query, A>(of: {
  readonly ask: (query: Query) => Promise<A>;
  readonly version: () => string;
  readonly keyOf: (query: Query) => string;
  readonly isExact: boolean;
  /** Milliseconds that only grow. */
  readonly stopwatch: () => number;
}): (query: Query) => Promise<A> {
  const answers = new Map<string, Answer<A>>();
  return (query) => {
    const [key, version, nowMs] = [of.keyOf(query), of.version(), of.stopwatch()];
    const last = answers.get(key);
    const isUsed = last?.version === version || (!of.isExact && isGoodEnough(last, nowMs));
    if (last !== undefined && isUsed) return last.answer;
    const answer = of.ask(query);
    const asked = { version, answer, askedMs: nowMs };
    answers.delete(key);
    answers.set(key, { ...asked, tookMs: null });
    const [oldest] = answers.keys();
    if (answers.size > ANSWERS_MAX && oldest !== undefined) answers.delete(oldest);
    const isOurs = (): boolean => answers.get(key)?.answer === answer;
    answer.then(
      () => {
        const tookMs = of.stopwatch() - nowMs;
        if (isOurs()) answers.set(key, { ...asked, tookMs });
      },
      () => {
        if (isOurs()) answers.delete(key);
      },
    );
    return answer;
  };
}

function isGoodEnough(last: Answer<unknown> | undefined, nowMs: number): boolean {
  if (last === undefined || last.tookMs === null || last.tookMs < CHEAP_MS) return false;
  return nowMs - last.askedMs < Math.min(AGE_MS_MAX, last.tookMs * SHARE);
}
