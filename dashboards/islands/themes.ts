/** One year: a preference, kept in a cookie so that the server sends the right colours at once. */
const YEAR_SECONDS = 31_536_000;

/** Told when the colours of the page have changed, by the switch or by the system. */
export const THEME_CHANGED = "tiltmeter:theme";

/** Switches the theme without loading the page again. */
export function enableThemes(): void {
  const form = document.querySelector<HTMLFormElement>("[data-themes]");
  form?.addEventListener("click", (event) => {
    const button = event.target instanceof Element ? event.target.closest("button") : null;
    if (button === null) return;
    event.preventDefault();
    document.documentElement.dataset["theme"] = button.value;
    // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is not in every browser
    document.cookie = `tiltmeter-theme=${button.value}; path=/; max-age=${YEAR_SECONDS}; samesite=lax`;
    for (const each of form.querySelectorAll("button")) {
      each.setAttribute("aria-pressed", String(each === button));
    }
    document.dispatchEvent(new Event(THEME_CHANGED));
  });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => {
    document.dispatchEvent(new Event(THEME_CHANGED));
  });
}
