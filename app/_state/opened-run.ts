/** The run whose sheet is open: what people say of it is written there. */
import { create } from "zustand";

export const useOpenedRun = create<{ readonly id: string | null }>(() => ({ id: null }));

export const openRun = (id: string | null): void => useOpenedRun.setState({ id });
