// Addresses live behind the "#": the server needs no knowledge of them, and what stands there (a
// sign-in token, for instance) is never sent in a request or written to a log.
class Router {
    path = $state(current());
    private guard: ((to: string) => boolean) | null = null;

    constructor() {
        addEventListener("hashchange", () => this.arrive(current()));
    }

    // A page with unsaved work asks to be asked before it is left. `may_leave` hears where to, and may
    // call go() later; returning false stays. Returns how to stop asking.
    ask_before_leaving(may_leave: (to: string) => boolean): () => void {
        this.guard = may_leave;
        return () => {
            if (this.guard === may_leave) this.guard = null;
        };
    }

    private arrive(to: string): void {
        if (to === this.path) return;
        if (this.guard && !this.guard(to)) {
            history.replaceState(null, "", `#${this.path}`);
            return;
        }
        this.path = to;
    }

    go(path: string): void {
        location.hash = path;
    }

    // For addresses that must not stay in the history.
    replace(path: string): void {
        history.replaceState(null, "", `#${path}`);
        this.path = path;
    }

    // What a page does by itself: whoever is on their way elsewhere, of which the page has not heard, gets
    // there.
    lead_on(path: string): void {
        if (current() === this.path) this.replace(path);
    }
}

function current(): string {
    return location.hash.slice(1) || "/";
}

export const router = new Router();
