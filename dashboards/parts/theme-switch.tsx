import type { Child } from "hono/jsx";

export type Theme = "light" | "dark" | "auto";

const themes = [
  { id: "auto", word: "Auto", shape: "M8 2a6 6 0 1 0 0 12zM8 2a6 6 0 0 1 0 12" },
  {
    id: "light",
    word: "Light",
    shape:
      "M8 5.2a2.8 2.8 0 1 0 0 5.6 2.8 2.8 0 0 0 0-5.6zM8 1v1.6M8 13.4V15M1 8h1.6M13.4 8H15M3.05 3.05l1.1 1.1M11.85 11.85l1.1 1.1M3.05 12.95l1.1-1.1M11.85 4.15l1.1-1.1",
  },
  { id: "dark", word: "Dark", shape: "M12.5 10A5.5 5.5 0 0 1 6 3.5 5.5 5.5 0 1 0 12.5 10z" },
] as const;

/** Chooses the theme; `back` is the page that is shown. */
export function ThemeSwitch(props: { theme: Theme; back: string }): Child {
  return (
    <form class="themes" method="post" action="/theme" data-themes>
      <input type="hidden" name="back" value={props.back} />
      <fieldset>
        <legend class="visually-hidden">Theme</legend>
        {themes.map((theme) => (
          <button
            type="submit"
            name="theme"
            value={theme.id}
            aria-pressed={theme.id === props.theme ? "true" : "false"}
            title={`${theme.word} theme`}
          >
            <svg class={`glyph-${theme.id}`} viewBox="0 0 16 16" aria-hidden="true">
              <path d={theme.shape} />
            </svg>
            <span class="visually-hidden">{theme.word}</span>
          </button>
        ))}
      </fieldset>
    </form>
  );
}
