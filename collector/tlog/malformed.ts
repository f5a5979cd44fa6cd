/** Text or bytes that a format of transparency logs does not allow. */
export class Malformed extends Error {
  override readonly name = "Malformed";
}
