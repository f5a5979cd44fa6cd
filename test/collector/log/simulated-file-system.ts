import { dirname } from "node:path";
import type { LogFile, LogFileSystem } from "tiltmeter/log/file-system";

/** What is about to happen to the disk. */
export interface Operation {
  readonly kind:
    | "list"
    | "open"
    | "create"
    | "read"
    | "write"
    | "datasync"
    | "rename"
    | "remove"
    | "syncFolder";
  readonly path: string;
  /** The bytes of a read. */
  readonly range?: { readonly start: number; readonly end: number };
}

/** What goes wrong with an operation; a short write takes some bytes and says so. */
export type Fault = "EIO" | "ENOSPC" | "short";

const SECTOR = 512;

/** A file: what readers see, what the platter holds, and which sectors differ and will be written. */
interface Inode {
  current: Buffer;
  durable: Buffer;
  readonly dirty: Set<number>;
  sizeIsDirty: boolean;
  /** True while another disk, or the other side of this one, may have the same bytes: copy before a change. */
  isShared: boolean;
}

/** A file that is on the platter as it is seen. */
function settled(bytes: Buffer): Inode {
  return { current: bytes, durable: bytes, dirty: new Set(), sizeIsDirty: false, isShared: true };
}

function mustOwn(inode: Inode): void {
  if (!inode.isShared) return;
  inode.current = Buffer.from(inode.current);
  inode.durable = Buffer.from(inode.durable);
  inode.isShared = false;
}

/** A change of a folder that is not on the disk yet. */
type Entry =
  | { readonly kind: "link"; readonly path: string; readonly inode: Inode }
  | { readonly kind: "unlink"; readonly path: string }
  | { readonly kind: "rename"; readonly from: string; readonly to: string; readonly inode: Inode };

/**
 * A disk with everything a power cut may do to it.
 *
 * Sectors of 512 bytes reach the platter in any order and may tear; a file's size may arrive
 * before its bytes, which then are zeros or what stood there before; names reach the disk when the
 * folder is synced, or earlier, or not. A failed sync keeps the pages visible, drops some for good
 * and calls them clean, as Linux does. Random is an argument, so a seed gives one history.
 */
export class SimulatedFileSystem implements LogFileSystem {
  /** Called before an operation takes effect, and half way through a write. */
  onOperation: (operation: Operation) => void = () => {};
  /** Decides what goes wrong. */
  fault: (operation: Operation) => Fault | null = () => null;
  readonly #random: () => number;
  #names = new Map<string, Inode>();
  #durableNames = new Map<string, Inode>();
  #pending: Entry[] = [];
  readonly #locks = new Set<string>();

  constructor(random: () => number) {
    this.#random = random;
  }

  /** The bytes of a file as a reader sees them. */
  contents(path: string): Buffer {
    const inode = this.#names.get(path);
    if (inode === undefined) throw failure("ENOENT", path);
    return Buffer.from(inode.current);
  }

  /** Puts bytes in the place of a file, or removes it: damage from outside, on the platter. */
  damage(path: string, bytes: Buffer | null): void {
    this.#names.delete(path);
    this.#durableNames.delete(path);
    if (bytes === null) return;
    const inode = settled(Buffer.from(bytes));
    this.#names.set(path, inode);
    this.#durableNames.set(path, inode);
  }

  /** The disk after the power went and came back. */
  powerCut(random: () => number): SimulatedFileSystem {
    const after = new SimulatedFileSystem(random);
    const names = new Map(this.#durableNames);
    const everyThird = Math.floor(random() * 3);
    const kept = Math.floor(random() * (this.#pending.length + 1));
    for (const [i, entry] of this.#pending.entries()) {
      if (everyThird === 0 ? random() < 0.5 : i < kept) apply(names, entry);
    }
    const copies = new Map<Inode, Inode>();
    for (const [path, inode] of names) {
      let copy = copies.get(inode);
      if (copy === undefined) {
        copy = settled(this.#settle(inode, random));
        copies.set(inode, copy);
      }
      after.#names.set(path, copy);
      after.#durableNames.set(path, copy);
    }
    return after;
  }

  /** The disk after the process was killed: the kernel still has every page. */
  killed(random: () => number): SimulatedFileSystem {
    const after = new SimulatedFileSystem(random);
    const copies = new Map<Inode, Inode>();
    const copy = (inode: Inode): Inode => {
      const known = copies.get(inode);
      if (known !== undefined) return known;
      inode.isShared = true;
      const made = { ...inode, dirty: new Set(inode.dirty) };
      copies.set(inode, made);
      return made;
    };
    for (const [path, inode] of this.#names) after.#names.set(path, copy(inode));
    for (const [path, inode] of this.#durableNames) after.#durableNames.set(path, copy(inode));
    after.#pending = this.#pending.map((entry) =>
      entry.kind === "unlink" ? entry : { ...entry, inode: copy(entry.inode) },
    );
    return after;
  }

  /** The bytes of a file as the platter may hold them after a power cut. */
  #settle(inode: Inode, random: () => number): Buffer {
    if (inode.dirty.size === 0 && !inode.sizeIsDirty) {
      inode.isShared = true;
      return inode.durable;
    }
    const size = inode.sizeIsDirty
      ? pick(random, [
          inode.durable.length,
          inode.current.length,
          between(random, inode.durable.length, inode.current.length),
        ])
      : inode.durable.length;
    const bytes = Buffer.alloc(size);
    if (random() < 0.3) this.#stale(random)?.copy(bytes);
    inode.durable.copy(bytes);
    const chance = pick(random, [0, 1, 0.5, 0.9]);
    for (const sector of inode.dirty) {
      if (random() >= chance) continue;
      const start = sector * SECTOR;
      const whole = Math.min(start + SECTOR, inode.current.length);
      const end = random() < 0.2 ? between(random, start, whole) : whole;
      inode.current.copy(bytes, start, start, end);
    }
    return bytes;
  }

  #stale(random: () => number): Buffer | null {
    const inodes = [...this.#names.values()];
    return inodes[Math.floor(random() * inodes.length)]?.current ?? null;
  }

  async #step(operation: Operation): Promise<Fault | null> {
    // Lets everyone who waits for an earlier operation hear of it before this one begins.
    for (let i = 0; i < 4; i += 1) await Promise.resolve();
    this.onOperation(operation);
    return this.fault(operation);
  }

  async makeFolder(): Promise<void> {}

  async list(folder: string): Promise<readonly string[]> {
    const prefix = `${folder}/`;
    return [...this.#names.keys()]
      .filter((path) => path.startsWith(prefix) && !path.slice(prefix.length).includes("/"))
      .map((path) => path.slice(prefix.length));
  }

  async open(path: string, mode: "create" | "update" | "read"): Promise<LogFile> {
    const fault = await this.#step({ kind: mode === "create" ? "create" : "open", path });
    const found = this.#names.get(path);
    if (mode !== "create") {
      if (fault !== null && fault !== "short") throw failure(fault, path);
      if (found === undefined) throw failure("ENOENT", path);
      return this.#file(found, path);
    }
    if (found !== undefined) throw failure("EEXIST", path);
    if (fault !== null && fault !== "short" && this.#random() < 0.5) throw failure(fault, path);
    const inode = settled(Buffer.alloc(0));
    this.#change({ kind: "link", path, inode });
    if (fault !== null && fault !== "short") throw failure(fault, path);
    return this.#file(inode, path);
  }

  async rename(from: string, to: string): Promise<void> {
    const fault = await this.#step({ kind: "rename", path: to });
    const inode = this.#names.get(from);
    if (fault !== null && fault !== "short") throw failure(fault, to);
    if (inode === undefined) throw failure("ENOENT", from);
    this.#change({ kind: "rename", from, to, inode });
  }

  async remove(path: string): Promise<void> {
    const fault = await this.#step({ kind: "remove", path });
    if (fault !== null && fault !== "short") throw failure(fault, path);
    if (!this.#names.has(path)) throw failure("ENOENT", path);
    this.#change({ kind: "unlink", path });
  }

  async syncFolder(folder: string): Promise<void> {
    const fault = await this.#step({ kind: "syncFolder", path: folder });
    const failed = fault !== null && fault !== "short";
    const rest: Entry[] = [];
    let isCutOff = false;
    for (const entry of this.#pending) {
      const path = entry.kind === "rename" ? entry.to : entry.path;
      // A failed sync gets as far as it gets; the order of changes to one name is kept.
      isCutOff ||= failed && this.#random() < 0.5;
      if (isCutOff || dirname(path) !== folder) rest.push(entry);
      else apply(this.#durableNames, entry);
    }
    this.#pending = rest;
    if (failed) throw failure(fault, folder);
  }

  async lock(path: string): Promise<(() => Promise<void>) | null> {
    if (this.#locks.has(path)) return null;
    this.#locks.add(path);
    return async () => {
      this.#locks.delete(path);
    };
  }

  #change(entry: Entry): void {
    apply(this.#names, entry);
    this.#pending.push(entry);
  }

  #file(inode: Inode, path: string): LogFile {
    return {
      read: async (into, position) => {
        const range = { start: position, end: position + into.length };
        const fault = await this.#step({ kind: "read", path, range });
        if (fault === "EIO") throw failure(fault, path);
        return inode.current.copy(into, 0, position);
      },
      writev: async (buffers, position) => {
        const fault = await this.#step({ kind: "write", path });
        const bytes = Buffer.concat(buffers);
        const half = Math.floor(this.#random() * bytes.length);
        if (half > 0) write(inode, bytes.subarray(0, half), position);
        if (fault !== null && fault !== "short") throw failure(fault, path);
        if (fault === "short" && half > 0) return half;
        this.onOperation({ kind: "write", path });
        write(inode, bytes, position);
        return bytes.length;
      },
      datasync: async () => {
        const fault = await this.#step({ kind: "datasync", path });
        const failed = fault !== null && fault !== "short";
        if (inode.dirty.size > 0) mustOwn(inode);
        // The new size reaches the disk with the sync; the pages of a failed one may not, ever.
        if (!failed || this.#random() < 0.5) {
          const grown = Buffer.alloc(inode.current.length);
          inode.durable.copy(grown);
          inode.durable = grown;
        }
        for (const sector of inode.dirty) {
          if (failed && this.#random() < 0.5) continue;
          const start = sector * SECTOR;
          inode.current.copy(inode.durable, start, start, start + SECTOR);
        }
        inode.dirty.clear();
        inode.sizeIsDirty = failed && inode.durable.length !== inode.current.length;
        if (failed) throw failure(fault, path);
      },
      size: async () => inode.current.length,
      close: async () => {},
    };
  }
}

function write(inode: Inode, bytes: Uint8Array, position: number): void {
  mustOwn(inode);
  const end = position + bytes.length;
  if (end > inode.current.length) {
    const grown = Buffer.alloc(end);
    inode.current.copy(grown);
    inode.current = grown;
    inode.sizeIsDirty = true;
  }
  inode.current.set(bytes, position);
  for (let sector = Math.floor(position / SECTOR); sector * SECTOR < end; sector += 1) {
    inode.dirty.add(sector);
  }
}

function apply(names: Map<string, Inode>, entry: Entry): void {
  if (entry.kind === "link") names.set(entry.path, entry.inode);
  else if (entry.kind === "unlink") names.delete(entry.path);
  else if (names.get(entry.from) === entry.inode) {
    names.delete(entry.from);
    names.set(entry.to, entry.inode);
  }
}

function failure(code: string, path: string): Error {
  return Object.assign(new Error(`${code}: simulated, ${path}`), { code });
}

function pick<T>(random: () => number, from: readonly T[]): T {
  const picked = from[Math.floor(random() * from.length)];
  if (picked === undefined) throw new Error("nothing to pick from");
  return picked;
}

function between(random: () => number, low: number, high: number): number {
  return low + Math.floor(random() * (high - low + 1));
}
