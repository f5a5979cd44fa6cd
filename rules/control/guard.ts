import { CST, Lexer } from "yaml";
import { DEPTH_MAX } from "./depth.ts";
import type { Report } from "./finding.ts";

/** A control is about a kilobyte: room for two hundred, and nothing that takes long to read. */
export const FILE_BYTES_MAX: number = 256 * 1024;

/** About 6,600 lines; 256 KiB of brackets would have six times as many, and tokens are what takes time. */
const TOKENS_MAX = 40_000;

/** Between one pair of brackets. What a control lists has at most as many. */
const ENTRIES_MAX = 1000;

/** Tables and lists between one pair of brackets: the parser's time grows with their square. */
const NESTED_MAX = 200;

/** Characters that YAML gives a meaning. 256 KiB of our own library have 30,000. */
const INDICATORS = new Set("[]{}:,'\"-?#&*!|>%\n");
const INDICATORS_MAX = 60_000;

/** Deeper than any hand would indent: 20 levels of 8 columns. */
const INDENTATION_MAX = 160;

/** What YAML offers and a control file may not use: each hides what is in force from its reader. */
const FORBIDDEN: Readonly<
  Record<string, { readonly code: string; readonly message: string; readonly fix: string }>
> = {
  anchor: { code: "anchor", message: "YAML anchors are not allowed", fix: "write the value out" },
  alias: { code: "alias", message: "YAML aliases are not allowed", fix: "write the value out" },
  tag: { code: "tag", message: "YAML tags are not allowed", fix: "write the plain value" },
  "directive-line": {
    code: "directive",
    message: "YAML directives are not allowed",
    fix: "remove the line",
  },
};

/**
 * Refuses hostile text before it is parsed, by one pass over its tokens that ends at the first
 * offence: size, depth, anchors, aliases, tags, directives, merge keys. True where it may be parsed.
 */
export function guard(text: string, report: Report, tokensMax: number = TOKENS_MAX): boolean {
  const refuse = (at: number, code: string, message: string, fix: string): boolean => {
    report.error(at, code, message, fix);
    return false;
  };
  if (byteLength(text, FILE_BYTES_MAX) > FILE_BYTES_MAX) {
    return refuse(0, "too-large", `a file has at most ${FILE_BYTES_MAX / 1024} KiB`, "split it");
  }
  const flood = indicatorsBeyond(text);
  if (flood !== null) {
    return refuse(
      flood,
      "too-large",
      `a file has at most ${INDICATORS_MAX} YAML indicators`,
      "split it",
    );
  }
  const tooDeep = `a file nests at most ${DEPTH_MAX} levels deep`;
  let at = 0;
  let tokens = 0;
  let brackets = 0;
  /** Of each bracket that is open. */
  const entries: number[] = [];
  const nested: number[] = [];
  let indicators = 0;
  let startsLine = true;
  for (const token of new Lexer().lex(text)) {
    const type = CST.tokenType(token);
    // The lexer's own marks (document, scalar, end of a flow) do not stand in the text.
    if (token === CST.DOCUMENT || token === CST.SCALAR || token === CST.FLOW_END) continue;
    tokens += 1;
    if (tokens > tokensMax) {
      return refuse(at, "too-large", `a file has at most ${tokensMax} tokens`, "split it");
    }
    const forbidden = type === null ? undefined : FORBIDDEN[type];
    if (forbidden !== undefined)
      return refuse(at, forbidden.code, forbidden.message, forbidden.fix);
    if (token === "<<") {
      return refuse(at, "merge-key", "YAML merge keys are not allowed", "write the keys out");
    }
    switch (type) {
      case "flow-seq-start":
      case "flow-map-start": {
        const inside = (nested.pop() ?? 0) + 1;
        if (brackets > 0 && inside > NESTED_MAX) {
          const message = `a list in brackets has at most ${NESTED_MAX} tables or lists`;
          return refuse(at, "too-large", message, "write them one a line");
        }
        nested.push(inside, 0);
        brackets += 1;
        entries.push(1);
        break;
      }
      case "flow-seq-end":
      case "flow-map-end":
        brackets -= 1;
        entries.pop();
        nested.pop();
        break;
      case "comma": {
        const count = (entries.pop() ?? 0) + 1;
        entries.push(count);
        if (count > ENTRIES_MAX) {
          const message = `a list in brackets has at most ${ENTRIES_MAX} entries`;
          return refuse(at, "too-large", message, "write fewer, or one a line");
        }
        break;
      }
      case "seq-item-ind":
      case "explicit-key-ind":
        indicators += 1;
        break;
      case "newline":
        indicators = 0;
        break;
      case "space":
        // The text of a block scalar begins with its indentation, and is no indentation.
        if (startsLine && token.length > INDENTATION_MAX && token.trim() === "") {
          return refuse(at, "too-deep", tooDeep, "write it flatter");
        }
        break;
    }
    if (brackets > DEPTH_MAX || indicators > DEPTH_MAX)
      return refuse(at, "too-deep", tooDeep, "write it flatter");
    startsLine = type === "newline";
    at += token.length;
  }
  return true;
}

/** UTF-8 bytes, counted no further than the limit. */
function byteLength(text: string, limit: number): number {
  if (text.length > limit) return text.length;
  let bytes = 0;
  for (const character of text) {
    const point = character.codePointAt(0) ?? 0;
    bytes += point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
  }
  return bytes;
}

/** Where the text has one indicator too many; null where it stays within the limit. */
function indicatorsBeyond(text: string): number | null {
  let seen = 0;
  for (let at = 0; at < text.length; at++) {
    if (INDICATORS.has(text.charAt(at)) && ++seen > INDICATORS_MAX) return at;
  }
  return null;
}
