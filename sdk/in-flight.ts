import { NOTHING, type Recorder } from "./recorder.ts";

/** Where records are between the queue and the collector. */
type Stage = "encoding" | "putting" | "sending";

interface Held {
  readonly records: number;
  readonly bytes: number;
}

/** Keeps the recorder's account of the memory that records take once they have left its queue. */
export class InFlight {
  readonly #recorder: Pick<Recorder, "inFlight">;
  readonly #held: Record<Stage, Held> = { encoding: NOTHING, putting: NOTHING, sending: NOTHING };

  constructor(recorder: Pick<Recorder, "inFlight">) {
    this.#recorder = recorder;
  }

  set(stage: Stage, held: Held): void {
    this.#held[stage] = held;
    const { encoding, putting, sending } = this.#held;
    this.#recorder.inFlight = {
      records: encoding.records + putting.records + sending.records,
      bytes: encoding.bytes + putting.bytes + sending.bytes,
    };
  }

  clear(stage: Stage): void {
    this.set(stage, NOTHING);
  }
}
