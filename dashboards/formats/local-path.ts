/** A path of this site, never another's: `//host` and `/\host` lead away, and lead to `/` here. */
export function localPath(text: string): string {
  return /^\/(?![/\\])[^\s\\]*$/.test(text) ? text : "/";
}
