/** What people are told of the spool, once each. */

export function fullNotice(folder: string, bytesMax: number): string {
  const size = `${Math.round(bytesMax / 1_048_576)} MiB`;
  return `the spool at ${folder} is full (${size}): records wait in memory until the collector takes some; raise spool.bytesMax for longer outages`;
}

export function failingNotice(folder: string, why: string): string {
  return `the spool at ${folder} cannot be written to (${why}): records wait in memory alone until it can, and a kill loses them`;
}

export function unopenedNotice(folder: string, why: string): string {
  return `the spool at ${folder} cannot be opened (${why}): records wait in memory alone, and a kill loses them; name a folder that this process may write to`;
}

export function asideNotice(place: string): string {
  return `a file of the spool cannot be sent and was set aside (${place}): its records show as missing; look at it, and delete it`;
}
