import type { Parameters } from "../engine/parameters.ts";

/**
 * Refused records that name a data subject or one of its predictions: those of its system, and those whose
 * text does not say of which they are. Rather one too many than one too few, since nothing counts on them.
 *
 * Columns `name`, `_journal`, `_seq` and `_row`; a row may come twice. `ids` selects ids of predictions.
 */
export function refusedRows(
  of: { readonly system: string; readonly subject: string },
  ids: string,
): [string, Parameters] {
  const written = JSON.stringify(of.subject);
  const inner = written.slice(1, -1);
  const select = "SELECT 'quarantine_v1' AS name, _journal, _seq, _row FROM quarantine_v1";
  const system = `arrayMap(each -> ${decoded("each")}, extractAll(record, {systemIn:String}))`;
  const isOfSystem = `(empty(${system}) OR has(${system}, {system:String}))`;
  // A refused record may be of any shape, also a number where a text has to be; and cut off within a name.
  const isNamed = [
    `has(extractAll(record, {words:String}), {written:String})`,
    `has(extractAll(record, {words:String}), {subject:String})`,
    "position(reason, {written:String}) > 0",
    ...(inner.length < LONE_CHARACTERS
      ? []
      : ["position(record, {inner:String}) > 0", "position(reason, {subject:String}) > 0"]),
    `length(record) >= ${CUT_AT} AND ${CUT_OFF} != '' AND startsWith({inner:String}, ${CUT_OFF})`,
  ];
  const sql = [
    `${select} WHERE ${isOfSystem} AND (${isNamed.map((each) => `(${each})`).join(" OR ")})`,
    `${select} ARRAY JOIN extractAll(record, {words:String}) AS word
     WHERE ${isOfSystem} AND ${decoded("word")} IN (${ids})`,
  ];
  const bound = { ...of, written, inner, words: WORDS, texts: TEXTS, systemIn: SYSTEM_IN };
  return [sql.join(" UNION ALL "), bound];
}

/** Texts of JSON with their quotes, and numbers. */
const TEXTS = String.raw`"(?:[^"\\]|\\.)*"`;
const WORDS = String.raw`${TEXTS}|-?[0-9]+(?:\.[0-9]+)?`;
const SYSTEM_IN = `"system" *: *(${TEXTS})`;
/** What the door keeps of a record at most; then its last text may have no end. */
const CUT_AT = 8_192;
const CUT_OFF = `extract(replaceRegexpAll(record, {texts:String}, ''), '"(.*)$')`;
/** A shorter name is looked for as a whole text or number only: it is part of too many words. */
const LONE_CHARACTERS = 4;

function decoded(word: string): string {
  return `if(startsWith(${word}, '"'), JSONExtractString(concat('[', ${word}, ']'), 1), ${word})`;
}
