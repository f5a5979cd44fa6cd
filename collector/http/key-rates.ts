/** What one key may send over time; null: as much as it likes. */
export interface KeyRate {
  readonly recordsPerSecond: number | null;
  readonly bytesPerSecond: number | null;
  /** So many seconds' worth may come at once. */
  readonly burstSeconds: number;
}

/** Budgets of records and bytes, one of each for every key. */
export interface KeyRates {
  /** Which budget of the key is used up; null: it may send. */
  readonly usedUp: (key: string) => "records" | "bytes" | null;
  /** Takes what was sent from the budgets of its key; what is not there is owed. */
  readonly spend: (key: string, of: { readonly records: number; readonly bytes: number }) => void;
}

interface Spent {
  records: number;
  bytes: number;
  atMs: number;
}

/** Keys that have sent lately; of others there is nothing to know. */
const KEYS_MAX = 10_000;

/**
 * Buckets that fill at the rate of their key, up to its burst.
 *
 * How many records a request has is known once it is decoded, so a request is let in while anything is left and
 * may use up more than that: the next ones wait until it is made up for. Over time no key gets more than its
 * rate, whatever the size of its requests. `elapsedMs` is a clock that never jumps.
 */
export function createKeyRates(
  rateOf: (key: string) => KeyRate,
  elapsedMs: () => number,
): KeyRates {
  /** What is not there yet of each full bucket. Silent longest first. */
  const spent = new Map<string, Spent>();

  function now(key: string, rate: KeyRate): Spent {
    const atMs = elapsedMs();
    const before = spent.get(key);
    if (before === undefined) return { records: 0, bytes: 0, atMs };
    const seconds = Math.max(0, atMs - before.atMs) / 1000;
    return {
      records: Math.max(0, before.records - (rate.recordsPerSecond ?? 0) * seconds),
      bytes: Math.max(0, before.bytes - (rate.bytesPerSecond ?? 0) * seconds),
      atMs,
    };
  }

  return {
    usedUp: (key) => {
      const rate = rateOf(key);
      const { recordsPerSecond, bytesPerSecond, burstSeconds } = rate;
      if (recordsPerSecond === null && bytesPerSecond === null) return null;
      const { records, bytes } = now(key, rate);
      if (recordsPerSecond !== null && records >= recordsPerSecond * burstSeconds) return "records";
      if (bytesPerSecond !== null && bytes >= bytesPerSecond * burstSeconds) return "bytes";
      return null;
    },
    spend: (key, of) => {
      const rate = rateOf(key);
      if (rate.recordsPerSecond === null && rate.bytesPerSecond === null) return;
      const { records, bytes, atMs } = now(key, rate);
      spent.delete(key);
      spent.set(key, {
        records: rate.recordsPerSecond === null ? 0 : records + of.records,
        bytes: rate.bytesPerSecond === null ? 0 : bytes + of.bytes,
        atMs,
      });
      const [oldest] = spent.keys();
      if (spent.size > KEYS_MAX && oldest !== undefined) spent.delete(oldest);
    },
  };
}
