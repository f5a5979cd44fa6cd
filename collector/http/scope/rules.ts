/** For each function of a set its narrower one: one that has no rule does not compile. */
export type Rules<Functions, Way> = {
  readonly [Name in keyof Functions]: (own: Functions[Name], way: Way) => Functions[Name];
};

/** The functions by their rules. What has none, which the compiler has not seen, is left out. */
export function byRules<Functions extends object, Way>(
  functions: Functions,
  rules: Rules<Functions, Way>,
  way: Way,
): Functions {
  const known = new Map<string, unknown>(Object.entries(functions));
  return Object.fromEntries(
    Object.entries<(own: never, way: Way) => unknown>(rules).flatMap(([name, rule]) =>
      known.has(name) ? [[name, rule(known.get(name) as never, way)]] : [],
    ),
  ) as Functions; // by the rule of each name, which gives what it was given
}
