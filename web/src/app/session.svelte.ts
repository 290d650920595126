import { link } from "../api/link.svelte.ts";
import type { Problem } from "../api/problem.ts";
import { read_session, sign_in, sign_in_by_link, sign_out } from "../api/calls.ts";
import { session_began, type Reply } from "../api/request.ts";
import type { Session } from "../api/types.ts";
import { owe_sign_out, owes_sign_out } from "./owed_sign_out.ts";
import { SessionWatch } from "./session_watch.ts";
import type { TabMessage } from "./tabs.ts";

export type SessionState =
    | { kind: "loading" }
    | { kind: "unreachable" }
    // The server waits for its passphrase, and nothing is shown that needs it: people are counted by number.
    | { kind: "closed" }
    | { kind: "signed_out"; problem: Problem | null }
    | { kind: "signed_in"; session: Session }
    // The time was over while the server was away: who counts people goes on, and the outbox keeps it.
    | { kind: "counting"; session: Session }
    // The link is right, and the account waits to be confirmed; the problem says by whose code.
    | { kind: "waits"; token: string; problem: Problem }
    // `server`: whether the server is known to be locked too.
    | { kind: "locked"; server: "asking" | "locked" | "unreached" };

export interface Surroundings {
    // Hears the account name, empty when nobody is signed in.
    changed: (account: string) => void;
    // Hears when another session begins to begin, and when that is decided.
    begins: (undecided: boolean) => void;
    // The other tabs of this browser.
    tell: (message: TabMessage) => void;
    // Whether what is on the screen counts people: it shows no names and needs no session.
    counts: () => boolean;
    // Who counted on this device when the page was loaded before, where counting goes on.
    kept: () => Session | null;
}

const ended: Problem = { status: 401, code: "session.required", params: {} };

// Who is signed in on this device. The server alone says so; what is shown here ends when its answers
// said that it would.
export class CurrentSession {
    state = $state.raw<SessionState>({ kind: "loading" });
    // What is on the screen is hidden until the server has said that the session is still there.
    covered = $state(false);
    // Somebody signed out, and the server does not know yet.
    sign_out_waits = $state(owes_sign_out());
    // The server's clock less this device's: tablets in the field show any date.
    private ahead_ms = 0;
    private readonly watch = new SessionWatch();
    private asking = false;
    private beginning = false;
    private telling: Promise<void> | null = null;

    constructor(private readonly around: Surroundings) {}

    // The time by the server's clock.
    now_ms(): number {
        return Date.now() + this.ahead_ms;
    }

    async load(how = { background: false }): Promise<void> {
        const is_closed = this.state.kind === "closed";
        if (owes_sign_out()) {
            if (!is_closed) this.leave(null);
            return this.tell_sign_out();
        }
        const reply = await read_session(how);
        if (reply.ok) this.enter(reply.value);
        else if (reply.problem.status === 401) this.leave(null);
        // Counting goes on when a closed server is out of reach, too.
        else if (this.state.kind !== "locked" && !is_closed) this.go_on_or_wait();
    }

    // The server waits for its passphrase. Whoever has something on the screen keeps it, as without the
    // network.
    closed(): void {
        if (this.is_shown() || this.state.kind === "locked" || this.state.kind === "closed") return;
        this.leave(null);
        this.state = { kind: "closed" };
    }

    sign_in(name: string, password: string): Promise<Problem | null> {
        return this.begin(() => sign_in(name, password));
    }

    // However it is asked for; perhaps while somebody else is signed in, who goes when it begins.
    async begin(ask: () => Promise<Reply<Session>>): Promise<Problem | null> {
        this.beginning = true;
        this.around.begins(true);
        // A sign-out that is still owed would end what now begins.
        if (owes_sign_out()) await this.tell_sign_out();
        this.watch.forget();
        const problem = this.enter_or_tell(await ask());
        this.beginning = false;
        this.around.begins(false);
        return problem;
    }

    // The same account once more, for what only somebody who signed in just now may do.
    async sign_in_again(password: string): Promise<Problem | null> {
        if (this.state.kind !== "signed_in") return ended;
        const { name } = this.state.session.account;
        return this.begin(() => sign_in(name, password));
    }

    // Again with a code, where the account waits for one.
    async use_link(token: string, code?: string): Promise<Problem | null> {
        if (this.state.kind === "locked") return null;
        const waits = this.state.kind === "waits" && this.state.token === token;
        if (!waits) this.state = { kind: "loading" };
        const problem = await this.begin(() => sign_in_by_link(token, code));
        if (problem?.code === "account.unconfirmed") this.wait(token, problem);
        // A wrong code, or no network, leaves the link as it was.
        else if (problem && (!waits || problem.status === 401)) this.leave(problem);
        return problem;
    }

    // Whoever waits for a code goes away; the link stays valid.
    stop_waiting(): void {
        if (this.state.kind === "waits") this.leave(null);
    }

    // Nothing is shown any more, whether the server hears of it now or later.
    sign_out(): void {
        owe_sign_out(true);
        this.sign_out_waits = true;
        this.leave(null);
        this.around.tell({ kind: "signed_out" });
        void this.tell_sign_out();
    }

    // Tried again until the server has heard it.
    tell_sign_out(): Promise<void> {
        this.telling ??= this.end_on_server().finally(() => (this.telling = null));
        return this.telling;
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

    // Nobody is there, perhaps: a file that lies open must not outlive the lock, or the session, by long.
    // A refusal is heard by whoever listens to all of them.
    async look(): Promise<void> {
        if (this.state.kind === "signed_in") await read_session({ background: true });
    }

    password_was_set(): void {
        if (this.state.kind !== "signed_in") return;
        const { session } = this.state;
        const account = { ...session.account, must_set_password: false, asks_old_password: true };
        this.enter({ ...session, account });
    }

    // The server no longer knows this session.
    expire(problem: Problem): void {
        // The session that was there ends when its next one begins.
        if (!this.is_shown() || this.beginning) return;
        this.leave(problem);
        this.around.tell({ kind: "ended" });
    }

    // Nothing is shown any more, whatever the server answers later; only a new page leaves this state.
    lock(server: "asking" | "locked" | "unreached"): void {
        this.state = { kind: "locked", server };
        this.covered = false;
    }

    // With an answer: so many seconds are left if nobody touches anything.
    told(seconds: number): void {
        const until_ms = this.watch.told(seconds, Date.now());
        if (!this.is_shown()) return;
        if (until_ms !== null) this.around.tell({ kind: "until", until_ms });
        // It had not ended after all.
        if (this.state.kind === "counting") this.state = { ...this.state, kind: "signed_in" };
    }

    hear(message: Exclude<TabMessage, { kind: "lock" }>): void {
        switch (message.kind) {
            case "until":
                return this.watch.heard(message.until_ms);
            case "signed_out":
                if (this.is_shown()) this.leave(null);
                this.sign_out_waits = owes_sign_out();
                return;
            case "ended":
                if (this.is_shown()) this.leave(ended);
                return;
            case "entered":
                if (this.state.kind === "signed_in") void this.ask_before_showing();
                else if (this.state.kind === "signed_out") void this.load();
        }
    }

    // Once a second.
    tick(now_ms: number): void {
        const happened = this.watch.tick(now_ms);
        if (this.state.kind !== "signed_in") return;
        if (happened === "slept") void this.ask_before_showing();
        if (happened === "ended") void this.time_is_up(this.state.session);
    }

    // The tab goes out of sight. Hidden now, because it comes back before it could ask. Where people are
    // counted without the network there is nobody to ask.
    out_of_sight(): void {
        if (this.state.kind !== "signed_in") return;
        this.covered = !(this.around.counts() && link.state === "offline");
    }

    // The tab, or the device, wakes.
    async ask_before_showing(): Promise<void> {
        const before = this.state;
        if (before.kind !== "signed_in" || this.asking) return;
        this.out_of_sight();
        this.asking = true;
        const reply = await read_session({ background: true });
        this.asking = false;
        if (this.state !== before) return;
        if (reply.ok) this.enter(reply.value);
        else if (reply.problem.status === 401) this.expire(reply.problem);
        else if (this.around.counts()) this.covered = false;
    }

    // What was on the screen goes first; what takes its place is for the server to say.
    private async time_is_up(session: Session): Promise<void> {
        if (this.asking) return;
        const counts = this.around.counts();
        if (counts) await this.ask_before_showing();
        else this.state = { kind: "loading" };
        if (counts) {
            const unanswered = this.state.kind === "signed_in" && this.state.session === session;
            if (unanswered) this.state = { kind: "counting", session };
            return;
        }
        const reply = await read_session({ background: true });
        if (this.state.kind !== "loading") return;
        if (reply.ok) return this.enter(reply.value);
        this.leave(ended);
        if (reply.problem.status === 401) this.around.tell({ kind: "ended" });
    }

    // Loaded again without the server.
    private go_on_or_wait(): void {
        const session = this.state.kind === "loading" ? this.around.kept() : null;
        this.state = session ? { kind: "counting", session } : { kind: "unreachable" };
        if (session) this.around.changed(session.account.name);
    }

    private wait(token: string, problem: Problem): void {
        this.leave(null);
        if (this.state.kind !== "locked") this.state = { kind: "waits", token, problem };
    }

    private is_shown(): boolean {
        return this.state.kind === "signed_in" || this.state.kind === "counting";
    }

    private async end_on_server(): Promise<void> {
        // Asked here once more: somebody may have signed in since, in another tab.
        if (owes_sign_out()) {
            const reply = await sign_out();
            if (reply.ok || reply.problem.status === 401) owe_sign_out(false);
        }
        this.sign_out_waits = owes_sign_out();
    }

    private enter_or_tell(reply: Reply<Session>): Problem | null {
        if (!reply.ok) return reply.problem;
        session_began();
        owe_sign_out(false);
        this.enter(reply.value);
        this.around.tell({ kind: "entered" });
        return null;
    }

    private enter(session: Session): void {
        if (this.state.kind === "locked" || owes_sign_out()) return;
        this.ahead_ms = Date.parse(session.now) - Date.now();
        this.state = { kind: "signed_in", session };
        this.covered = false;
        this.sign_out_waits = false;
        this.around.changed(session.account.name);
    }

    private leave(problem: Problem | null): void {
        if (this.state.kind === "locked") return;
        this.state = { kind: "signed_out", problem };
        this.covered = false;
        this.watch.forget();
        this.around.changed("");
    }
}
