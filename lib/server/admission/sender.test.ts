import { expect, it } from "vitest";
import { senderOf, type Way } from "./sender.ts";

const PROXY = "10.0.0.2";
const trusted = new Set([PROXY, "10.0.0.3"]);
const direct: Way = { peer: "192.0.2.7", isEncrypted: false, forwardedFor: null, forwardedProto: null };

it.each([
  [
    "what everybody can write counts for nothing",
    { forwardedFor: "127.0.0.1", forwardedProto: "https" },
    "192.0.2.7",
    false,
  ],
  [
    "a trusted proxy is believed",
    { peer: PROXY, forwardedFor: "192.0.2.9", forwardedProto: "https" },
    "192.0.2.9",
    true,
  ],
  [
    "left of the last stranger everything is his word",
    { peer: PROXY, forwardedFor: "127.0.0.1, 192.0.2.9, 10.0.0.3" },
    "192.0.2.9",
    false,
  ],
  ["a proxy that says nothing is who asks", { peer: PROXY }, PROXY, false],
  ["IPv4 in IPv6's clothes is IPv4", { peer: `::ffff:${PROXY}`, forwardedFor: "::ffff:192.0.2.9" }, "192.0.2.9", false],
  ["TLS of our own is secure by itself", { isEncrypted: true }, "192.0.2.7", true],
])("%s", (_, change, address, isSecure) => {
  expect(senderOf({ ...direct, ...change }, trusted)).toEqual({ address, isSecure });
});
