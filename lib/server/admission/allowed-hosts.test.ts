import { describe, expect, it } from "vitest";
import { allowedHosts, isAllowedHost, isAllowedOrigin, isLoopback } from "./allowed-hosts.ts";

const loopback = allowedHosts("127.0.0.1", 6006, [], ["gpubox"]);

describe("on loopback", () => {
  it.each([
    { host: "localhost:6006", reason: "the address that we print" },
    { host: "127.0.0.1:6006", reason: "the same as a number" },
    { host: "[::1]:6006", reason: "the same as IPv6" },
    { host: "LOCALHOST:6006", reason: "names have no case" },
    { host: "localhost.:6006", reason: "a final dot is the same name" },
  ])("answers to $host: $reason", ({ host }) => {
    expect(isAllowedHost([host], loopback)).toBe(true);
  });

  it.each([
    { hosts: ["evil.com:6006"], reason: "a name that was pointed at us" },
    { hosts: ["127.0.0.1.evil.com:6006"], reason: "a prefix that looks like us" },
    { hosts: ["localhost.evil.com:6006"], reason: "a prefix that looks like us" },
    { hosts: ["evil.com@localhost:6006"], reason: "user information" },
    { hosts: ["localhost"], reason: "another port: 80" },
    { hosts: ["localhost:6007"], reason: "another port" },
    { hosts: ["0.0.0.0:6006"], reason: "a name for any address" },
    { hosts: ["2130706433:6006"], reason: "127.0.0.1 as one number" },
    { hosts: ["0177.0.0.1:6006"], reason: "127.0.0.1 in octal" },
    { hosts: ["[::ffff:127.0.0.1]:6006"], reason: "IPv4 inside IPv6" },
    { hosts: ["gpubox:6006"], reason: "the machine's name, while nobody else can reach us" },
    { hosts: ["localhost..:6006"], reason: "two final dots" },
    { hosts: [], reason: "no Host header" },
    { hosts: [""], reason: "an empty Host header" },
    { hosts: ["localhost:6006", "evil.com"], reason: "two Host headers" },
    { hosts: ["localhost:6006", "localhost:6006"], reason: "two Host headers, even if equal" },
  ])("refuses $hosts: $reason", ({ hosts }) => {
    expect(isAllowedHost(hosts, loopback)).toBe(false);
  });
});

it("answers to the machine's names when it listens beyond loopback", () => {
  const open = allowedHosts("0.0.0.0", 80, ["Board.lab:8443"], ["gpubox", "10.0.0.7"]);
  for (const host of ["gpubox", "gpubox:80", "10.0.0.7", "board.lab:8443"])
    expect(isAllowedHost([host], open), host).toBe(true);
  expect(isAllowedHost(["board.lab"], open)).toBe(false);
});

it("answers to a proxy by the name that was added, at its own port and at the proxy's", () => {
  const proxied = allowedHosts("127.0.0.1", 6006, ["Board.lab"], []);
  for (const host of ["board.lab", "board.lab:6006"]) expect(isAllowedHost([host], proxied), host).toBe(true);
  expect(isAllowedHost(["board.lab:80"], proxied)).toBe(false);
});

describe("a page", () => {
  const hosts = allowedHosts("127.0.0.1", 6006, ["board.lab", "board.example:443"], []);

  it.each([
    { origins: ["http://localhost:6006"], reason: "our own" },
    { origins: ["http://127.0.0.1:6006"], reason: "our own under another name of ours" },
    { origins: ["http://[::1]:6006"], reason: "our own as IPv6" },
    { origins: ["https://board.lab"], reason: "ours behind a proxy" },
    { origins: ["https://board.example"], reason: "443 is not written" },
    { origins: ["http://localhost.:6006"], reason: "a final dot is the same name" },
    { origins: [], reason: "no page: a script" },
  ])("at $origins may ask: $reason", ({ origins }) => {
    expect(isAllowedOrigin(origins, hosts)).toBe(true);
  });

  it.each([
    { origins: ["https://attacker.example"], reason: "somebody else's" },
    { origins: ["null"], reason: "a sandboxed frame, or a file" },
    { origins: ["http://localhost:8888"], reason: "another service on this machine" },
    { origins: ["http://localhost"], reason: "another port: 80" },
    { origins: ["http://localhost.attacker.example:6006"], reason: "a prefix that looks like us" },
    { origins: ["http://attacker.example:6006"], reason: "a name that was pointed at us" },
    { origins: ["http://attacker.example#localhost:6006"], reason: "a fragment" },
    { origins: ["http://attacker@localhost:6006"], reason: "user information" },
    { origins: ["http://localhost:6006/"], reason: "an address, not an origin" },
    { origins: ["http://LOCALHOST:6006"], reason: "no browser writes it so" },
    { origins: ["file://"], reason: "a file" },
    { origins: ["http://localhost:6006 http://attacker.example"], reason: "a list" },
    { origins: ["http://localhost:6006", "https://attacker.example"], reason: "two headers" },
    { origins: [""], reason: "an empty header" },
  ])("at $origins may not: $reason", ({ origins }) => {
    expect(isAllowedOrigin(origins, hosts)).toBe(false);
  });

  it("by the other scheme is none of ours, unless it is a proxy's", () => {
    const ours = { scheme: "http", proxies: ["board.lab", "board.example:443"] } as const;
    expect(isAllowedOrigin(["http://localhost:6006"], hosts, ours)).toBe(true);
    expect(isAllowedOrigin(["https://localhost:6006"], hosts, ours)).toBe(false);
    for (const origin of ["https://board.lab", "http://board.lab", "https://board.example"])
      expect(isAllowedOrigin([origin], hosts, ours), origin).toBe(true);
  });
});

it("answers to no address that stands for all of them", () => {
  for (const host of ["0.0.0.0", "::"])
    expect(isAllowedHost([`${host}:6006`], allowedHosts(host, 6006, [], []))).toBe(false);
});

it.each([
  ["127.0.0.1", true],
  ["127.8.9.1", true],
  ["localhost", true],
  ["::1", true],
  ["0.0.0.0", false],
  ["128.0.0.1", false],
  ["127.0.0.1.evil.com", false],
])("%s is loopback: %s", (host, expected) => {
  expect(isLoopback(host)).toBe(expected);
});
