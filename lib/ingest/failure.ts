/** Failures of the file system, in words. */
import type { Problem } from "../core/series.ts";

/** What went wrong with a file, in words: the system's own sentence without its code and path. */
export function describeFailure(error: unknown): string {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  switch (code) {
    case "ENOENT":
      return "does not exist";
    case "EACCES":
    case "EPERM":
      return "may not be read by this user";
    case "ENOTDIR":
      return "is not a directory";
    case "ELOOP":
      return "is a link that leads to itself";
    case "ENAMETOOLONG":
      return "has a path that is too long for the system";
    case "ENOTCONN":
    case "ESTALE":
    case "EIO":
      return "cannot be read: its file system does not answer as it should";
    default:
      return error instanceof Error ? error.message : String(error);
  }
}

/** What is said of the log `file` while it cannot be read; `because` is a clause about it. */
export const unreadableProblem = (file: string, because: string): Problem => ({
  kind: "unreadable",
  file,
  offset: 0,
  count: 1,
  text: `The file ${because}; it will be tried again.`,
});
