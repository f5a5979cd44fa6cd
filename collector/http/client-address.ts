import type { Context } from "hono";

/**
 * Whose address a request came from: the connection's, or what the nearest of so many trusted proxies
 * wrote. More hops than are trusted are what anybody may have written, so they are not looked at.
 */
export function clientAddress(c: Context, trustedProxies: number): string {
  const env: { readonly incoming?: { readonly socket?: { readonly remoteAddress?: string } } } =
    c.env ?? {};
  const connected = env.incoming?.socket?.remoteAddress ?? "unknown";
  if (trustedProxies === 0) return connected;
  const hops = (c.req.header("x-forwarded-for") ?? "")
    .split(",")
    .map((hop) => hop.trim())
    .filter((hop) => hop !== "");
  return hops.at(-trustedProxies) ?? connected;
}
