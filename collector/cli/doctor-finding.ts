/** One thing that was looked at. */
export interface Finding {
  /** What it is about: `disk`, `ledger`, `channel mail`. */
  readonly about: string;
  /** `well`; `look`: worth a look soon; `wrong`: something does not work or is being lost; `unknown`: could not be asked. */
  readonly state: "well" | "look" | "wrong" | "unknown";
  /** What was found, in words. */
  readonly says: string;
  /** What to do; absent where nothing is. */
  readonly next?: string;
}

export function well(about: string, says: string): Finding {
  return { about, state: "well", says };
}

export function look(about: string, says: string, next: string): Finding {
  return { about, state: "look", says, next };
}

export function wrong(about: string, says: string, next: string): Finding {
  return { about, state: "wrong", says, next };
}

export function unknown(about: string, says: string, next: string): Finding {
  return { about, state: "unknown", says, next };
}

/** Runs one look; what throws is itself a finding, so that one broken thing hides no other. */
export async function looked(
  about: string,
  at: () => Promise<readonly Finding[]>,
): Promise<readonly Finding[]> {
  try {
    return await at();
  } catch (error) {
    const says = error instanceof Error ? error.message : String(error);
    return [wrong(about, says, "see the message; what it names is where to look first")];
  }
}

/** `3 days`, `5 hours`, `12 minutes`, `4 seconds`. */
export function spanInWords(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1000));
  const [size, unit] =
    seconds >= 172_800
      ? [86_400, "day"]
      : seconds >= 7_200
        ? [3_600, "hour"]
        : seconds >= 120
          ? [60, "minute"]
          : [1, "second"];
  const count = Math.floor(seconds / size);
  return `${count} ${unit}${count === 1 ? "" : "s"}`;
}
