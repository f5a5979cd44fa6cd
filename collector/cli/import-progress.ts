import { SingleBar } from "cli-progress";

/** Tells how far an import is. */
export interface ImportProgress {
  readonly update: (row: number, share: number) => void;
  /** A line of its own, which does not tear the bar. */
  readonly say: (line: string) => void;
  readonly stop: () => void;
}

/** A bar where a person watches standard error, a line for every tenth elsewhere. */
export function importProgress(of: {
  readonly interactive: boolean;
  readonly complain: (line: string) => void;
}): ImportProgress {
  return of.interactive ? bar(of.complain) : plain(of.complain);
}

function bar(complain: (line: string) => void): ImportProgress {
  const single = new SingleBar({
    format: " {bar} {percentage}% {row} rows",
    hideCursor: true,
    clearOnComplete: true,
    stream: process.stderr,
  });
  single.start(1000, 0, { row: 0 });
  return {
    update: (row, share) => single.update(Math.round(share * 1000), { row }),
    say: (line) => {
      process.stderr.write("\r\u001B[K");
      complain(line);
    },
    stop: () => single.stop(),
  };
}

const LINES = 10;

function plain(complain: (line: string) => void): ImportProgress {
  let told = 0;
  return {
    update: (row, share) => {
      const tenth = Math.floor(share * LINES);
      if (tenth <= told || tenth >= LINES) return;
      told = tenth;
      complain(`${tenth * (100 / LINES)} %: ${row} rows`);
    },
    say: complain,
    stop: () => undefined,
  };
}
