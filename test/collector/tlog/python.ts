import { spawnSync } from "node:child_process";

const probe = spawnSync("python3", ["-c", "import cryptography"], { encoding: "utf8" });

/** Whether Python with `cryptography` is here, and what to say in a test's name where it is not. */
export const python: { readonly absent: boolean; readonly note: string } =
  probe.status === 0
    ? { absent: false, note: "" }
    : { absent: true, note: " [skipped: python3 with the package cryptography is absent]" };
