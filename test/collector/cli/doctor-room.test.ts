import { roomFindings } from "tiltmeter/cli/doctor-room";
import { expect, test } from "vitest";

const metrics = (free: number, more = ""): string =>
  `tiltmeter_disk_free_bytes ${free * 2 ** 30}\ntiltmeter_disk_free_bytes_min ${2 ** 30}\n${more}`;

test.each([
  [0.5, "wrong"],
  [1.5, "look"],
  [3, "well"],
])("%s GiB free, where one is needed, is %s", (free, state) => {
  expect(roomFindings(metrics(free))).toEqual([expect.objectContaining({ about: "disk", state })]);
});

test("who was asked to come again is told by the reason, and a disk that is not known is", () => {
  const refused = 'tiltmeter_ingest_refused_total{reason="key_records"} 7\n';
  expect(roomFindings(metrics(3, refused))[1]).toMatchObject({
    state: "look",
    says: "requests asked to come again since the start: 7 for key_records",
  });
  expect(roomFindings("")).toEqual([expect.objectContaining({ state: "unknown" })]);
});
