/** What was asked; members that are undefined are left out. */
export function given<Query extends object>(
  of: {
    [Name in keyof Query]: Query[Name] | undefined;
  },
): Partial<Query> {
  const asked = Object.entries(of).filter(([, value]) => value !== undefined);
  return Object.fromEntries(asked) as Partial<Query>; // some of its own members
}
