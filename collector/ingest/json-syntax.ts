/** Where a JSON text stops being JSON. Lines and columns count from 1, columns in UTF-16 units. */
export interface JsonSyntaxError {
  readonly line: number;
  readonly column: number;
  readonly expected: string;
  readonly got: string;
}

type Expected =
  | "a value"
  | "a value or ]"
  | "a key or }"
  | "a key in double quotes"
  | ": after the key"
  | ", or }"
  | ", or ]"
  | "the end";

const ESCAPED = /["\\/bfnrt]|u[0-9a-fA-F]{4}/y;
const SPACE = /[ \t\n\r]*/y;
const SCALAR = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?(?![\d.eE+-])|true|false|null/y;

/**
 * Finds the first syntax error of a JSON text (RFC 8259); null where there is none.
 *
 * Only for texts that `JSON.parse` refused: its message has no position for half of the errors
 * (V8 11). O(n), no recursion.
 */
export function findSyntaxError(text: string): JsonSyntaxError | null {
  const open: ("{" | "[")[] = [];
  let at = 0;
  let expected: Expected = "a value";
  const closed = (): Expected => {
    const container = open.at(-1);
    return container === undefined ? "the end" : container === "{" ? ", or }" : ", or ]";
  };
  for (;;) {
    at = match(SPACE, text, at) ?? at;
    const character = text[at];
    if (expected === "the end") return at === text.length ? null : errorAt(text, at, expected);
    if (character === undefined) return errorAt(text, at, expected);
    const isKey: boolean = expected === "a key or }" || expected === "a key in double quotes";
    const isValue: boolean = expected === "a value" || expected === "a value or ]";
    if ((isKey || isValue) && character === '"') {
      const end = stringEnd(text, at);
      if (typeof end === "string")
        return errorAt(text, end.length, "the rest of the text in quotes");
      at = end;
      expected = isKey ? ": after the key" : closed();
    } else if (isValue && (character === "{" || character === "[")) {
      open.push(character);
      at += 1;
      expected = character === "{" ? "a key or }" : "a value or ]";
    } else if (
      (character === "}" && (expected === "a key or }" || expected === ", or }")) ||
      (character === "]" && (expected === "a value or ]" || expected === ", or ]"))
    ) {
      open.pop();
      at += 1;
      expected = closed();
    } else if (character === "," && (expected === ", or }" || expected === ", or ]")) {
      at += 1;
      expected = expected === ", or }" ? "a key in double quotes" : "a value";
    } else if (character === ":" && expected === ": after the key") {
      at += 1;
      expected = "a value";
    } else {
      const end = isValue ? match(SCALAR, text, at) : null;
      if (end === null) return errorAt(text, at, expected);
      at = end;
      expected = closed();
    }
  }
}

function match(pattern: RegExp, text: string, at: number): number | null {
  pattern.lastIndex = at;
  return pattern.test(text) ? pattern.lastIndex : null;
}

/** Index after the closing quote, or the text before the character that may not stand in a string. */
function stringEnd(text: string, from: number): number | string {
  for (let i = from + 1; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code === 0x22) return i + 1;
    if (code < 0x20) return text.slice(0, i);
    if (code === 0x5c) {
      const end = match(ESCAPED, text, i + 1);
      if (end === null) return text.slice(0, i);
      i = end - 1;
    }
  }
  return text;
}

function errorAt(text: string, at: number, expected: string): JsonSyntaxError {
  const before = text.slice(0, at);
  const character = text[at];
  return {
    line: before.split("\n").length,
    column: at - before.lastIndexOf("\n"),
    expected,
    got: character === undefined ? "the end of the body" : JSON.stringify(character),
  };
}
