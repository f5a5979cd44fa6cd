const LOOPBACK = new Set(["localhost", "127.0.0.1", "[::1]", "::1"]);

/**
 * Whether a request's `Host` is one of ours.
 *
 * A page of any site can have its own name resolve to 127.0.0.1 and then read what a browser here
 * may read (DNS rebinding); but it cannot choose the `Host` header. Bound to loopback, only loopback
 * names and the configured public host are ours; bound elsewhere, a proxy may call us anything.
 */
export function hostCheck(of: {
  readonly boundHost: string;
  readonly publicUrl: string | null;
}): (host: string | undefined) => boolean {
  if (!LOOPBACK.has(of.boundHost)) return () => true;
  const allowed = new Set(LOOPBACK);
  if (of.publicUrl !== null) allowed.add(new URL(of.publicUrl).hostname);
  return (host) => allowed.has((host ?? "").replace(/:\d+$/, "").toLowerCase());
}
