import { readFile } from "node:fs/promises";

/** A loop that looks at control files, and never throws. */
export interface Watching {
  /** Reads them now, changed or not. */
  readonly reload: () => Promise<void>;
  stop(): Promise<void>;
}

/**
 * Looks at files every `everyMs` and reloads when their bytes have changed and stood still for one look:
 * a file that is being written is no file yet.
 */
export function watchControls(of: {
  readonly files: readonly string[];
  readonly everyMs: number;
  readonly hash: (text: string) => string;
  readonly reload: () => Promise<unknown>;
  readonly onError: (error: unknown) => void;
}): Watching {
  let isStopped = false;
  let timer: NodeJS.Timeout | undefined;
  // What was in force at the start may have been another file a moment ago: the first look reads it again.
  let read = "";
  let seen: string | null = null;
  let turn: Promise<void> = look();

  async function look(): Promise<void> {
    const digest = await digestOf(of.files, of.hash);
    const isSettled = digest === seen;
    seen = digest;
    if (digest !== read && isSettled) await reload();
  }

  async function reload(): Promise<void> {
    read = await digestOf(of.files, of.hash);
    try {
      await of.reload();
    } catch (error) {
      // The next look tries again.
      read = "";
      of.onError(error);
    }
  }

  function schedule(): void {
    if (isStopped) return;
    timer = setTimeout(() => {
      turn = turn.then(look).then(schedule);
    }, of.everyMs);
    timer.unref();
  }

  turn = turn.then(schedule);
  return {
    reload: () => {
      turn = turn.then(reload);
      return turn;
    },
    async stop() {
      isStopped = true;
      clearTimeout(timer);
      await turn;
    },
  };
}

/** One digest of all of them; a file that cannot be read counts as such. */
async function digestOf(files: readonly string[], hash: (text: string) => string): Promise<string> {
  const texts = await Promise.all(
    files.map((file) => readFile(file, "utf8").then(hash, () => "unreadable")),
  );
  return texts.join(" ");
}
