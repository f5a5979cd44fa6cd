import { readFile } from "node:fs/promises";

/** A program that every package carries. */
export interface ShippedVerifier {
  readonly path: "verify.py" | "verify.mjs";
  readonly bytes: Uint8Array;
}

/** Both verifiers: the second one, in Python, and this one in one file. Throws where the build has not made them. */
export async function shippedVerifiers(): Promise<readonly ShippedVerifier[]> {
  return [
    { path: "verify.py", bytes: await read("verify.py") },
    { path: "verify.mjs", bytes: await read("verify.mjs") },
  ];
}

async function read(name: string): Promise<Uint8Array> {
  // Beside this file once it is compiled; from its source, where the build has put them.
  for (const folder of ["./", "../dist/verify/"]) {
    try {
      return await readFile(new URL(folder + name, import.meta.url));
    } catch (error) {
      if (!(error instanceof Error && "code" in error && error.code === "ENOENT")) throw error;
    }
  }
  throw new Error(`${name} is not built; run npm run build first`);
}
