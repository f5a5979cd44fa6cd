import { Fifo } from "./fifo.ts";

/** Numbers and texts of one piece of a lane: 16 KiB each. No record is larger. */
const PIECE = 2_048;
const HEADS = 256;
/** Pieces that are kept for later when they are empty: about a mebibyte. */
const SPARE_MAX = 32;

/** A piece of preallocated memory for records that follow each other. */
class Piece<Head> {
  readonly numbers: Float64Array = new Float64Array(PIECE);
  readonly texts: string[] = new Array<string>(PIECE).fill("");
  readonly heads: Head[];
  /** How much is written. */
  numbersEnd = 0;
  textsEnd = 0;
  headsEnd = 0;

  constructor(empty: Head) {
    this.heads = new Array<Head>(HEADS).fill(empty);
  }
}

/**
 * Records in the order of their arrival, taken from the front: of each its numbers, its texts and one head,
 * which says what they mean. Memory is allocated piece by piece and used again.
 *
 * To write, `reserve`, fill in from the places that `put` names, `commit`. To read, look at the places that
 * `front` names and `advance`. No object a record.
 */
export class Lane<Head> {
  readonly #empty: Head;
  readonly #later = new Fifo<Piece<Head>>();
  readonly #spare: Piece<Head>[] = [];
  /** Records that ever left; the first that is there has this number. */
  left = 0;
  /** Records that ever came; the next one has this number. */
  came = 0;
  /** Where the next record is written. */
  put: Piece<Head>;
  /** Where the first record stands. */
  front: Piece<Head>;
  frontNumbers = 0;
  frontTexts = 0;
  frontHead = 0;

  constructor(empty: Head) {
    this.#empty = empty;
    this.put = new Piece(empty);
    this.front = this.put;
  }

  get length(): number {
    return this.came - this.left;
  }

  /** Makes room for one record of at most so many numbers and texts, which `put` then has. */
  reserve(numbers: number, texts: number): void {
    const { put } = this;
    const fits = put.numbersEnd + numbers <= PIECE && put.textsEnd + texts <= PIECE;
    if (fits && put.headsEnd < HEADS) return;
    if (this.length === 0) {
      this.#rewind(put);
      return;
    }
    this.#later.push(put);
    this.put = this.#spare.pop() ?? new Piece(this.#empty);
  }

  /** What was written from the ends of `put` on is a record. */
  commit(head: Head, numbersEnd: number, textsEnd: number): void {
    const { put } = this;
    put.heads[put.headsEnd] = head;
    put.headsEnd += 1;
    put.numbersEnd = numbersEnd;
    put.textsEnd = textsEnd;
    this.came += 1;
  }

  /** The first record leaves; it has so many numbers and texts. */
  advance(numbers: number, texts: number): void {
    const { front } = this;
    // What has left must not be held: the pieces live long, and a text may be large.
    const until = this.frontTexts + texts;
    for (let index = this.frontTexts; index < until; index += 1) front.texts[index] = "";
    front.heads[this.frontHead] = this.#empty;
    this.frontNumbers += numbers;
    this.frontTexts = until;
    this.frontHead += 1;
    this.left += 1;
    if (this.frontHead < front.headsEnd) return;
    if (front === this.put) {
      if (this.length === 0) this.#rewind(front);
      return;
    }
    this.#next(front);
  }

  #next(done: Piece<Head>): void {
    this.#later.shift();
    this.front = this.#later.peek() ?? this.put;
    this.#toStart();
    if (this.#spare.length >= SPARE_MAX) return;
    empty(done);
    this.#spare.push(done);
  }

  #rewind(piece: Piece<Head>): void {
    empty(piece);
    this.#toStart();
  }

  #toStart(): void {
    this.frontNumbers = 0;
    this.frontTexts = 0;
    this.frontHead = 0;
  }
}

function empty(piece: Piece<unknown>): void {
  piece.numbersEnd = 0;
  piece.textsEnd = 0;
  piece.headsEnd = 0;
}
