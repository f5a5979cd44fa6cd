import { monotonicMs } from "./clock.ts";
import type { Delivery } from "./delivery.ts";
import type { InFlight } from "./in-flight.ts";
import type { Notices } from "./notices.ts";
import { type Lose, MemoryOutbox, type Outbox } from "./outbox.ts";
import { outside } from "./outside.ts";
import type { Recorder } from "./recorder.ts";
import type { Settings } from "./settings.ts";
import { diskReason } from "./spool/spool.ts";
import { unopenedNotice } from "./spool/spool-notices.ts";
import { SpoolOutbox } from "./spool/spool-outbox.ts";

/** Where encoded batches are until they are answered for: in files where the user asks for it and the disk allows it. */
export function openOutbox(of: {
  readonly settings: Settings;
  readonly delivery: Delivery;
  readonly notices: Notices;
  readonly recorder: Recorder;
  readonly inFlight: InFlight;
}): Outbox {
  const { settings, delivery, notices, recorder, inFlight } = of;
  const lose: Lose = (perClass, reason) => recorder.loseAll(perClass, reason);
  const { spool } = settings;
  if (spool !== null) {
    try {
      return new SpoolOutbox({ ...of, spool, lose, monotonicMs, outside });
    } catch (error) {
      notices.once("spool", () => unopenedNotice(spool.folder, diskReason(error)));
    }
  }
  return new MemoryOutbox({ delivery, lose, inFlight });
}
