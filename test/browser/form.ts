import type { Locator } from "playwright-core";
import type { Hands } from "./hands.ts";

/** Where a form sends: the route, and what tells it from others of the route. */
export interface Which {
  /** Ending of the form's action; empty: any. */
  readonly action: string;
  /** A hidden field and its value: `to` of a move. */
  readonly hidden?: readonly [name: string, value: string];
  /** Text of the card that the form stands on. */
  readonly on?: string;
}

/**
 * Fills a form of the open page and sends it: what is required and not told gets something plausible.
 * Throws with the page's own complaint where it is not taken.
 */
export async function work(
  hands: Hands,
  which: Which,
  told: Readonly<Record<string, string>> = {},
): Promise<void> {
  const { page } = hands;
  const form = formOf(hands, which);
  await form.waitFor({ state: "attached" });
  for (const fold of await form.locator("xpath=ancestor::details[not(@open)]").all()) {
    await hands.unfold(fold.locator("> summary"));
  }
  for (const field of await form.locator("input:not([type=hidden]), select, textarea").all()) {
    const name = (await field.getAttribute("name")) ?? "";
    const value = told[name] ?? (await plausible(field));
    if (value !== null && (await takes(field, value))) await hands.put(field, value);
  }
  await hands.activate(form.locator("button:not([type=button])").first());
  const complaint = page.locator("main [role=alert]");
  if ((await complaint.count()) > 0) {
    throw new Error(
      `${which.action} was refused: ${(await complaint.allTextContents()).join("; ")}`,
    );
  }
}

/** A form of the open page. */
export function formOf({ page }: Hands, which: Which): Locator {
  const card = which.on === undefined ? "" : `li:has-text("${which.on}") `;
  const action = which.action === "" ? "" : `[action$="${which.action}"]`;
  const forms = page.locator(`main ${card}form[method=post]${action}`);
  const hidden = which.hidden;
  if (hidden === undefined) return forms.first();
  const [name, value] = hidden;
  return forms.filter({ has: page.locator(`input[name="${name}"][value="${value}"]`) }).first();
}

/** A box is ticked where it is the one that is told, by its value or as `first`. */
async function takes(field: Locator, value: string): Promise<boolean> {
  return field.evaluate((it, told) => {
    if (!(it instanceof HTMLInputElement) || it.type !== "checkbox") return true;
    const alike = it.form?.elements.namedItem(it.name);
    const first = alike instanceof RadioNodeList ? alike[0] : it;
    return told === "first" ? it === first : it.value === told;
  }, value);
}

/** Something that a required field takes; null where it may stay as it is. */
async function plausible(field: Locator): Promise<string | null> {
  return field.evaluate((it) => {
    if (it instanceof HTMLSelectElement) {
      if (!it.required || it.value !== "") return null;
      return [...it.options].find(({ value }) => value !== "")?.value ?? null;
    }
    if (!(it instanceof HTMLInputElement || it instanceof HTMLTextAreaElement)) return null;
    if (!it.required || it.value !== "") return null;
    if (it.type === "date") return new Date().toISOString().slice(0, 10);
    if (it.type === "number" || it.inputMode === "numeric") return "1";
    return "As it was agreed with the team.";
  });
}
