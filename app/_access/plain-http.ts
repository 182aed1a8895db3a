/** Whether others could read along what this page sends. Pure. */

const LOOPBACK = /^(localhost|.*\.localhost|127(\.\d{1,3}){3}|\[::1\])$/i;

/** True for plain HTTP by any name but this machine's own, of which browsers and systems say that it never leaves it. */
export const isReadOnItsWay = ({ protocol, hostname }: Pick<Location, "protocol" | "hostname">): boolean =>
  protocol === "http:" && !LOOPBACK.test(hostname);
