/** What stands beside the curves, drawn when the first of them are there. Its room is kept until then: nothing moves. */
import { type ReactNode, startTransition, useEffect, useState } from "react";
import { afterFirstChart, isAfterFirstChart } from "../_state/first-chart.ts";

export function AfterFirstChart({ children }: { readonly children: ReactNode }) {
  const [isTime, setTime] = useState(isAfterFirstChart);
  // As a transition: the charts that follow come in between.
  useEffect(() => afterFirstChart(() => startTransition(() => setTime(true))), []);
  return isTime ? children : null;
}
