import type { Locator, Page } from "playwright-core";

/** How a person works a page: with a pointer, or with the keyboard alone. */
export interface Hands {
  readonly page: Page;
  /** Activates a link or a button. Resolves when the page that it leads to has come. */
  readonly activate: (target: Locator) => Promise<void>;
  /** Opens a fold, where it is closed. */
  readonly unfold: (summary: Locator) => Promise<void>;
  /** Puts a value into a field, chooses it, or ticks the box. */
  readonly put: (field: Locator, value: string) => Promise<void>;
}

/** With a mouse, or with fingers. */
export function pointer(page: Page): Hands {
  return {
    page,
    activate: async (target) => {
      await Promise.all([page.waitForEvent("domcontentloaded"), target.click()]);
    },
    unfold: (summary) => summary.click(),
    put: async (field, value) => {
      const kind = await kindOf(field);
      if (kind === "checkbox") await field.check();
      else if (kind === "select-one") await field.selectOption(value);
      else await field.fill(value);
    },
  };
}

/** More stops than any page has: whoever has not come to a field by then never will. */
const STOPS_MAX = 400;

/** With Tab, Enter, arrows and letters; nothing is focused or clicked but by keys. */
export function keyboard(page: Page): Hands {
  const reach = async (target: Locator): Promise<void> => {
    for (let stops = 0; stops < STOPS_MAX; stops += 1) {
      const isThere = await target.evaluate((it) => {
        const at = document.activeElement;
        if (it === at) return 0;
        // Back where it lies behind: a person sees where the focus is.
        if (at === null || at === document.body) return 1;
        return (at.compareDocumentPosition(it) & Node.DOCUMENT_POSITION_PRECEDING) === 0 ? 1 : -1;
      });
      if (isThere === 0) return expectRing(target);
      await page.keyboard.press(isThere > 0 ? "Tab" : "Shift+Tab");
    }
    throw new Error(`${STOPS_MAX} stops of Tab do not lead to ${String(target)}`);
  };
  return {
    page,
    activate: async (target) => {
      await reach(target);
      await Promise.all([page.waitForEvent("domcontentloaded"), page.keyboard.press("Enter")]);
    },
    unfold: async (summary) => {
      await reach(summary);
      await page.keyboard.press("Enter");
    },
    put: async (field, value) => {
      await reach(field);
      const kind = await kindOf(field);
      if (kind === "select-one") return choose(page, field, value);
      if (kind === "checkbox") return page.keyboard.press("Space");
      if (kind === "date") return page.keyboard.type(asTyped(value));
      await page.keyboard.press("Control+A");
      await page.keyboard.type(value);
    },
  };
}

/** Whoever works by keys must see where they are. */
async function expectRing(target: Locator): Promise<void> {
  const ring = await target.evaluate((it) => {
    const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(it);
    return (outlineStyle !== "none" && outlineWidth !== "0px") || boxShadow !== "none";
  });
  if (!ring) throw new Error(`the focus cannot be seen on ${String(target)}`);
}

async function choose(page: Page, field: Locator, value: string): Promise<void> {
  const away = await field.evaluate((it, wanted) => {
    if (!(it instanceof HTMLSelectElement)) return 0;
    return [...it.options].findIndex((each) => each.value === wanted) - it.selectedIndex;
  }, value);
  for (let i = 0; i < Math.abs(away); i += 1) {
    await page.keyboard.press(away > 0 ? "ArrowDown" : "ArrowUp");
  }
}

/** A date field of an English browser takes month, day and year. */
function asTyped(value: string): string {
  const [year = "", month = "", day = ""] = value.split("-");
  return `${month}${day}${year}`;
}

async function kindOf(field: Locator): Promise<string> {
  return field.evaluate((it) => ("type" in it ? String(it.type) : it.tagName));
}
