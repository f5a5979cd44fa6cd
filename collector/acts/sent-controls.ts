import { ControlsRefused, type SentFile, sentName } from "./read-controls.ts";

/**
 * The control files that were sent and kept, with one of them as it would be: another text, or with null gone.
 * Throws `ControlsRefused` where a text is not kept any more.
 */
export async function readSentFiles(
  of: {
    /** Name → digest of its text. */
    readonly kept: ReadonlyMap<string, string>;
    /** The content store's `get`. */
    readonly content: (digest: string) => Promise<unknown>;
  },
  next?: { readonly file: string; readonly text: string | null },
): Promise<readonly SentFile[]> {
  const kept = [...of.kept].filter(([file]) => file !== next?.file);
  const sent = await Promise.all(
    kept.map(async ([file, digest]) => {
      const found = (await of.content(digest)) as SentFile | null; // kept by `send` in this shape
      if (found === null) throw lost(file);
      return found;
    }),
  );
  const text = next?.text ?? null;
  return next === undefined || text === null ? sent : [...sent, { file: next.file, text }];
}

function lost(file: string): ControlsRefused {
  return new ControlsRefused([
    {
      ...{ file: sentName(file), line: 1, column: 1, code: "unreadable", severity: "error" },
      message: "the text of a control file that was sent is not kept any more",
      fix: "send it again, or put the folder content back from a backup",
    },
  ]);
}
