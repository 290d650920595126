import { link } from "./link.svelte.ts";
import { foreign_answer, is_awaited, offline, parse_problem, type Problem } from "./problem.ts";

export type Reply<T> = { ok: true; value: T } | { ok: false; problem: Problem };
export type Method = "GET" | "POST" | "PUT" | "DELETE";

export const base = "/api/v1";
export const seconds_header = "X-Jatigi-Session-Seconds";

// A queue of people stands in front of the screen: after this long a scan is shown as noted, and the
// outbox goes on trying.
const timeout_ms = 6_000;
// A file of many people, a photo over a weak Wi-Fi, ten pages of cards: nobody queues behind these.
export const slow_ms = 120_000;

type ProblemListener = (problem: Problem) => void;
const problem_listeners = new Set<ProblemListener>();

// How a request is made where the usual way does not do.
export interface How {
    limit_ms?: number;
    // Nobody asked for it, for a list that refreshes itself or a scan sent again: it must not keep alive
    // the session of a device that nobody touches.
    background?: boolean;
    // Of the few things that a closed server answers: says nothing about the rest.
    apart?: boolean;
}

type SecondsListener = (seconds: number) => void;
const seconds_listeners = new Set<SecondsListener>();

// Hears with every answer after how many seconds the session ends if nobody touches anything.
export function on_session_seconds(listener: SecondsListener): () => void {
    seconds_listeners.add(listener);
    return () => seconds_listeners.delete(listener);
}

// Of the answer's header; null where there was none.
export function told_seconds(header: string | null): void {
    const seconds = header === null ? Number.NaN : Number.parseInt(header, 10);
    if (Number.isNaN(seconds)) return;
    for (const listener of seconds_listeners) listener(seconds);
}

// Requests that a sign-in overtook say nothing about the session that it began.
let sessions = 0;
export function session_began(): void {
    sessions += 1;
}

// Asks whoever is signed in for the password, and says whether the server took it.
let sign_in_again: (() => Promise<boolean>) | null = null;

export function on_not_fresh(ask: () => Promise<boolean>): () => void {
    sign_in_again = ask;
    return () => (sign_in_again = null);
}

// Some commands are only for who signed in just now, or with a password at all. Whatever asked need not know: the same is sent once
// more, with the same command id, or the refusal stays the answer.
export async function freshly<T>(how: How, send: () => Promise<Reply<T>>): Promise<Reply<T>> {
    const reply = await send();
    const asks = !reply.ok && /^session\.(not_fresh|by_pin_alone)$/.test(reply.problem.code);
    // Nobody is there to answer for what nobody asked for.
    if (!asks || how.background || !sign_in_again) return reply;
    return (await sign_in_again()) ? send() : reply;
}

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
    how: How = {},
): Promise<Reply<T>> {
    return freshly(how, () => exchange(method, base + path, body, how, read_json<T>));
}

// What arrived, whichever way it was sent: tells the chip and the page. `begun_in` is what
// current_session() said when it was sent.
export function told<T>(reply: Reply<T>, begun_in: number, apart = false): Reply<T> {
    if (!apart) {
        const reached = reply.ok || reply.problem.status !== 0;
        link.state = reached ? "online" : "offline";
        if (reached || is_awaited(reply.problem)) link.closed = !reached;
    }
    const overtaken = begun_in !== sessions && !reply.ok && reply.problem.status === 401;
    if (!reply.ok && !overtaken) {
        for (const listener of problem_listeners) listener(reply.problem);
    }
    return reply;
}

export function current_session(): number {
    return sessions;
}

// One question and its answer, whatever the answer is.
export async function exchange<T>(
    method: Method,
    address: string,
    body: unknown,
    { limit_ms = timeout_ms, background = false, apart = false }: How,
    read: (response: Response) => Promise<Reply<T>>,
): Promise<Reply<T>> {
    const stop = new AbortController();
    const timer = setTimeout(() => stop.abort(), limit_ms);
    const begun_in = sessions;
    try {
        const response = await fetch(address, init_of(method, body, background, stop.signal));
        told_seconds(response.headers.get(seconds_header));
        return told(await read(response), begun_in, apart);
    } catch {
        return told({ ok: false, problem: offline }, begun_in, apart);
    } finally {
        clearTimeout(timer);
    }
}

function init_of(
    method: Method,
    body: unknown,
    background: boolean,
    signal: AbortSignal,
): RequestInit {
    const headers: Record<string, string> = { Accept: "application/json, application/problem+json" };
    // Another site can make a browser post a form, but cannot make it send this header.
    if (method !== "GET") headers["X-Jatigi"] = "1";
    if (background) headers["X-Jatigi-Background"] = "1";
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
