/** Of the limit: what is beyond is for what is in hand already, and for the engine's merges. */
const SHARE_MAX = 0.8;
/** Containers without a limit say a number that no machine has. */
const UNLIMITED_BYTES = 2 ** 50;

/**
 * Memory from which on nothing more is taken, in bytes: four fifths of what was configured, or of what the
 * container of this process allows (cgroup); null where neither says anything.
 */
export function memoryMark(configuredBytes: number | null): number | null {
  const allowed = configuredBytes ?? containerBytes();
  return allowed === null ? null : Math.floor(allowed * SHARE_MAX);
}

function containerBytes(): number | null {
  const bytes = process.constrainedMemory();
  return bytes > 0 && bytes < UNLIMITED_BYTES ? bytes : null;
}
