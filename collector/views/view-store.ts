import { open, readFile, rename } from "node:fs/promises";
import { dirname } from "node:path";
import { syncFolder } from "../sync-folder.ts";

/** An address that somebody kept under a name. */
export interface KeptView {
  readonly id: string;
  /** Whoever kept it, as callers are told apart. */
  readonly by: string;
  readonly name: string;
  /** A path of this site with its query. */
  readonly address: string;
  readonly isShared: boolean;
}

export type Keeping =
  | { readonly kind: "kept"; readonly view: KeptView }
  | { readonly kind: "refused"; readonly fields: Readonly<Record<string, string>> };

/** A person who needs more needs a list with filters. */
const EACH_MAX = 100;
/** A file that is written whole each time stays small. */
const ALL_MAX = 5_000;
const NAME_MAX = 80;
const ADDRESS_MAX = 2_000;

/**
 * Views that people keep, in one small file that is written whole and put in place in one step: after a
 * crash it is the old one or the new one. No evidence, so no entries: views are forgotten when asked.
 */
export class ViewStore {
  readonly #file: string;
  readonly #newId: () => string;
  #views: readonly KeptView[];
  #writing: Promise<unknown> = Promise.resolve();

  private constructor(file: string, newId: () => string, views: readonly KeptView[]) {
    this.#file = file;
    this.#newId = newId;
    this.#views = views;
  }

  /** Throws where the file is there and is not what this writes; moving it away begins anew. */
  static async open(of: {
    readonly file: string;
    readonly newId: () => string;
  }): Promise<ViewStore> {
    let text = "[]";
    try {
      text = await readFile(of.file, "utf8");
    } catch (error) {
      if (!(error instanceof Error && "code" in error && error.code === "ENOENT")) throw error;
    }
    return new ViewStore(of.file, of.newId, parse(text, of.file));
  }

  /** Own ones and those that others share, by name. */
  list(by: string): readonly KeptView[] {
    return this.#views
      .filter((view) => view.by === by || view.isShared)
      .sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
  }

  /** A view of the same name is replaced. */
  async keep(by: string, of: Pick<KeptView, "name" | "address" | "isShared">): Promise<Keeping> {
    const others = this.#views.filter((view) => view.by !== by || view.name !== of.name);
    const fields = problemsOf(of, {
      own: others.filter((view) => view.by === by).length,
      all: others.length,
    });
    if (Object.keys(fields).length > 0) return { kind: "refused", fields };
    const view = { id: this.#newId(), by, ...of };
    await this.#write([...others, view]);
    return { kind: "kept", view };
  }

  /** One's own; of another's nothing happens. */
  async forget(by: string, id: string): Promise<void> {
    const left = this.#views.filter((view) => view.by !== by || view.id !== id);
    if (left.length < this.#views.length) await this.#write(left);
  }

  /** Everything that somebody kept: on their erasure, or when their account ends. */
  async forgetAllOf(by: string): Promise<void> {
    const left = this.#views.filter((view) => view.by !== by);
    if (left.length < this.#views.length) await this.#write(left);
  }

  /** One writing at a time, in the order of the calls; what cannot be written is not kept either. */
  async #write(views: readonly KeptView[]): Promise<void> {
    const before = this.#views;
    this.#views = views;
    const written = this.#writing.then(() => replaceFile(this.#file, JSON.stringify(views)));
    this.#writing = written.catch(() => undefined);
    try {
      await written;
    } catch (cause) {
      if (this.#views === views) this.#views = before;
      throw new Error(`the saved views could not be written to ${this.#file}`, { cause });
    }
  }
}

function problemsOf(
  of: Pick<KeptView, "name" | "address">,
  many: { readonly own: number; readonly all: number },
): Readonly<Record<string, string>> {
  const { name, address } = of;
  if (many.own >= EACH_MAX || many.all >= ALL_MAX) {
    return { name: `there are ${EACH_MAX} views of yours already; forget one first` };
  }
  return {
    ...(name === "" ? { name: "a view needs a name" } : {}),
    ...(name.length > NAME_MAX
      ? { name: `a name has at most ${NAME_MAX} characters, got ${name.length}` }
      : {}),
    ...(/^\/(?![/\\])[^\s\\]*$/.test(address)
      ? {}
      : { address: "the address of a page here begins with /, such as /controls?status=enforce" }),
    ...(address.length > ADDRESS_MAX
      ? { address: `an address has at most ${ADDRESS_MAX} characters, got ${address.length}` }
      : {}),
  };
}

function parse(text: string, file: string): readonly KeptView[] {
  const next = `move it away to begin anew`;
  let found: unknown;
  try {
    found = JSON.parse(text);
  } catch (cause) {
    throw new Error(`the file of saved views ${file} is not JSON; ${next}`, { cause });
  }
  if (Array.isArray(found) && found.every(isView)) return found;
  throw new Error(`the file of saved views ${file} holds something else than views; ${next}`);
}

function isView(of: unknown): of is KeptView {
  if (typeof of !== "object" || of === null) return false;
  const field = (name: string): unknown => Reflect.get(of, name);
  return (
    ["id", "by", "name", "address"].every((name) => typeof field(name) === "string") &&
    typeof field("isShared") === "boolean"
  );
}

async function replaceFile(file: string, text: string): Promise<void> {
  const next = `${file}.next`;
  const handle = await open(next, "w", 0o600);
  try {
    await handle.writeFile(text);
    await handle.sync();
  } finally {
    await handle.close();
  }
  await rename(next, file);
  await syncFolder(dirname(file));
}
