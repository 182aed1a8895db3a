/** The certificate and key that somebody gave, or what is wrong with them in one sentence that names the flag. */
import { createPrivateKey, type KeyObject, X509Certificate } from "node:crypto";
import { readFileSync } from "node:fs";

/** Both as PEM. */
export interface TlsFiles {
  readonly cert: string;
  readonly key: string;
}

/** A certificate and its key, or why they cannot be used. */
export type TlsRead =
  | {
      readonly kind: "usable";
      readonly tls: TlsFiles;
      /** What its user should know; null: nothing. */
      readonly warning: string | null;
    }
  | { readonly kind: "unusable"; readonly because: string };

/** A browser's warning may be read as an attack: this much ahead it is said. */
const SOON_MS = 14 * 24 * 3600 * 1000;

/** Reads both and tries them on each other. `now`: milliseconds since the Unix epoch. */
export function readTls(certPath: string, keyPath: string, now: number): TlsRead {
  const cert = textOf(certPath);
  if (cert === null) return unusable(`--tls-cert ${certPath} cannot be read`);
  const key = textOf(keyPath);
  if (key === null) return unusable(`--tls-key ${keyPath} cannot be read`);
  let certificate: X509Certificate;
  let privateKey: KeyObject;
  try {
    certificate = new X509Certificate(cert);
  } catch {
    return unusable(`--tls-cert ${certPath} holds no certificate in PEM form`);
  }
  try {
    privateKey = createPrivateKey(key);
  } catch {
    const isLocked = key.includes("ENCRYPTED");
    return unusable(
      `--tls-key ${keyPath} ${isLocked ? "is protected by a password, which nobody could type here" : "holds no private key in PEM form"}`,
    );
  }
  if (!certificate.checkPrivateKey(privateKey))
    return unusable(`--tls-key ${keyPath} is not the key of --tls-cert ${certPath}`);
  const end = Date.parse(certificate.validTo);
  if (end < now) return unusable(`--tls-cert ${certPath} was valid until ${certificate.validTo}`);
  const warning = end < now + SOON_MS ? `--tls-cert ${certPath} is valid only until ${certificate.validTo}.` : null;
  return { kind: "usable", tls: { cert, key }, warning };
}

const unusable = (because: string): TlsRead => ({ kind: "unusable", because: `${because}.` });

function textOf(path: string): string | null {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return null;
  }
}
