import { join } from "node:path";
import type { Config } from "../config.ts";
import { bringUpToDate } from "../data-version.ts";
import { Journal } from "../journal/journal.ts";
import { ContentStore } from "../ledger/content-store.ts";
import { operatorAsk } from "../notify/safe-fetch.ts";
import { openStore, type Store } from "../store/store.ts";
import { within } from "../within.ts";
import type { Closing } from "./closing.ts";
import { createMeters, type Meters } from "./meters.ts";
import { type OpenPrices, openPrices } from "./open-prices.ts";
import { openRoom, type Room } from "./open-room.ts";
import { openWords, type Words } from "./open-words.ts";
import { ownNumbers } from "./own-numbers.ts";
import { type RunningAnchors, runAnchors } from "./run-anchors.ts";
import { type RunningLedger, runLedger } from "./run-ledger.ts";
import { steadyStore } from "./steady-store.ts";
import { createStillness, type Stillness } from "./stillness.ts";
import { storePlace } from "./store-place.ts";

/** What everything else works on: the disk, what is kept there, and the store. */
export interface OpenData {
  readonly room: Room;
  readonly journal: Journal;
  readonly running: RunningLedger;
  readonly words: Words;
  readonly content: ContentStore;
  readonly anchors: RunningAnchors;
  readonly prices: OpenPrices;
  readonly meters: Meters;
  readonly stillness: Stillness;
  /** Counted by the meters, and still while somebody holds it so. */
  readonly store: Store;
}

/** A server that does not answer is left: what it was sent is in the journal. */
const STORE_MS_MAX = 1_000;

/**
 * Opens what is in a data folder that exists, and the store; of a version before, it is brought up to date.
 *
 * Throws where another process has the folder, and where something in it cannot be used.
 */
export async function openData(
  config: Config,
  of: {
    readonly now: () => number;
    /** SHA-256 in hex. */
    readonly hash: (text: string) => string;
    readonly closing: Closing;
    readonly log: (line: string) => void;
  },
): Promise<OpenData> {
  const { now, hash, closing, log } = of;
  const folder = (name: string): string => join(config.data, name);
  // The journal first: it holds the lock of the data folder.
  const room = openRoom(config, log);
  const journal = closing.keep(
    await Journal.open({
      ...{ folder: folder("journal"), now, fileSystem: room.ofJournal },
      quotaBytes: config.limits.journalBytesMax,
    }),
    (it) => it.close(),
  );
  await room.look();
  await bringUpToDate({ data: config.data, log });
  const running = await runLedger(config, { now, closing, log, fileSystem: room.ofLedger });
  const { ledger } = running;
  const words = closing.keep(await openWords({ folder: config.data, ledger }), (it) => it.close());
  const content = await ContentStore.open({ folder: folder("content") });
  const anchors = await runAnchors(config, {
    ...{ running, content, post: operatorAsk, now, closing, log },
  });
  const prices = await openPrices(config.prices, { hash, log });
  prices.watch(closing);
  const meters = createMeters();
  const opened = closing.keep(
    await openStore({ ...storePlace(config), prices: prices.list, log }),
    (it) => within(STORE_MS_MAX, it.close()),
  );
  const stillness = createStillness();
  const store = steadyStore(meters.store(opened), stillness);
  await ownNumbers({ journal, store, log });
  return { room, journal, running, words, content, anchors, prices, meters, stillness, store };
}
