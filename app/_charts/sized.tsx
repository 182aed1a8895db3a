/** Room for what must know how large it is: fills its parent, and holds nothing before that is measured. */
import { type ReactNode, useRef } from "react";
import { type Size, useSize } from "./use-size.ts";

export function Sized({ children }: { readonly children: (size: Size) => ReactNode }) {
  const host = useRef<HTMLDivElement>(null);
  const size = useSize(host);
  return (
    <div ref={host} className="absolute inset-0">
      {size !== null && children(size)}
    </div>
  );
}
