/** Why a request is refused, in one sentence that names the field at fault. */
import type { ZodError } from "zod";

/** The first thing wrong with a request, for the one who wrote it. */
export function describeIssues(error: ZodError): string {
  const [issue] = error.issues;
  const place = issue.path.length === 0 ? "The request" : `\`${issue.path.join(".")}\``;
  return `${place} is not as it should be: ${issue.message}.`;
}
