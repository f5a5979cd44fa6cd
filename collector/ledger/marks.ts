/**
 * What a string in an entry is: `plain` says nothing of a person and was not written freely (ids, digests,
 * names of things, what the machine says); `text` people wrote; `person` is somebody's name; `answers` is
 * a map of answers by field name, each of the kind that the life cycle gives it.
 */
export type Mark = "plain" | "text" | "person" | "answers";

/** Marks of what lies deeper; `*` stands for every member of a list or a map. What is not named is plain. */
export interface Nested {
  readonly [name: string]: Mark | Nested;
}

/** A mark for every field of an entry that can hold free text: one that is forgotten does not compile. */
export type Marks<Entry> = {
  readonly [Name in Exclude<FreeFields<Entry>, "type" | "by">]: Mark | Nested;
} & { readonly wordsAbout: About<Entry> };

/** What the words of an entry are about, and are erased with: a field that names it, or a name of its own. */
export type About<Entry> = ((entry: Entry) => string) | null;

type FreeFields<Entry> = {
  readonly [Name in keyof Entry]-?: [Free<Entry[Name]>] extends [never] ? never : Name;
}[keyof Entry];

/** `true` where a value of the type can hold any string, `never` where it cannot. */
type Free<Value> = Value extends string
  ? string extends Value
    ? true
    : never
  : Value extends number | boolean | null | undefined
    ? never
    : Value extends readonly (infer Member)[]
      ? Free<Member>
      : Value extends object
        ? { [Name in keyof Value]-?: Free<Value[Name]> }[keyof Value]
        : never;
