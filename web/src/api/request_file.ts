import { foreign_answer, parse_problem } from "./problem.ts";
import { base, exchange, freshly, slow_ms, type Method, type Reply } from "./request.ts";

// For answers that are files; `type` is what the server says they are, "application/pdf".
export function request_file(
    method: Method,
    path: string,
    type: string,
    body?: unknown,
): Promise<Reply<Blob>> {
    const how = { limit_ms: slow_ms };
    return freshly(how, () =>
        exchange(method, base + path, body, how, (response) => read_file(response, type)),
    );
}

async function read_file(response: Response, type: string): Promise<Reply<Blob>> {
    const content_type = response.headers.get("Content-Type");
    if (!response.ok) {
        const text = await response.text();
        return { ok: false, problem: parse_problem(response.status, content_type, text) };
    }
    if (!content_type?.startsWith(type)) return { ok: false, problem: foreign_answer };
    return { ok: true, value: await response.blob() };
}
