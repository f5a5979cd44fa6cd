/**
 * Whether a browser sent this from one of our own pages.
 *
 * By `Sec-Fetch-Site` where the browser sends it (all since 2023), else by `Origin`. Without either
 * the answer is no: whoever is no browser can send a key instead of a session.
 */
export function isSameOrigin(of: {
  readonly secFetchSite: string | undefined;
  readonly origin: string | undefined;
  readonly host: string | undefined;
}): boolean {
  if (of.secFetchSite !== undefined) {
    return of.secFetchSite === "same-origin" || of.secFetchSite === "none";
  }
  if (of.origin === undefined || !URL.canParse(of.origin)) return false;
  return new URL(of.origin).host === of.host;
}
