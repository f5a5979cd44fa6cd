import { maskText } from "./redaction/mask.ts";

const LENGTH_MAX = 200;

/**
 * What a server says of a request, fit to be told on a console: printable, short, and without what it quotes, which may
 * be values that it was sent.
 */
export function serverWords(text: string): string {
  const printable = text
    .slice(0, 4_096)
    .replace(/[^\x21-\x7e]+/g, " ")
    .trim();
  const unquoted = printable.replace(/"(?:[^"\\]|\\.)*(?:"|$)/g, '"…"');
  return maskText(unquoted).slice(0, LENGTH_MAX);
}
