import { link } from "./link.svelte.ts";
import { foreign_answer, offline, parse_problem, type Problem } from "./problem.ts";

export type Reply<T> = { ok: true; value: T } | { ok: false; problem: Problem };
export type Method = "GET" | "POST" | "PUT" | "DELETE";

export const base = "/api/v1";

// A queue of people stands in front of the screen: after this long a scan is shown as noted, and the
// outbox goes on trying.
const timeout_ms = 6_000;
// A file of many people, a photo over a weak Wi-Fi, ten pages of cards: nobody queues behind these.
export const slow_ms = 120_000;

type ProblemListener = (problem: Problem) => void;
const problem_listeners = new Set<ProblemListener>();

// Hears every problem of every call. For what concerns the whole page, whoever asked: a session that
// ended, a vault that was locked.
export function on_problem(listener: ProblemListener): () => void {
    problem_listeners.add(listener);
    return () => problem_listeners.delete(listener);
}

// Never throws: a failure is a Problem.
export function request<T>(
    method: Method,
    path: string,
    body?: unknown,
    limit_ms = timeout_ms,
): Promise<Reply<T>> {
    return exchange(method, base + path, body, limit_ms, read_json<T>);
}

// Asks without a cookie, so that the session of a device that nobody touches still ends when it should.
// An open server answers that a session is required; a locked one tells the listeners so.
export async function look_for_lock(): Promise<void> {
    const init: RequestInit = { ...init_of("GET", undefined, AbortSignal.timeout(timeout_ms)), credentials: "omit" };
    try {
        const reply = await read_json(await fetch(`${base}/session`, init));
        if (reply.ok || reply.problem.status === 401) link.state = "online";
        else told(reply);
    } catch {
        link.state = "offline";
    }
}

// For answers that are files; `type` is what the server says they are, "application/pdf".
export function request_file(
    method: Method,
    path: string,
    type: string,
    body?: unknown,
): Promise<Reply<Blob>> {
    return exchange(method, base + path, body, slow_ms, (response) => read_file(response, type));
}

// What arrived, whichever way it was sent: tells the chip and the page.
export function told<T>(reply: Reply<T>): Reply<T> {
    link.state = !reply.ok && reply.problem.status === 0 ? "offline" : "online";
    if (!reply.ok) for (const listener of problem_listeners) listener(reply.problem);
    return reply;
}

async function exchange<T>(
    method: Method,
    address: string,
    body: unknown,
    limit_ms: number,
    read: (response: Response) => Promise<Reply<T>>,
): Promise<Reply<T>> {
    const stop = new AbortController();
    const timer = setTimeout(() => stop.abort(), limit_ms);
    try {
        return told(await read(await fetch(address, init_of(method, body, stop.signal))));
    } catch {
        return told({ ok: false, problem: offline });
    } finally {
        clearTimeout(timer);
    }
}

function init_of(method: Method, body: unknown, signal: AbortSignal): RequestInit {
    const headers: Record<string, string> = { Accept: "application/json, application/problem+json" };
    // Another site can make a browser post a form, but cannot make it send this header.
    if (method !== "GET") headers["X-Jatigi"] = "1";
    if (body !== undefined) {
        headers["Content-Type"] = body instanceof Blob ? body.type : "application/json";
    }
    return {
        method,
        headers,
        signal,
        credentials: "same-origin",
        cache: "no-store",
        redirect: "error",
        ...(body === undefined
            ? {}
            : { body: body instanceof Blob ? body : JSON.stringify(body) }),
    };
}

async function read_json<T>(response: Response): Promise<Reply<T>> {
    const text = await response.text();
    return parse_answer(response.status, response.headers.get("Content-Type"), text);
}

export function parse_answer<T>(
    status: number,
    content_type: string | null,
    text: string,
): Reply<T> {
    if (status < 200 || status > 299) {
        return { ok: false, problem: parse_problem(status, content_type, text) };
    }
    if (status === 204) return { ok: true, value: undefined as T };
    // A captive portal answers 200 with a page of its own; taking that for a receipt would lose a scan.
    if (!content_type?.startsWith("application/json")) return { ok: false, problem: foreign_answer };
    try {
        return { ok: true, value: JSON.parse(text) as T };
    } catch {
        return { ok: false, problem: foreign_answer };
    }
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
