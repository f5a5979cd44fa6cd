import { createServer } from "node:net";
import { AddressTaken, explainListenError, portHolder } from "tiltmeter/cli/address-taken";
import { expect, onTestFinished, test } from "vitest";

async function takenPort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => new Promise((resolve) => void server.close(() => resolve())));
  const address = server.address();
  if (typeof address !== "object" || address === null) throw new Error("no address");
  return address.port;
}

const failure = (code: string): Error => Object.assign(new Error(code), { code });

test.runIf(process.platform === "linux")(
  "a taken port names the process that holds it, never its arguments",
  async () => {
    const holder = await portHolder(await takenPort());
    expect(holder).toBe(`node (process ${process.pid})`);
  },
);

test("a free port has no holder", async () => {
  expect(await portHolder(1)).toBe(null);
});

test("a taken port is explained with the holder and the next step", async () => {
  const port = await takenPort();
  const error = await explainListenError(failure("EADDRINUSE"), { host: "127.0.0.1", port });
  expect(error).toBeInstanceOf(AddressTaken);
  expect(String(error)).toContain(`port ${port} on 127.0.0.1 is taken`);
  expect(String(error)).toContain("--port 0");
});

test("where the holder is not to be seen, the usual ones are named", async () => {
  const error = await explainListenError(failure("EADDRINUSE"), { host: "127.0.0.1", port: 1 });
  expect(String(error)).toContain(
    "another tiltmeter or an OpenTelemetry collector often holds 4318",
  );
});

test.each([
  ["EACCES", "needs rights"],
  ["EADDRNOTAVAIL", "is not an address of this machine"],
])("%s is explained too", async (code, words) => {
  const error = await explainListenError(failure(code), { host: "10.9.8.7", port: 80 });
  expect(error).toBeInstanceOf(AddressTaken);
  expect(String(error)).toContain(words);
});

test("an error that has nothing to do with the address comes back as it is", async () => {
  const error = new Error("disk full");
  expect(await explainListenError(error, { host: "127.0.0.1", port: 1 })).toBe(error);
});
