import { hash, verify } from "@node-rs/argon2";

/**
 * Argon2id with 19 MiB, two passes, one lane: what OWASP's Password Storage Cheat Sheet sets as the least.
 * Some 50 ms of one core for whoever guesses, and for us.
 */
const PARAMETERS = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;
/** Hashing takes one of the platform's four workers, on which telemetry waits for its disk. */
const AT_ONCE = 1;
/** Half a second of hashing: whoever would wait longer is told to come back. */
const WAITING_MAX = 10;

/** More people sign in at once than can be looked at; they are asked to come back in some seconds. */
export class PasswordsBusy extends Error {
  override readonly name = "PasswordsBusy";

  constructor() {
    super(`more than ${WAITING_MAX} passwords wait to be looked at; try again in a few seconds`);
  }
}

/** Hashes and compares passwords, in turn and beside everything else. */
export interface Passwords {
  /** What is kept of a password, in the PHC format. Throws `PasswordsBusy`. */
  readonly hash: (password: string) => Promise<string>;
  /** Whether a password is the one behind a hash; takes as long where there is none. Throws `PasswordsBusy`. */
  readonly matches: (password: string, hash: string | null) => Promise<boolean>;
}

export function createPasswords(): Passwords {
  let running = 0;
  const waiting: (() => void)[] = [];
  /** Of nobody's password. Made at the first need and compared with ever after. */
  let decoy: Promise<string> | null = null;

  async function inTurn<T>(work: () => Promise<T>): Promise<T> {
    if (running >= AT_ONCE) {
      if (waiting.length >= WAITING_MAX) throw new PasswordsBusy();
      await new Promise<void>((resolve) => waiting.push(resolve));
    } else {
      running += 1;
    }
    try {
      return await work();
    } finally {
      const next = waiting.shift();
      if (next === undefined) running -= 1;
      else next();
    }
  }

  const hashed = (password: string): Promise<string> => hash(sameText(password), PARAMETERS);
  return {
    hash: (password) => inTurn(() => hashed(password)),
    matches: (password, stored) =>
      inTurn(async () => {
        decoy ??= hashed("nobody's password");
        const isMatch = await verify(stored ?? (await decoy), sameText(password));
        return stored !== null && isMatch;
      }),
  };
}

/** One password however a keyboard composes its letters (NIST SP 800-63B, 5.1.1.2). */
function sameText(password: string): string {
  return password.normalize("NFKC");
}
