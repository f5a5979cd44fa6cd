import { createDialog, element } from "./dialog.ts";
import { parsePage } from "./parse-page.ts";
import { recent } from "./recent.ts";

/** Between the last letter and the question. */
const WAIT_MS = 120;

interface Choice {
  readonly group: string;
  readonly title: string;
  readonly under: string;
  readonly href: string;
}

/** The search page over any page. Null where the server has no search. */
export function createPalette(): { readonly open: () => void } | null {
  const form = document.querySelector<HTMLFormElement>("form[data-palette]");
  if (form === null) return null;
  const { dialog, open } = createDialog({ label: "Search", className: "palette" });
  const input = element("input", "palette-input");
  const list = element("ul", "palette-list");
  const said = element("p", "visually-hidden");
  list.id = "palette-list";
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", "Found");
  said.setAttribute("role", "status");
  for (const [name, value] of Object.entries({
    ...{ type: "text", role: "combobox", "aria-expanded": "true", "aria-controls": list.id },
    ...{ "aria-autocomplete": "list", "aria-label": "Search", autocomplete: "off" },
    ...{ placeholder: "Search systems, controls, records, features and pages" },
  })) {
    input.setAttribute(name, value);
  }
  dialog.append(
    input,
    list,
    said,
    element("p", "palette-hint", "↑ ↓ choose, Enter opens, Esc closes"),
  );

  let choices: readonly Choice[] = [];
  let at = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let asking: AbortController | null = null;

  const show = (found: readonly Choice[]): void => {
    choices = found;
    at = 0;
    let group = "";
    list.replaceChildren(
      ...found.flatMap((choice, i) => {
        const heads = choice.group === group ? [] : [headOf(choice.group)];
        group = choice.group;
        return [...heads, optionOf(choice, i)];
      }),
    );
    mark();
  };
  const mark = (): void => {
    for (const option of list.querySelectorAll<HTMLElement>("[role=option]")) {
      const isChosen = option.id === `palette-${at}`;
      option.setAttribute("aria-selected", String(isChosen));
      if (isChosen) option.scrollIntoView({ block: "nearest" });
    }
    if (choices.length > 0) input.setAttribute("aria-activedescendant", `palette-${at}`);
    else input.removeAttribute("aria-activedescendant");
  };
  const ask = async (text: string): Promise<void> => {
    asking?.abort();
    asking = new AbortController();
    try {
      const path = `/search?${new URLSearchParams({ q: text })}`;
      const answer = await fetch(path, { signal: asking.signal, headers: { accept: "text/html" } });
      if (answer.redirected || !answer.ok) throw new Error(`answered ${answer.status}`);
      const page = parsePage(await answer.text());
      if (input.value.trim() !== text) return;
      show(foundOn(page));
      said.textContent =
        choices.length === 0 ? `Nothing is called ${text}` : `${choices.length} found`;
      if (choices.length === 0)
        list.replaceChildren(element("li", "palette-none", said.textContent));
    } catch (error) {
      if (error instanceof DOMException && error.name === "AbortError") return;
      show([]);
      const why = "The search does not answer. Press Enter to open its page.";
      list.replaceChildren(element("li", "palette-none", why));
      said.textContent = why;
    }
  };
  const look = (): void => {
    clearTimeout(timer);
    const text = input.value.trim();
    if (text === "") {
      asking?.abort();
      show(startingPoints());
    } else timer = setTimeout(() => void ask(text), WAIT_MS);
  };
  const go = (): void => {
    const text = input.value.trim();
    const href =
      choices[at]?.href ?? (text === "" ? null : `/search?${new URLSearchParams({ q: text })}`);
    if (href !== null) location.assign(href);
  };

  input.addEventListener("input", look);
  input.addEventListener("keydown", (event) => {
    const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (by !== undefined && choices.length > 0) {
      event.preventDefault();
      at = (at + by + choices.length) % choices.length;
      mark();
    } else if (event.key === "Enter") {
      event.preventDefault();
      go();
    }
  });
  list.addEventListener("click", (event) => {
    const option = event.target instanceof Element ? event.target.closest("[role=option]") : null;
    if (option === null) return;
    at = Number(option.id.slice("palette-".length));
    go();
  });
  return {
    open: () => {
      if (dialog.open) return;
      input.value = "";
      look();
      open();
    },
  };
}

function headOf(group: string): HTMLElement {
  const head = element("li", "palette-head", group);
  head.setAttribute("role", "presentation");
  return head;
}

function optionOf({ title, under }: Choice, i: number): HTMLElement {
  const option = element("li", "palette-option", element("span", "", title), " ");
  if (under !== "") option.append(element("span", "soft", under));
  option.id = `palette-${i}`;
  option.setAttribute("role", "option");
  return option;
}

/** What the search page found, as it says it. */
function foundOn(page: Document): readonly Choice[] {
  return [...page.querySelectorAll<HTMLElement>("[data-found]")].flatMap((section) =>
    [...section.querySelectorAll<HTMLElement>("li")].flatMap((line) => {
      const link = line.querySelector("a");
      if (link === null) return [];
      const href = link.getAttribute("href") ?? "/";
      const under = line.querySelector("span")?.textContent ?? "";
      return [
        { group: section.dataset["found"] ?? "", title: link.textContent ?? "", under, href },
      ];
    }),
  );
}

/** Before a letter is written: where one was, and where one may go. */
function startingPoints(): readonly Choice[] {
  const here = location.pathname + location.search;
  const been = recent()
    .filter(({ href }) => href !== here)
    .map((each) => ({ group: "Recent", under: "", ...each }));
  const pages = [...document.querySelectorAll<HTMLAnchorElement>(".sections a")].map((link) => {
    const word = [...link.childNodes].find((node) => node instanceof Text)?.textContent ?? "";
    const href = link.getAttribute("href") ?? "/";
    return { group: "Pages", title: word.trim(), under: "", href };
  });
  return [...been, ...pages];
}
