import { parseControls } from "@tiltmeter/rules";
import type { ControlHistory } from "./control-history.ts";
import type { ControlSet } from "./read-controls.ts";

/**
 * The set of controls that was in force last, put together from what is kept of it; null where it is not
 * kept whole: a part of a set is not the set that was approved.
 */
export async function restoreControls(
  history: Pick<ControlHistory, "document" | "textOf">,
  hash: (text: string) => string,
): Promise<ControlSet | null> {
  const document = history.document();
  if (document === null) return null;
  const controls: ControlSet["controls"][number][] = [];
  for (const { id, revision } of document.controls) {
    const text = await history.textOf(revision);
    const [control] = text === null ? [] : parseControls(text, id, hash).controls;
    // A newer version may read an old text otherwise: then it is another control.
    if (control?.revision !== revision) return null;
    controls.push(control);
  }
  return {
    files: document.files,
    controls,
    maintenance: document.maintenance,
    fileOf: new Map(document.controls.map(({ id, file }) => [id, file])),
  };
}
