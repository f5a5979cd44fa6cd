import type { ContentStore } from "../ledger/content-store.ts";
import type { Ledger } from "../ledger/ledger.ts";

/** Where the machine keeps what it raises: the ledger, and the evidence that its entries name. */
export interface Keeping {
  readonly ledger: Ledger;
  readonly content: ContentStore;
  /** SHA-256 in hex. */
  readonly hash: (text: string) => string;
  /** Name and version of the engine that the evidence was asked of. */
  readonly engine: string;
}
