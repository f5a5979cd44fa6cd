// The package ships no types; this is the part that the lock uses.
declare module "fs-native-extensions" {
  /** Takes an exclusive lock of the whole file; false when another open file has it. */
  export function tryLock(fd: number): boolean;
}
