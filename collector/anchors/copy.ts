import { mkdir, open, rename, stat } from "node:fs/promises";
import { join } from "node:path";
import { syncFolder } from "../sync-folder.ts";
import { type Anchor, AnchorRefused, hostOf, type Post, type Shown } from "./anchor.ts";

/** Name of the newest copy in a folder. */
export const NEWEST = "checkpoint";

/**
 * Copies of checkpoints in another folder: the newest under one name, replaced at once, and each that
 * was obtained under its size, for good. Whoever changes history has to change that folder as well.
 */
export async function openFolderCopy(of: {
  readonly name: string;
  readonly folder: string;
  /** What it must not share a disk with. */
  readonly data: string;
}): Promise<Anchor & { readonly follow: (text: string) => Promise<void> }> {
  const { folder } = of;
  return {
    name: of.name,
    kind: "copy",
    where: folder,
    warning: await warningOf(folder, of.data),
    // Whole at every instant; that the newest of the last seconds survives a power cut is no promise.
    follow: (text) => write(folder, NEWEST, text),
    obtain: async ({ text, head }) => {
      await write(folder, `${head.size}.checkpoint`, text);
      await write(folder, NEWEST, text);
      await syncFolder(folder);
      return {
        document: { kind: "copy", checkpoint: text, to: "folder" },
        attestedMs: null,
        signatures: [],
      };
    },
  };
}

/** Copies of checkpoints that are posted to an address, such as a mailbox or a ticket of an auditor. */
export function urlCopy(of: {
  readonly name: string;
  readonly url: string;
  readonly allowPrivate: boolean;
  readonly post: Post;
}): Anchor {
  return {
    name: of.name,
    kind: "copy",
    where: hostOf(of.url),
    warning: null,
    obtain: async ({ text }: Shown, signal) => {
      const { url, allowPrivate } = of;
      const headers = { "content-type": "text/plain; charset=utf-8" };
      const body = Buffer.from(text, "utf8");
      const { status } = await of.post({ url, headers, body, allowPrivate }, signal);
      if (status < 200 || status > 299) throw new AnchorRefused(`the receiver answered ${status}`);
      return {
        document: { kind: "copy", checkpoint: text, to: hostOf(url) },
        attestedMs: null,
        signatures: [],
      };
    },
  };
}

/** Whole at every instant; its name is durable once the folder is synced. */
async function write(folder: string, name: string, text: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  const path = join(folder, name);
  drafts += 1;
  const draft = `${path}.${process.pid}.${drafts}.new`;
  const file = await open(draft, "w", 0o644);
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(draft, path);
}

/** Two copies of one name may be under way: the follower's and the anchor's. */
let drafts = 0;

async function warningOf(folder: string, data: string): Promise<string | null> {
  try {
    await mkdir(folder, { recursive: true });
    const [there, here] = await Promise.all([stat(folder), stat(data)]);
    if (there.dev !== here.dev) return null;
    return "on the same disk as the ledger, so it goes with it; name a folder elsewhere under ledger.copies";
  } catch {
    return "the folder cannot be reached; it is tried again";
  }
}
