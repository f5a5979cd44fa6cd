/**
 * A dialog over the page, made once and kept. It is the platform's own: it takes the focus, keeps the Tab
 * key within, closes with Escape, and gives the focus back to where it was.
 */
export function createDialog(of: { readonly label: string; readonly className: string }): {
  readonly dialog: HTMLDialogElement;
  readonly open: () => void;
} {
  const dialog = document.createElement("dialog");
  dialog.className = of.className;
  dialog.setAttribute("aria-label", of.label);
  // A press beside it closes it: the dialog's own padding is nothing, so only the backdrop is the target.
  dialog.addEventListener("click", (event) => {
    if (event.target === dialog) dialog.close();
  });
  document.body.append(dialog);
  return { dialog, open: () => dialog.showModal() };
}

/** An element with text: what was ingested is never more than text. */
export function element<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  className: string,
  ...children: readonly (Node | string)[]
): HTMLElementTagNameMap[Name] {
  const made = document.createElement(name);
  if (className !== "") made.className = className;
  made.append(...children);
  return made;
}
