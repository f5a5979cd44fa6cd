import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

setFlagsFromString("--expose-gc");
const collect: unknown = runInNewContext("gc");

/** Collects garbage until it is so, or was not after many tries. */
export async function collected(isSo: () => boolean): Promise<boolean> {
  if (typeof collect !== "function")
    throw new Error("this Node cannot be asked to collect garbage");
  for (let n = 0; n < 50 && !isSo(); n += 1) {
    collect();
    await new Promise((resolve) => setImmediate(resolve));
  }
  return isSo();
}
