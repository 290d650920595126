import type { Problem } from "../api/problem.ts";
import type { Reply } from "../api/request.ts";
import type { Session } from "../api/types.ts";

// Begins a session where the page is told of it, whichever way it is asked for.
export type Begin = (ask: () => Promise<Reply<Session>>) => Promise<Problem | null>;
