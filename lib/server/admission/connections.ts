/** Keeps room for those who ask: of very many connections, the oldest that asks for nothing goes first. */
import { readFileSync } from "node:fs";
import type { Server, ServerResponse } from "node:http";
import type { Socket } from "node:net";

/** Connections at once, streams included. */
const MOST_CONNECTIONS = 4000;
/** Files that the rest of the process may need. */
const FILES_OF_OTHERS = 512;

/** As many as we want, or as many as the system lets us have. */
function mostConnections(): number {
  try {
    const [, soft] = /^Max open files\s+(\d+)/m.exec(readFileSync("/proc/self/limits", "utf8")) ?? [];
    return soft === undefined
      ? MOST_CONNECTIONS
      : Math.max(64, Math.min(MOST_CONNECTIONS, Number(soft) - FILES_OF_OTHERS));
  } catch {
    return MOST_CONNECTIONS; // no such file here: another system
  }
}

/** Limits the connections of `server` to `most`. */
export function limitConnections(server: Server, most: number = mostConnections()): void {
  /** Sockets that are not being answered, in the order in which they came or were last answered. */
  const waiting = new Set<Socket>();
  let open = 0;
  const take = (socket: Socket): void => {
    open += 1;
    socket.once("close", () => {
      open -= 1;
      waiting.delete(socket);
    });
    if (open > most) {
      const [oldest = socket] = waiting;
      oldest.destroy();
    }
    if (!socket.destroyed) waiting.add(socket);
  };
  server.on("connection", take);
  server.on("request", ({ socket }: { readonly socket: Socket }, response: ServerResponse) => {
    waiting.delete(socket);
    response.once("close", () => {
      if (!socket.destroyed) waiting.add(socket);
    });
  });
}
