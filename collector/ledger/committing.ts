import type { LedgerEntry } from "./entry.ts";
import type { Decision } from "./ledger.ts";
import { type SpokenText, spokenTexts, withCommitments } from "./spoken.ts";
import type { GovernanceState } from "./state.ts";

type Transact = <T>(decide: (state: GovernanceState) => Decision<T>) => Promise<T>;

/** Where words are kept. */
interface Keeping {
  /** Stores texts; on the disk when it resolves. Commitments in their order. */
  readonly put: (texts: readonly SpokenText[]) => Promise<readonly string[]>;
  /** Destroys what turned out not to be needed. */
  readonly erase: (commitments: readonly string[]) => Promise<unknown>;
}

/**
 * The door to the ledger for what people do: decisions are taken over words, entries say commitments.
 *
 * The decision is taken twice: once to see its words, which are stored, and once in the ledger's turn,
 * where they are looked up; so it must do nothing but decide. Words are on the disk before the entry is:
 * a crash between leaves a text that nothing speaks of, which the next start sweeps, and never an entry
 * whose words are nowhere. Names are not turned here: a decision compares people, so it needs pseudonyms.
 */
export function committing(
  ledger: { readonly state: GovernanceState; readonly transact: Transact },
  words: Keeping,
): Door {
  const running = new Set<Promise<unknown>>();
  let isCertain = true;

  async function transact<T>(decide: (state: GovernanceState) => Decision<T>): Promise<T> {
    const stored = new Map<string, string[]>();
    const used = new Set<string>();
    let isDecided = false;
    try {
      let missing = decide(ledger.state).entries.flatMap(spokenTexts);
      for (let attempt = 0; attempt < ATTEMPTS_MAX; attempt += 1) {
        const commitments = await words.put(missing);
        for (const [i, text] of missing.entries()) keep(stored, text, commitments[i] ?? "");
        const outcome = await ledger.transact((state): Decision<Outcome<T>> => {
          const { entries, result } = decide(state);
          const left = new Map([...stored].map(([key, all]) => [key, [...all]]));
          const lacking: SpokenText[] = [];
          const taken: string[] = [];
          const committed: LedgerEntry[] = entries.map((entry) =>
            withCommitments(entry, (text) => {
              const commitment = left.get(keyOf(text))?.shift();
              if (commitment === undefined) lacking.push(text);
              else taken.push(commitment);
              return commitment ?? text.text;
            }),
          );
          if (lacking.length > 0) return { entries: [], result: { lacking } };
          for (const each of taken) used.add(each);
          return { entries: committed, result: { done: result } };
        });
        if ("done" in outcome) {
          isDecided = true;
          return outcome.done;
        }
        missing = [...outcome.lacking];
      }
      throw new Error(
        `an act decided ${ATTEMPTS_MAX} times for other words; it must decide the same for the same state`,
      );
    } finally {
      const unused = [...stored.values()].flat().filter((commitment) => !used.has(commitment));
      // A ledger that failed may have the entry on its disk all the same: the next start looks.
      if (!isDecided && unused.length + used.size > 0) isCertain = false;
      else if (unused.length > 0) await words.erase(unused);
    }
  }

  return {
    transact: (decide) => {
      const turn = transact(decide);
      const seen = turn.catch(() => undefined).finally(() => running.delete(seen));
      running.add(seen);
      return turn;
    },
    settled: async () => {
      while (running.size > 0) await Promise.all(running);
      return isCertain;
    },
  };
}

/** What people act through. */
export interface Door {
  readonly transact: Transact;
  /** Waits for the acts that run; false where one failed so that its words may or may not be spoken of. */
  readonly settled: () => Promise<boolean>;
}

type Outcome<T> = { readonly done: T } | { readonly lacking: readonly SpokenText[] };

/** The state moves between two attempts only where somebody else acts at the same time. */
const ATTEMPTS_MAX = 8;

function keep(stored: Map<string, string[]>, text: SpokenText, commitment: string): void {
  const all = stored.get(keyOf(text));
  if (all === undefined) stored.set(keyOf(text), [commitment]);
  else all.push(commitment);
}

/** Not the instant: the second decision may be taken a millisecond later. */
function keyOf({ text, subject, by }: SpokenText): string {
  return JSON.stringify([subject, by, text]);
}
