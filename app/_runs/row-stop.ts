/** Whether the Tab key stops in a row: a list of ten thousand runs is one stop, and the arrow keys go through it. */
import { createContext, useContext } from "react";

/** Outside of a list everything is a stop of its own. */
export const RowStop = createContext(true);

/** For what can be used within a row. */
export const useRowTabIndex = (): 0 | -1 => (useContext(RowStop) ? 0 : -1);
