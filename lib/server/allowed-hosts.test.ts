import { describe, expect, it } from "vitest";
import { allowedHosts, isAllowedHost, isLoopback } from "./allowed-hosts.ts";

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
