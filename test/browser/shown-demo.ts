import { startCollector } from "tiltmeter/cli/running";
import { systemClock } from "tiltmeter/clock";
import { runDemo } from "tiltmeter/demo/demo";

/** The demonstration, played through and still served. */
export interface ShownDemo {
  readonly url: string;
  /** Signs an administrator in, once. */
  readonly signInUrl: string;
  readonly admin: string;
  /** What it told the terminal. */
  readonly lines: readonly string[];
  readonly close: () => Promise<void>;
}

/**
 * Plays the demonstration as `tiltmeter demo` does, on a free port and a temporary folder; resolves when
 * the replay is through. `speed` divides its four minutes.
 */
export async function showDemo(speed: number): Promise<ShownDemo> {
  const lines: string[] = [];
  let stop: () => void = () => undefined;
  const stopRequested = new Promise<void>((resolve) => {
    stop = resolve;
  });
  const shown = await new Promise<
    Omit<ShownDemo, "lines" | "close"> & { running: Promise<unknown> }
  >((resolve, reject) => {
    let served: Omit<ShownDemo, "lines" | "close"> | null = null;
    const running = runDemo(
      { isOnce: false, host: "127.0.0.1", port: 0, data: null, speed },
      {
        serve: async (config) => {
          const { url, app, close } = await startCollector(config, SILENT);
          const signInUrl = app.signInUrl(url);
          served = { url, signInUrl, admin: app.firstKeys?.admin ?? "" };
          return { url, signInUrl, firstKeys: app.firstKeys, close };
        },
        now: systemClock.now,
        print: (line) => {
          lines.push(line);
          if (line.startsWith("the replay is through") && served !== null) {
            resolve({ ...served, running });
          }
        },
        interactive: false,
        stopRequested,
      },
    );
    running.then(() => reject(new Error("the demonstration ended before it was shown")), reject);
  });
  const { running, ...rest } = shown;
  return {
    ...{ ...rest, lines },
    close: async () => {
      stop();
      await running;
    },
  };
}

const SILENT = {
  print: () => undefined,
  complain: () => undefined,
  interactive: false,
  env: {},
  onSignal: () => () => undefined,
  onHangUp: () => () => undefined,
  abandon: (code: number): never => {
    throw new Error(`the demonstration was abandoned with code ${code}`);
  },
};
