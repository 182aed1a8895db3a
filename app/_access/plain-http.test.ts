import { expect, it } from "vitest";
import { isReadOnItsWay } from "./plain-http.ts";

it.each([
  ["http://192.0.2.2:6006", true],
  ["http://gpubox.lan:6006", true],
  ["http://127.0.0.1.evil.example", true],
  ["http://[fd00::2]:6006", true],
  ["https://gpubox.lan:6006", false],
  ["http://localhost:6006", false],
  ["http://board.localhost:6006", false],
  ["http://127.0.0.1:6006", false],
  ["http://[::1]:6006", false],
])("what goes to %s can be read on its way: %s", (address, isRead) => {
  expect(isReadOnItsWay(new URL(address))).toBe(isRead);
});
