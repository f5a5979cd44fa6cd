import { stat, statfs } from "node:fs/promises";
import type { Config } from "../config.ts";
import { VERSION } from "../version.ts";
import { type Finding, look, looked, well, wrong } from "./doctor-finding.ts";

const GIBIBYTE = 1_073_741_824;
/** A day of a busy system: time to act. */
const FREE_BYTES_MIN = 2 * GIBIBYTE;
const FREE_BYTES_LOW = 10 * GIBIBYTE;

/** The program and its configuration. */
export function lookAtProgram(config: Config | null, file: string | null): readonly Finding[] {
  const [major = 0] = process.versions.node.split(".").map(Number);
  const versions = `tiltmeter ${VERSION}, Node.js ${process.version}, ${process.platform} ${process.arch}`;
  return [
    major >= 20
      ? well("versions", versions)
      : wrong("versions", versions, "install Node.js 20.15 or newer"),
    ...(config === null
      ? []
      : [
          well(
            "configuration",
            `${file ?? "no file, defaults and TILTMETER_ variables"}: ${config.store === null ? "embedded engine" : "a ClickHouse server"}, ${Object.keys(config.channels).length} channels, ${config.controls.length} control files, library ${config.library}`,
          ),
        ]),
    ...(config !== null && Object.keys(config.channels).length === 0
      ? [
          look(
            "channels",
            "no channel is configured: nobody is told of a nonconformity",
            "name one under `channels` in the configuration",
          ),
        ]
      : []),
  ];
}

/** The folder's disk, and who may read it. */
export function lookAtDisk(data: string): Promise<readonly Finding[]> {
  return looked("disk", async () => {
    const { bavail, bsize, blocks, ffree, files } = await statfs(data);
    const free = bavail * bsize;
    const share = Math.round((100 * bavail) / Math.max(1, blocks));
    const says = `${(free / GIBIBYTE).toFixed(1)} GiB free (${share} %) where ${data} lies`;
    const next = "free space or give the folder a larger disk: without any telemetry is refused";
    const { mode } = await stat(data);
    return [
      free < FREE_BYTES_MIN
        ? wrong("disk", says, next)
        : free < FREE_BYTES_LOW
          ? look("disk", says, next)
          : well("disk", says),
      ...(files > 0 && ffree < 10_000
        ? [wrong("disk", `only ${ffree} files can still be made`, "free inodes")]
        : []),
      ...((mode & 0o007) === 0
        ? []
        : [
            look(
              "disk",
              `${data} can be read by everybody on this machine (mode ${(mode & 0o777).toString(8)})`,
              `chmod 700 ${data}`,
            ),
          ]),
    ];
  });
}
