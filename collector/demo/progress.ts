import { MultiBar } from "cli-progress";

/** Tells how far the replay is, and lets other lines through without tearing the bar. */
export interface Progress {
  readonly say: (line: string) => void;
  /** `done` mails of all, and what goes on. Cheap: call it as often as you like. */
  readonly update: (done: number, what: string) => void;
  readonly stop: () => void;
}

/** A line for every tenth of the replay where nobody watches a terminal: enough to see that it lives. */
const PLAIN_LINES = 10;

/** A bar where a person watches, plain lines elsewhere. */
export function createProgress(of: {
  readonly total: number;
  readonly interactive: boolean;
  readonly print: (line: string) => void;
}): Progress {
  return of.interactive ? bar(of.total) : plain(of.total, of.print);
}

function bar(total: number): Progress {
  const bars = new MultiBar({
    format: " {bar} {value}/{total} mails, {what}",
    hideCursor: true,
    clearOnComplete: false,
  });
  let isStopped = false;
  const single = bars.create(total, 0, { what: "starting" });
  return {
    say: (line) => void bars.log(`${line}\n`),
    update: (done, what) => single.update(done, { what }),
    stop: () => {
      if (!isStopped) bars.stop();
      isStopped = true;
    },
  };
}

function plain(total: number, print: (line: string) => void): Progress {
  let told = 0;
  return {
    say: print,
    update: (done, what) => {
      const tenth = Math.floor((PLAIN_LINES * done) / total);
      if (tenth <= told) return;
      told = tenth;
      print(`${done}/${total} mails, ${what}`);
    },
    stop: () => undefined,
  };
}
