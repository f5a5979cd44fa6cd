import type { Maintenance } from "@tiltmeter/rules";

/** A set of controls as the ledger knows it: older entries list it, newer ones name its document. */
export type RecordedSet =
  | {
      readonly type: "controls_loaded";
      readonly atMs: number;
      readonly by: string;
      readonly controls: readonly { readonly id: string; readonly revision: string }[];
    }
  | {
      readonly type: "controls_in_force";
      readonly atMs: number;
      readonly by: string;
      /** Digest of its `SetDocument`. */
      readonly document: string;
    };

/** What the content store keeps of one set. */
export interface SetDocument {
  readonly files: readonly { readonly file: string; readonly digest: string }[];
  readonly controls: readonly {
    readonly id: string;
    readonly revision: string;
    readonly file: string;
  }[];
  readonly maintenance: readonly Maintenance[];
  /** Revision → canonical print, of those that no earlier set had. */
  readonly texts: Readonly<Record<string, string>>;
}

/** One revision of a control, and when it came into force. */
export interface Revision {
  readonly revision: string;
  readonly loadedMs: number;
  readonly by: string;
  /** Name of the file; null where it was not kept. */
  readonly file: string | null;
  /** When another took its place or it was taken out of force; null while it is in force. */
  readonly endedMs: number | null;
}

/** Which revisions were in force, and what each of them said. */
export interface ControlHistory {
  /** Takes in the next set of the ledger. */
  readonly add: (set: RecordedSet) => Promise<void>;
  /** The revisions in force by the set taken in last: control id → revision. */
  readonly inForce: () => ReadonlyMap<string, string>;
  /** The document of the set taken in last; null where it has none. */
  readonly document: () => SetDocument | null;
  /** Of every control that ever was in force. */
  readonly ids: () => readonly string[];
  /** Newest first; one that came back stands twice. */
  readonly revisions: (control: string) => readonly Revision[];
  /** Whether the text of a revision is kept. */
  readonly hasText: (revision: string) => boolean;
  /** The canonical print of a revision; null where it was not kept. */
  readonly textOf: (revision: string) => Promise<string | null>;
}

/** An empty history. `content` is the content store's `get`. */
export function createControlHistory(
  content: (digest: string) => Promise<unknown>,
): ControlHistory {
  const revisions = new Map<string, Revision[]>();
  /** Revision → digest of the document that has its text. */
  const documents = new Map<string, string>();
  let inForce: ReadonlyMap<string, string> = new Map();
  let newest: SetDocument | null = null;
  /** The texts that were asked for last: those of a set are asked for one after the other. */
  let texts: { readonly digest: string; readonly of: ReadonlyMap<string, string> } | null = null;

  async function documentOf(digest: string): Promise<SetDocument | null> {
    return (await content(digest)) as SetDocument | null; // content under a verified digest
  }

  async function add(set: RecordedSet): Promise<void> {
    const document = set.type === "controls_in_force" ? await documentOf(set.document) : null;
    const listed =
      set.type === "controls_loaded"
        ? set.controls.map((each) => ({ ...each, file: null }))
        : (document?.controls ?? []);
    if (set.type === "controls_in_force") {
      for (const revision of Object.keys(document?.texts ?? {})) {
        documents.set(revision, set.document);
      }
    }
    const next = new Map(listed.map(({ id, revision }) => [id, revision]));
    for (const [id, revision] of inForce) {
      if (next.get(id) !== revision) end(id, set.atMs);
    }
    for (const { id, revision, file } of listed) {
      if (inForce.get(id) === revision) continue;
      const known = revisions.get(id) ?? [];
      revisions.set(id, known);
      known.push({ revision, loadedMs: set.atMs, by: set.by, file, endedMs: null });
    }
    inForce = next;
    newest = document;
  }

  function end(id: string, endedMs: number): void {
    const known = revisions.get(id) ?? [];
    const last = known.pop();
    if (last !== undefined) known.push({ ...last, endedMs });
  }

  return {
    add,
    inForce: () => inForce,
    document: () => newest,
    ids: () => [...revisions.keys()],
    revisions: (control) => [...(revisions.get(control) ?? [])].reverse(),
    hasText: (revision) => documents.has(revision),
    textOf: async (revision) => {
      const digest = documents.get(revision);
      if (digest === undefined) return null;
      if (texts?.digest !== digest) {
        texts = { digest, of: new Map(Object.entries((await documentOf(digest))?.texts ?? {})) };
      }
      return texts.of.get(revision) ?? null;
    },
  };
}
