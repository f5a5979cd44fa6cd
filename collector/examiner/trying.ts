import type { NotFoundOut } from "@tiltmeter/rules";

/** Looks for several things of which each may fail: one that does leaves a word on why. */
export interface Trying {
  readonly unknown: readonly NotFoundOut[];
  /** Some question was not answered, and may be at another time. */
  readonly hasFailed: boolean;
  /** The answer, or null where asking failed. */
  readonly ask: <T>(what: string, asked: () => T | Promise<T>) => Promise<T | null>;
  /** What nobody could answer. */
  readonly lack: (what: string, why: string) => null;
}

export function trying(): Trying {
  const unknown: NotFoundOut[] = [];
  let hasFailed = false;
  return {
    unknown,
    get hasFailed() {
      return hasFailed;
    },
    ask: async (what, asked) => {
      try {
        return await asked();
      } catch (error) {
        // What has no answer has none later, either.
        const isRefused = error instanceof Error && error.name === "SeriesRefused";
        hasFailed ||= !isRefused;
        const why = error instanceof Error ? error.message : String(error);
        unknown.push({ what, why: why.slice(0, WHY_MAX) });
        return null;
      }
    },
    lack: (what, why) => {
      unknown.push({ what, why: why.slice(0, WHY_MAX) });
      return null;
    },
  };
}

/** An entry is small; an engine's message can be pages long. */
const WHY_MAX = 300;
