import { request, type Reply } from "./request.ts";
import type { Round } from "./types.ts";

// Something that people should look at. It stops nobody.
export type ReviewTask = {
    id: string;
    reason: string;
    // Of a row of a list: why it was marked.
    marks: string[];
    since: string;
    roles: string[];
    closed?: { at: string; by: string; words: string };
} & (
    | { kind: "person"; about: { case_number: string } }
    | { kind: "restricted_hit"; about: { case_number: string; other?: string } }
    // An emergency account.
    | { kind: "actor"; about: { account: string; role: string; ends_at: string; reason: string } }
    | { kind: "same_person"; about: { case_number: string; other: string } }
    | {
          kind: "round";
          about: { round: string; late: number; double: number } & Pick<Round, "service" | "day">;
      }
);
export type TaskState = "open" | "closed";

export function read_tasks(
    state: TaskState,
): Promise<Reply<{ tasks: ReviewTask[]; more: boolean }>> {
    return request("GET", `/review-tasks?state=${state}`);
}

export function close_task(
    id: string,
    body: { command: string; words: string },
): Promise<Reply<unknown>> {
    return request("POST", `/review-tasks/${encodeURIComponent(id)}/closing`, body);
}
