import { once } from "node:events";
import { createServer, type Server } from "node:http";
import { type AddressInfo, connect, type Socket } from "node:net";
import { afterEach, beforeEach, expect, it } from "vitest";
import { limitConnections } from "./connections.ts";

const MOST = 5;
let server: Server;
beforeEach(async () => {
  server = createServer((request, response) => {
    if (request.url === "/stream") response.write("begun");
    else response.end("done");
  });
  limitConnections(server, MOST);
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
});
afterEach(() => {
  server.closeAllConnections();
  server.close();
});

async function open(text: string): Promise<{ readonly socket: Socket; readonly closed: Promise<unknown> }> {
  const { port } = server.address() as AddressInfo;
  const socket = connect(port, "127.0.0.1").on("error", () => {});
  const closed = once(socket, "close");
  await once(socket, "connect");
  socket.write(text);
  socket.resume();
  return { socket, closed };
}

it("lets the oldest connection go that asks for nothing, and answers whoever comes", async () => {
  const stream = await open("GET /stream HTTP/1.1\r\nHost: x\r\n\r\n");
  await once(stream.socket, "data");
  const slow = [];
  for (let i = 1; i < MOST; i++) slow.push(await open("GET / HTTP/1.1\r\nX-Slow: "));
  const late = await open("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
  expect(String((await once(late.socket, "data"))[0])).toContain("done");
  await slow[0].closed;
  expect(slow.slice(1).some(({ socket }) => socket.closed)).toBe(false);
  expect(stream.socket.closed).toBe(false);
});
