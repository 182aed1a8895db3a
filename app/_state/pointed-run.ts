/** The run under the pointer in the list: its curve stands out in every chart. */
import { create } from "zustand";

export const usePointedRun = create<{ readonly name: string | null }>(() => ({ name: null }));

export const pointAtRun = (name: string | null): void => usePointedRun.setState({ name });
