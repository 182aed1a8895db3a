/** 中文。Loaded only where somebody reads Chinese and there is something to tell. */
import { retelling } from "../../../lib/core/retell.ts";
import { findingsZh } from "../../../lib/listing/findings-zh.ts";

export const retellFinding = retelling(findingsZh);
