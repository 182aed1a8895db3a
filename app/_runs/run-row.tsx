/** One row of the narrow list: a run or a folder, and how it is doing. */
import { memo } from "react";
import { titleOf } from "../../lib/listing/listed-run.ts";
import { pointAtRun } from "../_state/pointed-run.ts";
import { Fold, FolderName, indent } from "./folder-name.tsx";
import type { Common } from "./run-name.ts";
import { RunNameCell } from "./run-name-cell.tsx";
import type { RunNode } from "./run-tree.ts";
import { toggleOnly } from "./selecting.ts";
import { StateBadge } from "./state-badge.tsx";

interface RunRowProps {
  readonly node: RunNode;
  readonly depth: number;
  readonly common: Common | null;
  readonly isShown: boolean;
  readonly colour: string;
}

export const RunRow = memo(function RunRow({ node, depth, common, isShown, colour }: RunRowProps) {
  const { listed } = node;
  if (listed === null) {
    return (
      <div
        data-testid="folder"
        data-folder={node.label}
        className="flex h-7 items-center gap-1.5 pr-2 pl-3 hover:bg-hover"
      >
        <span style={indent(depth)} />
        <FolderName node={node} />
      </div>
    );
  }
  const { name, state } = listed.run;
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: pointing and double clicking are shortcuts; the buttons inside do the same
    <div
      data-testid="run"
      data-run={name}
      className="group/run relative flex h-7 items-center gap-1.5 pr-1.5 pl-3 hover:bg-hover"
      onPointerEnter={() => pointAtRun(isShown ? name : null)}
      onPointerLeave={() => pointAtRun(null)}
      onDoubleClick={() => toggleOnly(listed)}
    >
      {depth > 0 && <span className="shrink-0" style={indent(depth)} />}
      {node.children.length > 0 && <Fold node={node} />}
      <RunNameCell
        listed={listed}
        common={common}
        label={common === null ? node.label : titleOf(listed)}
        isShown={isShown}
        colour={colour}
      />
      <StateBadge state={state} />
    </div>
  );
});
