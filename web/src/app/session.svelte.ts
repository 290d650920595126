import type { Problem } from "../api/problem.ts";
import { read_session, sign_in, sign_in_by_link, sign_out } from "../api/calls.ts";
import type { Reply } from "../api/request.ts";
import type { Session } from "../api/types.ts";

export type SessionState =
    | { kind: "loading" }
    | { kind: "unreachable" }
    | { kind: "signed_out"; problem: Problem | null }
    | { kind: "signed_in"; session: Session }
    // `server`: whether the server is known to be locked too.
    | { kind: "locked"; server: "asking" | "locked" | "unreached" };

// Who is signed in on this device. `changed` hears the account name, empty when nobody is.
export class CurrentSession {
    state = $state.raw<SessionState>({ kind: "loading" });
    // The server's clock less this device's: tablets in the field show any date.
    private ahead_ms = 0;

    constructor(private readonly changed: (account: string) => void) {}

    // The time by the server's clock.
    now_ms(): number {
        return Date.now() + this.ahead_ms;
    }

    async load(): Promise<void> {
        const reply = await read_session();
        if (reply.ok) this.enter(reply.value);
        else if (reply.problem.status === 401) this.leave(null);
        else if (this.state.kind !== "locked") this.state = { kind: "unreachable" };
    }

    async sign_in(name: string, password: string): Promise<Problem | null> {
        return this.enter_or_tell(await sign_in(name, password));
    }

    async use_link(token: string): Promise<void> {
        if (this.state.kind === "locked") return;
        this.state = { kind: "loading" };
        const problem = this.enter_or_tell(await sign_in_by_link(token));
        if (problem) this.leave(problem);
    }

    async sign_out(): Promise<void> {
        const reply = await sign_out();
        if (reply.ok || reply.problem.status === 401) this.leave(null);
    }

    // What the node says about itself may change while somebody works, its clock for instance. Counts as
    // somebody being there, so it is called when somebody is.
    async refresh(): Promise<void> {
        const before = this.state;
        if (before.kind !== "signed_in") return;
        const reply = await read_session();
        // Whoever came or went meanwhile knows better. A session that ended is told to everybody.
        if (reply.ok && this.state === before) this.enter(reply.value);
    }

    password_was_set(): void {
        if (this.state.kind !== "signed_in") return;
        const { session } = this.state;
        const account = { ...session.account, must_set_password: false, asks_old_password: true };
        this.enter({ ...session, account });
    }

    // The server no longer knows this session.
    expire(problem: Problem): void {
        if (this.state.kind === "signed_in") this.leave(problem);
    }

    // Nothing is shown any more, whatever the server answers later; only a new page leaves this state.
    lock(server: "asking" | "locked" | "unreached"): void {
        this.state = { kind: "locked", server };
    }

    private enter_or_tell(reply: Reply<Session>): Problem | null {
        if (!reply.ok) return reply.problem;
        this.enter(reply.value);
        return null;
    }

    private enter(session: Session): void {
        if (this.state.kind === "locked") return;
        this.ahead_ms = Date.parse(session.now) - Date.now();
        this.state = { kind: "signed_in", session };
        this.changed(session.account.name);
    }

    private leave(problem: Problem | null): void {
        if (this.state.kind === "locked") return;
        this.state = { kind: "signed_out", problem };
        this.changed("");
    }
}
