/** How long the button says that it has copied. */
const SAID_MS = 1_600;

/** Gives each line to paste a button that copies it. */
export function enableCopying(within: ParentNode): void {
  for (const line of within.querySelectorAll<HTMLElement>("[data-copy]")) {
    const button = line.querySelector("button");
    const text = line.querySelector("code")?.textContent ?? "";
    // The clipboard is there on https and localhost only; elsewhere the text can be selected.
    if (button === null || !("clipboard" in navigator)) continue;
    button.hidden = false;
    const label = [...button.childNodes];
    button.addEventListener("click", async () => {
      try {
        await navigator.clipboard.writeText(text);
        button.textContent = "Copied";
      } catch {
        button.textContent = "Select and copy";
      }
      setTimeout(() => {
        button.replaceChildren(...label);
      }, SAID_MS);
    });
  }
}
