import { crc32 } from "node:zlib";
import fc from "fast-check";
import { decodeFrame, encodeFrame, frameBytes, payloadRoom } from "tiltmeter/log/frame";
import { expect, test } from "vitest";
import { SEED } from "../../seed.ts";

const within = { logId: Buffer.alloc(16, 5), groupFirst: 3 };
const of = (payload: Uint8Array) => ({
  ...{ seq: 7, type: 1, receivedMs: 1.5, rows: 2, batchId: Buffer.alloc(16, 9), payload },
});

/** What a frame says, without what is drawn for each. */
function said(bytes: Buffer) {
  const frame = decodeFrame(bytes, 0, within.logId);
  if (frame === null) throw new Error("not a frame");
  const { payload, batchId, header, ...rest } = frame;
  return { ...rest, payload: [...payload], batchId: [...batchId], flags: header.subarray(26, 28) };
}

test("a payload that lies in its room becomes the frame that a copy of it becomes, as often as it is made", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), (payload) => {
      const copied = encodeFrame(of(payload), within);
      const room = payloadRoom(payload.length);
      // What lay in that memory before is nobody's.
      Buffer.from(room.buffer).fill(0xee);
      room.set(payload);
      for (let times = 0; times < 2; times += 1) {
        const made = encodeFrame(of(room), within);
        expect(made.buffer).toBe(room.buffer);
        expect(made.length).toBe(frameBytes(payload.length));
        expect(said(made)).toEqual(said(copied));
        expect(made.readUInt32LE(104)).toBe(0);
        expect(made.subarray(128 + payload.length).every((byte) => byte === 0)).toBe(true);
        expect(crc32(made.subarray(0, 108))).toBe(made.readUInt32LE(108));
      }
    }),
    { seed: SEED, numRuns: 500 },
  );
});

test("a part of a room is a payload like any other: nothing is written around it", () => {
  const room = payloadRoom(64);
  room.fill(1);
  for (const part of [room.subarray(8), room.subarray(0, 32), room.subarray(0, 63)]) {
    const before = Buffer.from(new Uint8Array(room.buffer));
    expect(encodeFrame(of(part), within).buffer).not.toBe(room.buffer);
    expect(Buffer.from(room.buffer)).toEqual(before);
  }
});
