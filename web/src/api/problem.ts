export type ProblemParams = Record<string, string | number | boolean>;

// A refusal or failure. `code` is stable and translated by the screens; `status` is 0 when no server
// of ours answered at all, or only one that waits for its passphrase.
export interface Problem {
    status: number;
    code: string;
    params: ProblemParams;
}

export const offline: Problem = { status: 0, code: "network.offline", params: {} };

// Something between us and the server answered: a captive portal, a proxy, another program on the
// port. It says nothing about the command.
export const foreign_answer: Problem = { status: 0, code: "network.foreign_answer", params: {} };

// The server waits for its passphrase: it knows nobody and takes nothing yet, and it will. So it was not
// reached, whatever was asked: nothing is refused, and what was sent goes on waiting.
const awaited = "vault.passphrase_awaited";

export function is_awaited(problem: Problem): boolean {
    return problem.code === awaited;
}

export function parse_problem(status: number, content_type: string | null, text: string): Problem {
    if (!content_type?.startsWith("application/problem+json")) return without_code(status);
    let body: unknown;
    try {
        body = JSON.parse(text);
    } catch {
        return without_code(status);
    }
    if (!is_record(body) || typeof body["code"] !== "string") return without_code(status);
    const { code } = body;
    return { status: code === awaited ? 0 : status, code, params: plain_params(body["params"]) };
}

// Whether our server itself decided, as opposed to a proxy that only produced a status.
export function from_our_server(problem: Problem): boolean {
    return problem.status !== 0 && !problem.code.startsWith("http.");
}

function without_code(status: number): Problem {
    return { status, code: `http.${status}`, params: {} };
}

function plain_params(params: unknown): ProblemParams {
    if (!is_record(params)) return {};
    const plain = Object.entries(params).filter(
        (entry): entry is [string, string | number | boolean] =>
            ["string", "number", "boolean"].includes(typeof entry[1]),
    );
    return Object.fromEntries(plain);
}

function is_record(value: unknown): value is Record<string, unknown> {
    return typeof value === "object" && value !== null && !Array.isArray(value);
}

// How a page says that it could not be read: no answer came, or one that refuses.
export function failure_kind(problem: Problem): "offline" | "error" {
    return problem.status === 0 ? "offline" : "error";
}
