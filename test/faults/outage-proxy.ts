import type { AddressInfo } from "node:net";
import { connect, createServer, type Server, type Socket } from "node:net";

/**
 * `refuse`: nobody listens. `hang`: connections are taken and nothing answers. `reset`: they are cut before the
 * request has arrived. `mute`: the request arrives, and its answer does not.
 */
export type Outage = "none" | "refuse" | "hang" | "reset" | "mute";

/** The network between an application and a collector, as bad as it is told to be. */
export class OutageProxy {
  readonly #sockets = new Set<Socket>();
  #server: Server | null = null;
  #outage: Outage = "none";
  #port = 0;
  /** Where the collector listens; it may move. */
  target: number;

  constructor(target: number) {
    this.target = target;
  }

  get url(): string {
    return `http://127.0.0.1:${this.#port}`;
  }

  async set(outage: Outage): Promise<void> {
    this.#outage = outage;
    // What is on its way suffers too.
    for (const socket of this.#sockets) socket.resetAndDestroy();
    if (outage === "refuse") await this.#unlisten();
    else await this.listen();
  }

  async listen(): Promise<void> {
    if (this.#server !== null) return;
    const server = createServer((client) => this.#relay(client));
    this.#server = server;
    await new Promise<void>((resolve, reject) => {
      server.on("error", reject);
      server.listen(this.#port, "127.0.0.1", resolve);
    });
    // A TCP server's address is never a pipe's name.
    this.#port = (server.address() as AddressInfo).port;
  }

  async close(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    await this.#unlisten();
  }

  async #unlisten(): Promise<void> {
    const server = this.#server;
    this.#server = null;
    if (server !== null) await new Promise((resolve) => server.close(resolve));
  }

  #relay(client: Socket): void {
    this.#keep(client);
    const outage = this.#outage;
    if (outage === "reset") client.once("data", () => client.resetAndDestroy());
    if (outage === "hang" || outage === "reset") return;
    const collector = this.#keep(connect(this.target, "127.0.0.1"));
    client.on("close", () => collector.destroy());
    collector.on("close", () => client.destroy());
    client.pipe(collector);
    if (outage === "mute") collector.once("data", () => client.resetAndDestroy());
    else collector.pipe(client);
  }

  #keep(socket: Socket): Socket {
    this.#sockets.add(socket);
    socket.on("error", () => undefined);
    socket.on("close", () => this.#sockets.delete(socket));
    return socket;
  }
}
