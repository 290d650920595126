// Addresses live behind the "#": the server needs no knowledge of them, and what stands there (a
// sign-in token, for instance) is never sent in a request or written to a log.
class Router {
    path = $state(current());

    constructor() {
        addEventListener("hashchange", () => (this.path = current()));
    }

    go(path: string): void {
        location.hash = path;
    }

    // For addresses that must not stay in the history.
    replace(path: string): void {
        history.replaceState(null, "", `#${path}`);
        this.path = path;
    }

    // "/rounds/:" gives the part after "/rounds/", null elsewhere.
    match(pattern: string): string | null {
        const prefix = pattern.slice(0, -1);
        if (!this.path.startsWith(prefix) || this.path === prefix) return null;
        try {
            return decodeURIComponent(this.path.slice(prefix.length));
        } catch {
            return null;
        }
    }
}

function current(): string {
    return location.hash.slice(1) || "/";
}

export const router = new Router();
