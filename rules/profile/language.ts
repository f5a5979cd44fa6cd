/**
 * Words that hardly any sentence of a language does without, and few other languages have. Not
 * detection: enough to notice that the mix of languages changed.
 */
const FUNCTION_WORDS: Readonly<Record<string, string>> = {
  da: "og det er ikke jeg på til af en at med for den som",
  de: "und der die das ist nicht ein eine zu mit von auf ich für den dem",
  en: "the and is of to in that it for you with this was are not",
  es: "el los las y que es en por con para una del se no está",
  fi: "ja on ei että se oli mutta kun niin myös hän",
  fr: "le les et est que des une dans pour pas qui sur avec je vous",
  it: "il che è di per non una con sono del della gli anche",
  nl: "de het een en van is niet dat ik op te met voor zijn",
  pl: "i nie się że jest na do to jak ale dla tego",
  pt: "o os as que é não para uma com em do da mais você",
  sv: "och det är inte jag på som en att för med till den av",
};

const VOTES: ReadonlyMap<string, readonly string[]> = votes();

/** Scripts that one language is mostly written in, and those that only name themselves. */
const SCRIPTS: readonly (readonly [pattern: RegExp, tag: string])[] = [
  [/\p{Script=Latin}/u, "und-Latn"],
  [/\p{Script=Cyrillic}/u, "und-Cyrl"],
  [/\p{Script=Arabic}/u, "und-Arab"],
  [/\p{Script=Devanagari}/u, "und-Deva"],
  [/[\p{Script=Hiragana}\p{Script=Katakana}]/u, "ja"],
  [/\p{Script=Han}/u, "zh"],
  [/\p{Script=Hangul}/u, "ko"],
  [/\p{Script=Greek}/u, "el"],
  [/\p{Script=Hebrew}/u, "he"],
  [/\p{Script=Thai}/u, "th"],
];

/**
 * The likely language of a text, as a BCP 47 tag: by its commonest script (`und-Cyrl`, `zh`), and
 * within Latin by a vote of its words among eleven languages; `und-Latn` where none or two win,
 * `und` without a letter of these scripts. Han characters beside any kana are Japanese.
 */
export function languageOf(text: string, words: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const character of text) {
    const tag = scriptOf(character);
    if (tag !== undefined) counts.set(tag, (counts.get(tag) ?? 0) + 1);
  }
  if (counts.has("ja")) {
    counts.set("ja", (counts.get("ja") ?? 0) + (counts.get("zh") ?? 0));
    counts.delete("zh");
  }
  const script = winner(counts, "und", true);
  return script === "und-Latn" ? winner(voted(words), script, false) : script;
}

function scriptOf(character: string): string | undefined {
  // Most characters are these, and a pattern costs ten times as much.
  const code = character.charCodeAt(0) | 0x20;
  if (character < "\u0080") return code >= 0x61 && code <= 0x7a ? "und-Latn" : undefined;
  return SCRIPTS.find(([pattern]) => pattern.test(character))?.[1];
}

function voted(words: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const word of words) {
    for (const tag of VOTES.get(word) ?? []) counts.set(tag, (counts.get(tag) ?? 0) + 1);
  }
  return counts;
}

/** The tag counted most; of equals the first by text, or the other answer where a tie is no answer. */
function winner(counts: ReadonlyMap<string, number>, otherwise: string, tiesWin: boolean): string {
  const [first, second] = [...counts].sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1));
  if (first === undefined) return otherwise;
  return !tiesWin && second !== undefined && second[1] === first[1] ? otherwise : first[0];
}

function votes(): Map<string, string[]> {
  const all = new Map<string, string[]>();
  for (const [tag, words] of Object.entries(FUNCTION_WORDS)) {
    for (const word of words.split(" ")) all.set(word, [...(all.get(word) ?? []), tag]);
  }
  return all;
}
