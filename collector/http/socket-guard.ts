import type { IncomingMessage, Server, ServerResponse } from "node:http";
import type { Socket } from "node:net";

/** What connections may take; the reasons for the defaults stand at `CONNECTIONS` of the server. */
export interface SocketLimits {
  readonly max: number;
  /** How long a client may take less than a kibibyte a second of its answer. */
  readonly stalledMs: number;
  /** How often is looked. */
  readonly checkMs: number;
}

/** What is watched of one connection. */
interface Watched {
  readonly openedMs: number;
  /** As it came: each request puts its own in its place. */
  readonly destroySoon: () => void;
  /** A whole head of a request has come on it. */
  hasAsked: boolean;
  /** What its client had taken at an instant since which something waits for it; null: nothing waits. */
  waiting: { readonly sinceMs: number; readonly taken: number } | null;
}

/** So many of the last places are for whoever comes next: they are freed of who says nothing. */
const PLACES_KEPT = 8;
/** Time enough for a head over any line; who opens connections to hold them says nothing for longer. */
const SILENT_MS_MAX = 1_000;
const TAKEN_BYTES_PER_S_MIN = 1_024;
/** How long a client that sends on is still read, so that it sees its answer. */
const LINGER_MS_MAX = 5_000;

/**
 * Frees connections that only hold their place.
 *
 * Node ends who sends a head or a body too slowly; it does not end who never takes an answer, and where all
 * places are taken it turns new ones away, however little the others do. Here a client that stalls is let go,
 * and near the limit the oldest connection that never asked anything makes room. Returns what ends the looking.
 */
export function guardSockets(server: Server, limits: SocketLimits): () => void {
  const sockets = new Map<Socket, Watched>();
  server.on("connection", (socket) => {
    sockets.set(socket, {
      openedMs: performance.now(),
      destroySoon: socket.destroySoon.bind(socket),
      ...{ hasAsked: false, waiting: null },
    });
    socket.once("close", () => sockets.delete(socket));
    makeRoom();
  });
  // Turned away, since there was no place: the next one finds some.
  server.on("drop", () => makeRoom());
  server.prependListener("request", (request, response) => {
    const watched = sockets.get(request.socket);
    if (watched === undefined) return;
    watched.hasAsked = true;
    linger(request, response, watched.destroySoon);
  });
  const makeRoom = (): void => {
    let surplus = sockets.size - (limits.max - PLACES_KEPT);
    const before = performance.now() - SILENT_MS_MAX;
    for (const [socket, { openedMs, hasAsked }] of sockets) {
      // In the order of their coming: whoever follows came later.
      if (surplus <= 0 || openedMs > before) return;
      if (hasAsked || socket.destroyed) continue;
      socket.destroy();
      surplus -= 1;
    }
  };
  const look = setInterval(() => {
    const nowMs = performance.now();
    for (const [socket, watched] of sockets) {
      if (isStalled(socket, watched, nowMs, limits.stalledMs)) socket.destroy();
    }
    makeRoom();
  }, limits.checkMs);
  look.unref();
  return () => clearInterval(look);
}

function isStalled(socket: Socket, watched: Watched, nowMs: number, stalledMs: number): boolean {
  if (socket.writableLength === 0) {
    watched.waiting = null;
    return false;
  }
  const taken = socket.bytesWritten - socket.writableLength;
  watched.waiting ??= { sinceMs: nowMs, taken };
  const sinceMs = nowMs - watched.waiting.sinceMs;
  if (sinceMs < stalledMs) return false;
  if (taken - watched.waiting.taken < (TAKEN_BYTES_PER_S_MIN * sinceMs) / 1_000) return true;
  watched.waiting = { sinceMs: nowMs, taken };
  return false;
}

/**
 * Closes a connection whose client is still sending in two steps: the answer and the end of our side first,
 * all of it once the client has ended, too, or after five seconds.
 *
 * A socket that is closed with bytes unread resets the connection, and a reset throws away the answer that
 * lies at the client unread: it would see a broken connection, and send all of it again.
 */
function linger(request: IncomingMessage, response: ServerResponse, destroySoon: () => void): void {
  const { socket } = request;
  let isLingering = false;
  socket.destroySoon = () => {
    if (request.complete || !response.headersSent || socket.destroyed) return destroySoon();
    if (isLingering) return;
    isLingering = true;
    const late = setTimeout(() => socket.destroy(), LINGER_MS_MAX);
    late.unref();
    const end = (): void => {
      clearTimeout(late);
      socket.destroy();
    };
    request.once("end", end);
    socket.once("close", () => clearTimeout(late));
    // Whoever read of the body until now may wait for more, and while somebody does nothing flows by itself.
    request.removeAllListeners("readable").resume();
    socket.end();
  };
}
