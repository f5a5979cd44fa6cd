import { createHash } from "node:crypto";
import { isIPv6 } from "node:net";

/** How often somebody may be wrong. */
export interface TryLimit {
  /** Tries that are looked at in a span; what comes more is refused unseen. */
  readonly tries: number;
  readonly spanMs: number;
}

const QUARTER_MS = 15 * 60_000;
/** 960 guesses a day: in a year fewer than there are words in a small dictionary, and a password has four. */
export const ACCOUNT_LIMIT: TryLimit = { tries: 10, spanMs: QUARTER_MS };
/** An office behind one address signs in at nine; ten of its people may mistype twice. */
export const ADDRESS_LIMIT: TryLimit = { tries: 20, spanMs: QUARTER_MS };
/** As many names and addresses are remembered at once; 2 MiB. */
const REMEMBERED_MAX = 20_000;

export type Try =
  | {
      readonly kind: "look";
      /** It was right: it does not count. */
      readonly forget: () => void;
    }
  | { readonly kind: "refused"; readonly retryAfterMs: number };

/** Counts tries by account and by address. */
export interface TryLimits {
  /**
   * Counts a try before it is looked at, so that many at once are no way round. `account` is what was typed,
   * whether or not anybody has it.
   */
  readonly begin: (of: { readonly account: string; readonly address: string }) => Try;
  /** Whether an account is locked now. */
  readonly isLocked: (account: string) => boolean;
  /** Forgets what was counted against an account. */
  readonly clear: (account: string) => void;
}

/** Limits in memory: a restart forgets them, which nobody outside can bring about. */
export function createTryLimits(of: {
  readonly now: () => number;
  readonly account?: TryLimit;
  readonly address?: TryLimit;
}): TryLimits {
  const accounts = counter(of.account ?? ACCOUNT_LIMIT, of.now);
  const addresses = counter(of.address ?? ADDRESS_LIMIT, of.now);
  return {
    begin: ({ account, address }) => {
      const [name, from] = [accountName(account), addressBucket(address)];
      const waitMs = Math.max(accounts.waitMs(name), addresses.waitMs(from));
      if (waitMs > 0) return { kind: "refused", retryAfterMs: waitMs };
      const [forgetAccount, forgetAddress] = [accounts.count(name), addresses.count(from)];
      const forget = (): void => {
        forgetAccount();
        forgetAddress();
      };
      return { kind: "look", forget };
    },
    isLocked: (account) => accounts.waitMs(accountName(account)) > 0,
    clear: (account) => accounts.clear(accountName(account)),
  };
}

/** What a host of one network shares: an IPv4 address, or the 64 bits of IPv6 that a connection is given. */
export function addressBucket(address: string): string {
  const plain = address.replace(/^::ffff:(?=\d+\.)/i, "").replace(/%.*$/, "");
  if (!isIPv6(plain)) return plain;
  const [head = "", tail = ""] = plain.split("::");
  const [first, last] = [head, tail].map((part) => part.split(":").filter((each) => each !== ""));
  const gap = plain.includes("::") ? 8 - (first?.length ?? 0) - (last?.length ?? 0) : 0;
  const groups = [...(first ?? []), ...Array.from({ length: gap }, () => "0"), ...(last ?? [])];
  return `${groups
    .slice(0, 4)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(":")}::/64`;
}

/** What was typed may be a password in the wrong field, so it is not kept itself. */
function accountName(typed: string): string {
  const plain = typed.normalize("NFKC").trim().toLowerCase();
  return createHash("sha256").update(plain).digest("base64url");
}

interface Counter {
  readonly waitMs: (name: string) => number;
  /** Counts one; what it returns takes it back. */
  readonly count: (name: string) => () => void;
  readonly clear: (name: string) => void;
}

function counter({ tries, spanMs }: TryLimit, now: () => number): Counter {
  /** Name → instants of its tries within the span, oldest first; the names in the order of their last try. */
  const known = new Map<string, readonly number[]>();
  const standing = (name: string): readonly number[] =>
    (known.get(name) ?? []).filter((atMs) => atMs > now() - spanMs);
  const put = (name: string, all: readonly number[]): void => {
    known.delete(name);
    if (all.length > 0) known.set(name, all);
    for (const [oldest] of known) {
      if (known.size <= REMEMBERED_MAX) break;
      known.delete(oldest);
    }
  };
  return {
    waitMs: (name) => {
      const all = standing(name);
      const oldest = all[all.length - tries];
      return oldest === undefined ? 0 : oldest + spanMs - now();
    },
    count: (name) => {
      const atMs = now();
      put(name, [...standing(name), atMs]);
      return () => {
        const all = standing(name);
        const at = all.lastIndexOf(atMs);
        if (at !== -1) put(name, [...all.slice(0, at), ...all.slice(at + 1)]);
      };
    },
    clear: (name) => void known.delete(name),
  };
}
