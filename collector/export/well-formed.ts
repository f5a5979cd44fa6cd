/** The text without lone surrogates, which UTF-8 cannot carry: U+FFFD stands in their place. */
export function wellFormed(text: string): string {
  return text.replace(/\p{Cs}/gu, "\ufffd");
}
