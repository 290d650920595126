import { offline } from "./problem.ts";
import {
    base,
    current_session,
    parse_answer,
    seconds_header,
    slow_ms,
    told,
    told_seconds,
    type Reply,
} from "./request.ts";

// Sends a file as it is. XMLHttpRequest, because fetch does not tell how much has left.
// `progress` hears the part sent, 0 to 1.
export function upload<T>(
    path: string,
    file: Blob,
    progress: (part: number) => void,
): Promise<Reply<T>> {
    return new Promise((answer) => {
        const sending = new XMLHttpRequest();
        const begun_in = current_session();
        const no_answer = (): void => answer(told({ ok: false, problem: offline }, begun_in));
        sending.open("POST", base + path);
        sending.timeout = slow_ms;
        sending.setRequestHeader("X-Jatigi", "1");
        sending.setRequestHeader("Accept", "application/json, application/problem+json");
        sending.setRequestHeader("Content-Type", file.type || "application/octet-stream");
        sending.upload.onprogress = (event) => {
            if (event.lengthComputable) progress(event.loaded / event.total);
        };
        sending.onload = () => {
            told_seconds(sending.getResponseHeader(seconds_header));
            const reply = parse_answer<T>(
                sending.status,
                sending.getResponseHeader("Content-Type"),
                sending.responseText,
            );
            answer(told(reply, begun_in));
        };
        sending.onerror = no_answer;
        sending.ontimeout = no_answer;
        sending.onabort = no_answer;
        sending.send(file);
    });
}
