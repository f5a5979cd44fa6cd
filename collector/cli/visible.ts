import type { Colour, Terminal } from "./terminal.ts";

/**
 * A terminal that shows control characters, and those that turn the direction of writing, as
 * `\u001b`: names and values come from files and other machines, and could clear the screen, forge a
 * line or run what a terminal understands. JSON stays the JSON it was.
 */
export function guarded(terminal: Terminal): Terminal {
  return {
    ...terminal,
    print: (line, colour) => terminal.print(coloured(visible(line), colour)),
    complain: (line) => terminal.complain(visible(line)),
  };
}

/** As above, and in one line whatever it holds: a name among others. */
export function oneLine(text: string): string {
  return visible(text).replace(/[\n\t]/g, escaped);
}

function visible(text: string): string {
  return text.replace(/(?![\n\t])[\p{Cc}\p{Bidi_Control}\p{Zl}\p{Zp}]/gu, escaped);
}

function escaped(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
}

const CODES: Readonly<Record<Colour, number>> = { red: 31, yellow: 33, faint: 2 };

function coloured(line: string, colour: Colour | undefined): string {
  return colour === undefined ? line : `\u001B[${CODES[colour]}m${line}\u001B[0m`;
}
