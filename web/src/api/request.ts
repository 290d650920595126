import { link } from "./link.svelte.ts";
import { foreign_answer, offline, parse_problem, type Problem } from "./problem.ts";

export type Reply<T> = { ok: true; value: T } | { ok: false; problem: Problem };
export type Method = "GET" | "POST" | "PUT" | "DELETE";

const base = "/api/v1";

// A queue of people stands in front of the screen: after this long a scan is shown as noted, and the
// outbox goes on trying.
const timeout_ms = 6_000;

// The only fetch of the front end. Never throws: a failure is a Problem.
export async function request<T>(method: Method, path: string, body?: unknown): Promise<Reply<T>> {
    const stop = new AbortController();
    const timer = setTimeout(() => stop.abort(), timeout_ms);
    try {
        const reply = await read<T>(await fetch(base + path, init_of(method, body, stop.signal)));
        link.state = !reply.ok && reply.problem.status === 0 ? "offline" : "online";
        return reply;
    } catch {
        link.state = "offline";
        return { ok: false, problem: offline };
    } finally {
        clearTimeout(timer);
    }
}

function init_of(method: Method, body: unknown, signal: AbortSignal): RequestInit {
    const headers: Record<string, string> = { Accept: "application/json, application/problem+json" };
    // Another site can make a browser post a form, but cannot make it send this header.
    if (method !== "GET") headers["X-Jatigi"] = "1";
    if (body !== undefined) headers["Content-Type"] = "application/json";
    return {
        method,
        headers,
        signal,
        credentials: "same-origin",
        cache: "no-store",
        redirect: "error",
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    };
}

async function read<T>(response: Response): Promise<Reply<T>> {
    const content_type = response.headers.get("Content-Type");
    const text = await response.text();
    if (!response.ok) {
        return { ok: false, problem: parse_problem(response.status, content_type, text) };
    }
    if (response.status === 204) return { ok: true, value: undefined as T };
    // A captive portal answers 200 with a page of its own; taking that for a receipt would lose a scan.
    if (!content_type?.startsWith("application/json")) return { ok: false, problem: foreign_answer };
    try {
        return { ok: true, value: JSON.parse(text) as T };
    } catch {
        return { ok: false, problem: foreign_answer };
    }
}
