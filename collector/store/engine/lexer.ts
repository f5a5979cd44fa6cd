/** One token of SQL. Comments and blanks are left out. */
export interface Token {
  /** `name` is a bare word or a quoted identifier; `text` is then without its quotes. */
  readonly kind: "name" | "number" | "string" | "symbol";
  readonly text: string;
  readonly quoted: boolean;
}

/** Text that has no business in a statement of ours: an open quote, a heredoc, a look-alike quote. */
export class UnreadableSql extends Error {
  override readonly name = "UnreadableSql";
}

/**
 * Splits one statement into tokens, as the engine's own lexer does.
 *
 * Stricter where the engine is generous: heredocs (`$tag$ … $tag$`), typographic quotes and control
 * characters outside quotes are refused, because each is a way to hide a semicolon. O(length).
 */
export function tokens(sql: string): Token[] {
  const found: Token[] = [];
  let at = 0;
  while (at < sql.length) {
    const after = blankOrComment(sql, at);
    if (after > at) {
      at = after;
      continue;
    }
    const [token, end] = read(sql, at);
    found.push(token);
    at = end;
  }
  return found;
}

function blankOrComment(sql: string, at: number): number {
  const character = sql.charAt(at);
  if (/[ \t\r\n]/.test(character)) return at + 1;
  const isLine = sql.startsWith("--", at) || sql.startsWith("#!", at) || sql.startsWith("# ", at);
  if (isLine) {
    const end = sql.indexOf("\n", at);
    return end < 0 ? sql.length : end + 1;
  }
  if (!sql.startsWith("/*", at)) return at;
  const end = sql.indexOf("*/", at + 2);
  if (end < 0) throw new UnreadableSql(`comment that begins at character ${at} has no end`);
  return end + 2;
}

function read(sql: string, at: number): [Token, number] {
  const character = sql.charAt(at);
  if (character === "'") return quoted(sql, at, "string");
  if (character === '"' || character === "`") return quoted(sql, at, "name");
  const word = match(/[A-Za-z_][A-Za-z0-9_]*/y, sql, at);
  if (word !== null) return [{ kind: "name", text: word, quoted: false }, at + word.length];
  const number = match(/[0-9][A-Za-z0-9_.]*/y, sql, at);
  if (number !== null) return [{ kind: "number", text: number, quoted: false }, at + number.length];
  if (!/[!%()*+,\-./:;<=>?@[\]^{|}~&]/.test(character)) {
    throw new UnreadableSql(`character ${JSON.stringify(character)} at ${at} is outside of quotes`);
  }
  return [{ kind: "symbol", text: character, quoted: false }, at + 1];
}

/** A backslash escapes the next character; a doubled quote stands for itself. */
function quoted(sql: string, from: number, kind: "string" | "name"): [Token, number] {
  const quote = sql.charAt(from);
  let text = "";
  for (let at = from + 1; at < sql.length; at += 1) {
    const character = sql.charAt(at);
    if (character === "\\") {
      at += 1;
      text += sql.charAt(at);
    } else if (character === quote && sql.charAt(at + 1) === quote) {
      at += 1;
      text += quote;
    } else if (character === quote) {
      return [{ kind, text, quoted: true }, at + 1];
    } else {
      text += character;
    }
  }
  throw new UnreadableSql(`quote ${quote} that opens at character ${from} is never closed`);
}

function match(pattern: RegExp, sql: string, at: number): string | null {
  pattern.lastIndex = at;
  return pattern.exec(sql)?.[0] ?? null;
}
