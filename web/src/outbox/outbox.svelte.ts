import type { Came } from "../api/calls.ts";
import { from_our_server, type Problem } from "../api/problem.ts";
import type { Reply } from "../api/request.ts";
import type { LateRefusal, OutboxStore, Waiting } from "./store.ts";

export type Answer =
    | { kind: "accepted"; value: unknown }
    | { kind: "refused"; problem: Problem }
    | { kind: "held"; problem: Problem };

export type NewCommand = Pick<Waiting, "id" | "path" | "body" | "label">;
export type Send = (
    path: string,
    body: Record<string, unknown>,
    came: Came,
) => Promise<Reply<unknown>>;
// `entry.noted` says whether the person at the screen had been told "noted" before this answer.
type Listener = (entry: Waiting, answer: Answer) => void;

// A round for 5,000 people can be noted without the network; beyond it the screen says stop.
export const waiting_max = 5_000;
const retry_first_ms = 1_000;
const retry_longest_ms = 15_000;

// A refusal is definite when sending the same command again cannot help. 401, 403, 404 and 429 depend
// on who is signed in, on rights given back, or on time: a device that drops a command because its user
// lost access for an hour has lost a fact. "card.*" is the exception among the 404: the round was
// found, and the person at the screen was told about the card.
export function is_definite(problem: Problem): boolean {
    if (!from_our_server(problem)) return false;
    if (problem.status === 404) return problem.code.startsWith("card.");
    if ([401, 403, 429].includes(problem.status)) return false;
    return problem.status >= 400 && problem.status < 500;
}

// Whether the account now signed in may not do this here. Another one may.
export function is_forbidden(problem: Problem): boolean {
    return [403, 404].includes(problem.status);
}

// What is forbidden for one command is forbidden for all of the same maker that go to the same address.
function place_of(entry: Waiting): string {
    return `${entry.path} ${entry.account}`;
}

function last_part(path: string): string {
    return path.slice(path.lastIndexOf("/") + 1);
}

// Commands of this device in the order in which they were made. Whoever is signed in sends them, in the
// name of who made each. Each is stored before it is sent and removed only after a definite answer, so a
// lost reply, a closed page or a stopped server loses none; sending twice is harmless because the server
// keeps a receipt per command id.
export class Outbox {
    waiting = $state.raw<Waiting[]>([]);
    refusals = $state.raw<LateRefusal[]>([]);
    durable = $state(true);

    private account = "";
    private obstacle: Problem | null = null;
    private passed_over = new Set<string>();
    private stored = new Map<string, Promise<void>>();
    private listeners = new Set<Listener>();
    private sending = false;
    private held_back = false;
    private retry_ms = retry_first_ms;
    private timer: ReturnType<typeof setTimeout> | undefined;

    constructor(
        private readonly store: OutboxStore,
        private readonly send: Send,
        private readonly now_ms: () => number,
    ) {
        this.durable = store.durable;
    }

    async load(): Promise<void> {
        const [waiting, refusals] = await Promise.all([this.store.waiting(), this.store.refusals()]);
        // Whoever made these has left the screen, so their answers are late ones.
        this.waiting = waiting.map((entry) => ({ ...entry, noted: true }));
        this.refusals = refusals;
    }

    // Whoever made these has left the screen before the answer, so a refusal has to be kept for reading.
    nobody_watches(path = ""): void {
        for (const entry of this.waiting_at(path)) {
            if (!entry.noted) this.change({ ...entry, noted: true });
        }
    }

    // The account now signed in; an empty name when nobody is: then everything goes on waiting.
    use_account(name: string): void {
        if (name !== this.account) this.nobody_watches();
        this.account = name;
        this.obstacle = null;
        this.retry_now();
    }

    // While another session begins, nobody knows in whose name a command would arrive.
    hold_back(held: boolean): void {
        this.held_back = held;
        if (!held) this.retry_now();
    }

    listen(listener: Listener): () => void {
        this.listeners.add(listener);
        return () => this.listeners.delete(listener);
    }

    // Returns whether there was room.
    add(command: NewCommand): boolean {
        if (this.waiting.length >= waiting_max) return false;
        const entry: Waiting = {
            ...command,
            account: this.account,
            made_at_ms: this.now_ms(),
            noted: false,
            held_by: null,
        };
        this.waiting = [...this.waiting, entry];
        this.stored.set(entry.id, this.keep(entry));
        // With an obstacle known, the person in the queue does not wait for another timeout.
        if (this.obstacle) this.hold(entry, this.obstacle);
        void this.pump();
        return true;
    }

    // Handed out earlier and counted elsewhere: whoever is signed in brings it in, and nobody stands before
    // the screen for it. None of it waits here yet. Returns whether there was room for all of it, once it is
    // stored.
    async bring_in(commands: (NewCommand & Pick<Waiting, "made_at_ms">)[]): Promise<boolean> {
        if (this.waiting.length + commands.length > waiting_max) return false;
        const { account } = this;
        const entries = commands.map((each) => ({ ...each, account, noted: true, held_by: null }));
        this.waiting = [...this.waiting, ...entries];
        for (const entry of entries) this.stored.set(entry.id, this.keep(entry));
        await Promise.all(entries.map(({ id }) => this.stored.get(id)));
        this.retry_now();
        return true;
    }

    waiting_at(path: string): Waiting[] {
        return this.waiting.filter((entry) => entry.path.startsWith(path));
    }

    retry_now(): void {
        clearTimeout(this.timer);
        this.timer = undefined;
        this.passed_over.clear();
        void this.pump();
    }

    // What waits for something that the node does not have, as after it came back from an older backup.
    lost(): Waiting[] {
        return this.waiting.filter((entry) => entry.held_by?.code === "round.not_found");
    }

    // Somebody said where it belongs. The same commands: this node has answered none of them, and a node
    // that had would know them again. `to` ends with a slash.
    move_lost(to: string): void {
        for (const entry of this.lost())
            this.change({ ...entry, path: to + last_part(entry.path), held_by: null });
        this.retry_now();
    }

    async dismiss(id: string): Promise<void> {
        this.refusals = this.refusals.filter((refusal) => refusal.id !== id);
        await this.attempt(this.store.dismiss(id));
    }

    // The same once more as another command, because the first was answered; corrected where `code` says
    // so. It keeps its maker and its time. Returns whether there was something to send, and room.
    async send_again(refused_id: string, id: string, code?: string): Promise<boolean> {
        const refusal = this.refusals.find((each) => each.id === refused_id);
        if (!refusal?.command || this.waiting.length >= waiting_max) return false;
        const { account, path, body } = refusal.command;
        const entry: Waiting = {
            id,
            account,
            path,
            body: { ...body, command: id, ...(code === undefined ? {} : { code }) },
            label: code ?? refusal.label,
            made_at_ms: refusal.made_at_ms,
            noted: true,
            held_by: null,
        };
        this.refusals = this.refusals.filter((each) => each !== refusal);
        this.waiting = [...this.waiting, entry];
        this.stored.set(id, this.attempt(this.store.send_again(refused_id, entry)));
        this.retry_now();
        await this.stored.get(id);
        return true;
    }

    // When the device is wiped: only what was not sent yet stays, until somebody signs in again.
    async forget_the_sent(): Promise<void> {
        this.use_account("");
        this.refusals = [];
        await this.attempt(this.store.dismiss_all());
    }

    private async pump(): Promise<void> {
        if (this.sending) return;
        this.sending = true;
        try {
            for (let next = this.next(); next; next = this.next()) {
                await this.stored.get(next.id);
                // Its maker may have gone in between.
                const entry = this.current(next);
                const asked_by = this.account;
                const reply = await this.send(entry.path, entry.body, this.came(entry));
                const goes_on = await this.settle(entry, reply);
                // What stopped it may have stopped whoever was signed in then; somebody else is now.
                if (!goes_on && asked_by === this.account) break;
            }
        } finally {
            this.sending = false;
        }
    }

    private next(): Waiting | undefined {
        if (this.account === "" || this.held_back) return undefined;
        // Somebody stands before the screen for what is not noted yet: it is asked for in any case.
        return this.waiting.find(
            (entry) => !entry.noted || !this.passed_over.has(place_of(entry)),
        );
    }

    private current(entry: Waiting): Waiting {
        return this.waiting.find((each) => each.id === entry.id) ?? entry;
    }

    // Both times are this device's own, which may be wrong, and put back in between.
    private came(entry: Waiting): Came {
        const others = entry.account !== this.account && entry.account !== "";
        return {
            ...(entry.noted
                ? { waited_ms: Math.max(0, Math.floor(this.now_ms() - entry.made_at_ms)) }
                : {}),
            ...(others ? { scanned_by: entry.account } : {}),
        };
    }

    // Returns whether to go on with the next command.
    private async settle(sent: Waiting, reply: Reply<unknown>): Promise<boolean> {
        // A change still being stored must not come after the removal.
        await this.stored.get(sent.id);
        const entry = this.current(sent);
        if (reply.ok || is_definite(reply.problem)) {
            this.obstacle = null;
            this.retry_ms = retry_first_ms;
            await this.finish(entry, reply);
            return true;
        }
        this.hold(entry, reply.problem);
        if (is_forbidden(reply.problem)) {
            this.obstacle = null;
            this.pass_over(place_of(entry), reply.problem);
            return true;
        }
        this.stop_at(reply.problem);
        return false;
    }

    private async finish(entry: Waiting, reply: Reply<unknown>): Promise<void> {
        this.stored.delete(entry.id);
        if (reply.ok || !entry.noted) {
            await this.attempt(this.store.remove(entry.id));
        } else {
            const { id, label, made_at_ms, account, path, body } = entry;
            const { problem } = reply;
            const refusal = { id, label, made_at_ms, problem, command: { account, path, body } };
            await this.attempt(this.store.refuse(refusal));
            this.refusals = [...this.refusals, refusal];
        }
        this.waiting = this.waiting.filter((each) => each.id !== entry.id);
        this.tell(
            entry,
            reply.ok
                ? { kind: "accepted", value: reply.value }
                : { kind: "refused", problem: reply.problem },
        );
    }

    // One of them asks again after a while, not each of thousands.
    private pass_over(place: string, problem: Problem): void {
        this.passed_over.add(place);
        this.waiting = this.waiting.map((entry) =>
            entry.noted && place_of(entry) === place ? { ...entry, held_by: problem } : entry,
        );
        this.schedule(retry_longest_ms);
    }

    private stop_at(problem: Problem): void {
        this.obstacle = problem;
        for (const entry of this.waiting) {
            if (!entry.noted) this.hold(entry, problem);
        }
        // After 401 only a new sign-in helps, and that calls use_account.
        if (problem.status === 401) return;
        const asked_s = problem.params["retry_after_s"];
        this.schedule(Math.max(this.retry_ms, typeof asked_s === "number" ? asked_s * 1_000 : 0));
        this.retry_ms = Math.min(this.retry_ms * 2, retry_longest_ms);
    }

    private hold(entry: Waiting, problem: Problem): void {
        this.change({ ...entry, noted: true, held_by: problem });
        this.tell(entry, { kind: "held", problem });
    }

    private change(entry: Waiting): void {
        this.waiting = this.waiting.map((each) => (each.id === entry.id ? entry : each));
        const before = this.stored.get(entry.id) ?? Promise.resolve();
        this.stored.set(entry.id, before.then(() => this.keep(entry)));
    }

    private schedule(delay_ms: number): void {
        if (this.timer !== undefined) return;
        this.timer = setTimeout(() => this.retry_now(), delay_ms);
    }

    private tell(entry: Waiting, answer: Answer): void {
        for (const listener of this.listeners) listener(entry, answer);
    }

    private keep(entry: Waiting): Promise<void> {
        return this.attempt(this.store.put(entry));
    }

    // A full or broken browser storage must not stop the queue; the chip then says that closing the
    // page would lose what waits.
    private async attempt(change: Promise<void>): Promise<void> {
        try {
            await change;
        } catch {
            this.durable = false;
        }
    }
}
