/** The body is not what it says it is; nothing of it is stored (HTTP 400). */
export class Undecodable extends Error {
  override readonly name = "Undecodable";
}

/** The body holds more than one request may (HTTP 413). */
export class TooMuch extends Error {
  override readonly name = "TooMuch";
}
