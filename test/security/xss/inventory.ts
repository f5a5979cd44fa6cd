import type { Page } from "playwright-core";

/** What a page is made of, as a browser's parser sees it. */
export interface Inventory {
  /** `tag[attribute,…]` → how often. */
  readonly elements: Readonly<Record<string, number>>;
  /** What no page of ours has: handlers, inline scripts and styles, addresses that run or lead away. */
  readonly faults: readonly string[];
  /** Where links and forms of the page lead. */
  readonly links: readonly string[];
  readonly text: string;
}

/** Parses many documents in one page of a real browser, without running or loading anything of them. */
export async function inventories(
  page: Page,
  documents: readonly string[],
): Promise<readonly Inventory[]> {
  return page.evaluate((all) => {
    const of = (html: string): Inventory => {
      const parsed = new DOMParser().parseFromString(html, "text/html");
      const elements: Record<string, number> = {};
      const faults: string[] = [];
      const links: string[] = [];
      const addresses = [
        "href",
        "src",
        "action",
        "formaction",
        "xlink:href",
        "data",
        "poster",
        "ping",
      ];
      for (const element of parsed.querySelectorAll("*")) {
        const tag = element.tagName.toLowerCase();
        const names = [...element.attributes].map(({ name }) => name).sort();
        // Small marks are told apart by what they look like.
        const look = tag === "span" ? ` ${element.getAttribute("class") ?? ""}` : "";
        const key = `${tag}[${names.join(",")}]${look}`;
        elements[key] = (elements[key] ?? 0) + 1;
        for (const { name, value } of element.attributes) {
          if (name.startsWith("on") || name === "style" || name === "srcdoc") {
            faults.push(`${tag} has ${name}=${value.slice(0, 80)}`);
          }
          if (!addresses.includes(name)) continue;
          const isOurs = /^(\/(?![\\/])|#|\?|https?:\/\/(127\.0\.0\.1|localhost)[:/])/.test(value);
          if (!isOurs) faults.push(`${tag} leads to ${value.slice(0, 80)}`);
          else if (name === "href" && tag === "a") links.push(value);
        }
        const isScript = tag === "script" && !element.hasAttribute("src");
        if (isScript && element.getAttribute("type") !== "application/json") {
          faults.push(`a script says ${element.textContent?.slice(0, 80)}`);
        }
        if (tag === "style" || tag === "base" || tag === "iframe" || tag === "object") {
          faults.push(`there is a ${tag}`);
        }
      }
      return { elements, faults, links, text: parsed.documentElement.textContent ?? "" };
    };
    return all.map(of);
  }, documents as string[]);
}
