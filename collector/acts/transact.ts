/**
 * Decides over the present state of governance and appends what was decided, with nothing in between.
 * The ledger supplies it.
 */
export type Transact<State, Entry> = <T>(
  decide: (state: State) => { readonly entries: readonly Entry[]; readonly result: T },
) => Promise<T>;
