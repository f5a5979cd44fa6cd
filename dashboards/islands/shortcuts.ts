import { createDialog, element } from "./dialog.ts";
import { createPalette } from "./palette.ts";

/** `off`: keys of one letter do nothing here (WCAG 2.2, 2.1.4). */
const KEY = "tiltmeter-keys";
/** After a `g`, the letter of a page has to follow within. */
const CHORD_MS = 1_500;
/** What `j` and `k` walk: the first link of each entry of a list or row of a table. */
const ENTRIES = [
  "main .record .record-title a",
  "main .control-row h4 a",
  "main .verdicts li a:first-of-type",
  "main .hits li a:first-of-type",
  "main tbody th[scope=row] a",
].join(", ");

/**
 * Keys that lead where the navigation leads, and the search over any page. None is needed: whatever
 * they do is a link or a form as well. No key of one letter does anything where one writes.
 */
export function enableShortcuts(): void {
  const palette = createPalette();
  const help = createHelp(palette !== null);
  let chordMs = 0;
  document.addEventListener("keydown", (event) => {
    const isCommand = (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey;
    if (isCommand && event.key.toLowerCase() === "k" && palette !== null) {
      event.preventDefault();
      palette.open();
      return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
    if (isOff() || isWriting(event.target) || document.querySelector("dialog[open]") !== null)
      return;
    if (Date.now() - chordMs < CHORD_MS) {
      chordMs = 0;
      const page = document.querySelector<HTMLAnchorElement>(
        `.sections a[data-key="${CSS.escape(event.key)}"]`,
      );
      if (page !== null) {
        event.preventDefault();
        location.assign(page.href);
        return;
      }
    }
    switch (event.key) {
      case "g":
        chordMs = Date.now();
        return;
      case "/":
        if (palette === null) return;
        event.preventDefault();
        palette.open();
        return;
      case "?":
        event.preventDefault();
        help.open();
        return;
      case "j":
      case "k":
        if (walk(event.key === "j" ? 1 : -1)) event.preventDefault();
        return;
    }
  });
}

/** Whether there was a list to walk. */
function walk(by: 1 | -1): boolean {
  const entries = [...document.querySelectorAll<HTMLElement>(ENTRIES)].filter(
    (entry) => entry.getClientRects().length > 0,
  );
  if (entries.length === 0) return false;
  const focused = document.activeElement;
  const at = focused instanceof HTMLElement ? entries.indexOf(focused) : -1;
  const to = at === -1 ? (by === 1 ? 0 : entries.length - 1) : at + by;
  const entry = entries[Math.min(Math.max(to, 0), entries.length - 1)];
  entry?.focus();
  entry?.scrollIntoView({ block: "nearest" });
  return true;
}

/** Where letters are text: fields, choices, and what a screen reader operates by letters. */
function isWriting(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  return (
    target.isContentEditable ||
    target.closest("input, textarea, select, [role=combobox], [role=listbox]") !== null
  );
}

function isOff(): boolean {
  try {
    return localStorage.getItem(KEY) === "off";
  } catch {
    return false;
  }
}

/** The list of keys, what turns them off, and a button beside the page that opens it. */
function createHelp(hasPalette: boolean): { readonly open: () => void } {
  const { dialog, open } = createDialog({ label: "Keyboard shortcuts", className: "help" });
  const pages = [...document.querySelectorAll<HTMLAnchorElement>(".sections a[data-key]")].map(
    (link): readonly [string, string] => {
      const word = [...link.childNodes].find((node) => node instanceof Text)?.textContent ?? "";
      return [`g ${link.dataset["key"] ?? ""}`, word.trim()];
    },
  );
  const keys: readonly (readonly [string, string])[] = [
    ...(hasPalette ? [["Ctrl K  or  /", "Search"] as const] : []),
    ["j  k", "Next or previous entry of a list"],
    ["← →", "Read a chart step by step, once it is focused"],
    ["?", "This list"],
    ...pages,
  ];
  const list = element(
    "dl",
    "help-keys",
    ...keys.map(([key, what]) =>
      element("div", "", element("dt", "", element("kbd", "", key)), element("dd", "", what)),
    ),
  );
  const off = element("input", "");
  off.type = "checkbox";
  off.checked = !isOff();
  off.addEventListener("change", () => {
    try {
      localStorage.setItem(KEY, off.checked ? "on" : "off");
    } catch {
      // Where nothing can be kept, the choice holds for no longer than this dialog.
    }
  });
  const close = element("button", "button", "Close");
  close.type = "button";
  close.addEventListener("click", () => dialog.close());
  dialog.append(
    element("h2", "", "Keyboard shortcuts"),
    list,
    element("label", "choice", off, " Use keys of one letter (those with Ctrl always work)"),
    close,
  );
  const button = element("button", "button button-quiet", "Shortcuts");
  button.type = "button";
  button.addEventListener("click", open);
  document.querySelector(".masthead-foot")?.append(button);
  return { open };
}
