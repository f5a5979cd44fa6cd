/** The place of a clause on the page of coverage. Only letters, digits, dots and dashes: it is an id. */
export function clauseAnchor(framework: string, clause: string): string {
  const plain = (text: string): string => text.replace(/[^\w.]+/g, "-");
  return `clause-${plain(framework)}-${plain(clause)}`;
}
