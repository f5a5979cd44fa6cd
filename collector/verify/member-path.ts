/**
 * What is wrong with the path of a member, or null where it may stand in a package.
 *
 * Narrow on purpose: a path means one file on every system, whether case counts there or not, and
 * leads nowhere outside the package. At most 150 characters, of which 96 in the last part.
 */
export function memberPathFault(path: string): string | null {
  if (path.length === 0 || path.length > PATH_CHARACTERS_MAX) {
    return `a member's path has 1 to ${PATH_CHARACTERS_MAX} characters, got ${path.length}`;
  }
  const parts = path.split("/");
  for (const part of parts) {
    if (!PART.test(part)) {
      return `a member's path has parts of a-z, A-Z, 0-9, "-", "_" and ".", that begin with a letter or digit and do not end with a dot, got ${JSON.stringify(part.slice(0, 80))}`;
    }
    if (DEVICE.test(part)) return `${JSON.stringify(part)} is the name of a device on Windows`;
  }
  const last = parts.at(-1) ?? "";
  if (last.length > NAME_CHARACTERS_MAX) {
    return `a member's name has at most ${NAME_CHARACTERS_MAX} characters, got ${last.length}`;
  }
  return null;
}

/**
 * The first two paths that cannot lie beside each other: equal but for their case, or one the folder
 * of the other. Null where there are none.
 */
export function pathClash(paths: readonly string[]): readonly [string, string] | null {
  const files = new Map<string, string>();
  for (const path of paths) {
    const other = files.get(path.toLowerCase());
    if (other !== undefined) return [other, path];
    files.set(path.toLowerCase(), path);
  }
  for (const path of paths) {
    const parts = path.toLowerCase().split("/");
    for (let n = 1; n < parts.length; n += 1) {
      const other = files.get(parts.slice(0, n).join("/"));
      if (other !== undefined) return [other, path];
    }
  }
  return null;
}

/** A tar header has 155 bytes for the folders; and some programs on Windows count to 260 in all. */
const PATH_CHARACTERS_MAX = 150;
/** A tar header has 100 bytes for the name. */
const NAME_CHARACTERS_MAX = 96;
const PART = /^[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9_-])?$/;
const DEVICE = /^(?:con|prn|aux|nul|com[0-9]|lpt[0-9])(?:\.|$)/i;
