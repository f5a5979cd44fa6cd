import { Command, InvalidArgumentError } from "commander";
import { systemClock } from "../clock.ts";
import type { Config } from "../config.ts";
import type { Served } from "../demo/demo.ts";
import { AddressTaken } from "./address-taken.ts";
import { EXIT, type Finish } from "./exit-code.ts";
import { portNumber } from "./serve.ts";
import { createStopping } from "./stopping.ts";
import type { Terminal } from "./terminal.ts";

interface DemoFlags {
  readonly once?: true;
  readonly host: string;
  readonly port?: number;
  readonly data?: string;
  readonly speed: number;
}

const PORT = 4318;

/** `tiltmeter demo`: the product at work on real mail, in four minutes. */
export function demoCommand(terminal: Terminal, finish: Finish): Command {
  return new Command("demo")
    .description(
      "watch a spam filter meet mail that it was not trained on, and an assistant whose model is changed; until stopped",
    )
    .option("--once", "end after the replay, with a summary")
    .option("--speed <factor>", "play the replay faster, 1 to 10", speedFactor, 1)
    .option("--data <folder>", "a new or empty folder to keep (default: a temporary one)")
    .option("--host <host>", "address to listen on", "127.0.0.1")
    .option("--port <number>", `port to listen on (default: ${PORT}, or a free one)`, portNumber)
    .addHelpText("after", DEMO_HELP)
    .action(async (flags: DemoFlags) => {
      const stopping = createStopping(terminal);
      const { runDemo } = await import("../demo/demo.ts");
      const hasRaised = await runDemo(
        {
          isOnce: flags.once === true,
          host: flags.host,
          port: flags.port ?? PORT,
          data: flags.data ?? null,
          speed: flags.speed,
        },
        {
          serve: (config) => serve(config, flags.port === undefined, terminal),
          now: systemClock.now,
          print: terminal.print,
          interactive: terminal.interactive,
          stopRequested: stopping.requested,
        },
      );
      stopping.done();
      finish(hasRaised ? EXIT.ok : EXIT.failed);
    });
}

const DEMO_HELP = `
Trains a spam filter on the first groups of a real mail corpus, puts it into service with three
lines of the SDK, and replays the later groups: a minute of past at once, 20 s of calm, then three
minutes in which the mail drifts away. Reviewers relabel, owners file their mail, controls are judged
four times a minute, nonconformities are raised, and a signed webhook arrives at a receiver in this
process. Beside it an assistant explains the filter to people, through the real client of OpenAI
and a server in this process that plays the supplier; half way another model answers under the
same name, and nobody is told. Without the corpus package the mail is simulated, without the
client the assistant is left out, and it says so. No browser is opened: the sign-in link is printed.

Examples:
  $ tiltmeter demo
  $ tiltmeter demo --once --speed 4       about a minute, then a summary
  $ tiltmeter demo --data demo-data       kept; tiltmeter serve --data demo-data shows it again

Exit codes:
  0    stopped on request, or with --once: nonconformities were raised
  1    failed, or with --once: nothing was raised
  2    the command line cannot be understood
  3    the address is taken
  130  ended at once by a second signal`;

/** The usual port where it is free; a demonstration is no reason to fail on a taken one that nobody asked for. */
async function serve(config: Config, isAnyPort: boolean, terminal: Terminal): Promise<Served> {
  const { startCollector } = await import("./running.ts");
  const running = await startCollector(config, terminal).catch((error: unknown) => {
    if (!isAnyPort || !(error instanceof AddressTaken)) throw error;
    terminal.complain(`${error.message}; taking a free one`);
    return startCollector({ ...config, listen: { ...config.listen, port: 0 } }, terminal);
  });
  return {
    url: running.url,
    signInUrl: running.app.signInUrl(running.url),
    firstKeys: running.app.firstKeys,
    close: running.close,
  };
}

function speedFactor(text: string): number {
  const speed = Number(text);
  if (speed >= 1 && speed <= 10) return speed;
  throw new InvalidArgumentError("The speed is a number from 1 to 10.");
}
