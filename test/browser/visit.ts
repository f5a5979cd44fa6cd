import type { Browser, BrowserContextOptions, Page } from "playwright-core";

/** A page in a context of its own, which notes whatever the browser complains of. */
export async function visit(
  browser: Browser,
  options: BrowserContextOptions,
  atEnd: (close: () => Promise<void>) => void,
): Promise<{ readonly page: Page; readonly complaints: string[] }> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
  atEnd(() => context.close());
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on("console", (message) => {
    if (message.type() === "error" || message.type() === "warning") complaints.push(message.text());
  });
  page.on("pageerror", (error) => complaints.push(error.message));
  page.on("requestfailed", (request) => {
    const why = request.failure()?.errorText ?? "";
    // A page that is left before its icon has come is no fault.
    if (why !== "net::ERR_ABORTED") complaints.push(`${request.url()}: ${why}`);
  });
  return { page, complaints };
}
