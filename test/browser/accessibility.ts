import axe from "axe-core";
import type { Page } from "playwright-core";

/**
 * What axe finds wrong with the open page, a line each: rule, what it asks for, and where. All rules that
 * axe has on by default: WCAG 2.0 to 2.2, A and AA, and its own best practices.
 */
export async function violationsOf(page: Page): Promise<readonly string[]> {
  // Evaluated by the debugger, so that the page's policy stands as it is served.
  await page.evaluate(axe.source);
  const found = await page.evaluate(async () => {
    const { axe: run } = window as unknown as { axe: typeof import("axe-core") };
    const { violations } = await run.run(document, { resultTypes: ["violations"] });
    return violations.map(({ id, help, nodes }) => ({
      id,
      help,
      where: nodes
        .slice(0, 3)
        .map(({ target, html }) => `${target.join(" ")} ${html.slice(0, 160)}`),
    }));
  });
  return found.map(({ id, help, where }) => `${id}: ${help}: ${where.join(" | ")}`);
}
