/** The owner's secret: a file in the state directory that only this user can read. */
import { randomBytes } from "node:crypto";
import { closeSync, constants, fstatSync, mkdirSync, openSync, readFileSync, writeSync } from "node:fs";
import { join } from "node:path";

/** The file's secret is not one any more, or cannot be had. */
export class SecretFailure extends Error {}

/**
 * The secret of `stateDir`, made when there is none.
 *
 * @throws SecretFailure if others can read the file or it is not this user's: somebody else may know it then.
 */
export function secretOf(stateDir: string): string {
  mkdirSync(stateDir, { recursive: true, mode: 0o700 });
  const path = join(stateDir, "token");
  try {
    const file = openSync(
      path,
      constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | constants.O_NOFOLLOW,
      0o600,
    );
    writeSync(file, randomBytes(32).toString("base64url"));
    closeSync(file);
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "EEXIST")) throw error;
  }
  const file = openSync(path, constants.O_RDONLY | constants.O_NOFOLLOW);
  try {
    const { uid, mode } = fstatSync(file);
    if (uid !== process.getuid?.() || (mode & 0o077) !== 0) {
      throw new SecretFailure(`${path} can be read by others: delete it, and a new one is made.`);
    }
    const secret = readFileSync(file, "utf8").trim();
    if (secret.length < 32) throw new SecretFailure(`${path} holds no token: delete it, and a new one is made.`);
    return secret;
  } finally {
    closeSync(file);
  }
}
