/** All bodies that are being read or worked on, wire and decompressed bytes together. */
export const IN_FLIGHT_BYTES_MAX = 67_108_864; // 64 MiB
/** One key may not hold more than half of that, so that a flood of one leaves room for the others. */
export const KEY_BYTES_MAX = 33_554_432; // 32 MiB

/** Bytes that one request holds. */
export interface Reservation {
  /** Holds this many bytes from now on, more or fewer; says which limit forbids more. */
  readonly resize: (bytes: number) => Refused | null;
  readonly release: () => void;
}

/** `key`: the sender's own limit (429). `total`: everybody's (503). */
export type Refused = "key" | "total";

export interface ByteBudget {
  readonly take: (key: string, bytes: number) => Reservation | Refused;
  /** Bytes held now. */
  readonly held: () => number;
}

/** Counts the bytes in flight; whoever would go over is refused at once, nobody waits. */
export function createByteBudget(
  limits: { readonly totalMax: number; readonly keyMax: number } = {
    totalMax: IN_FLIGHT_BYTES_MAX,
    keyMax: KEY_BYTES_MAX,
  },
): ByteBudget {
  const byKey = new Map<string, number>();
  let total = 0;
  return {
    held: () => total,
    take: (key, bytes) => {
      let mine = 0;
      const resize = (next: number): Refused | null => {
        const ofKey = byKey.get(key) ?? 0;
        const more = next - mine;
        if (more > 0 && total + more > limits.totalMax) return "total";
        if (more > 0 && ofKey + more > limits.keyMax) return "key";
        total += more;
        mine = next;
        if (ofKey + more > 0) byKey.set(key, ofKey + more);
        else byKey.delete(key);
        return null;
      };
      return (
        resize(bytes) ?? {
          resize,
          release: () => {
            resize(0);
          },
        }
      );
    },
  };
}
