// What the tabs of one browser tell each other: they share one session, and it ends in all of them.
export type TabMessage =
    // Somebody locked the centre, or the server says that it is.
    | { kind: "lock" }
    // Somebody signed out.
    | { kind: "signed_out" }
    // The server no longer knows the session.
    | { kind: "ended" }
    // Somebody was there: it goes on until then.
    | { kind: "until"; until_ms: number }
    // Somebody signed in, perhaps as another account.
    | { kind: "entered" };

const words = ["lock", "signed_out", "ended", "entered"];

// Null for what this program does not say: a tab of another version may be open.
export function parse_tab_message(data: unknown): TabMessage | null {
    if (typeof data !== "object" || data === null) return null;
    const { kind, until_ms } = data as { kind?: unknown; until_ms?: unknown };
    if (kind === "until") return Number.isFinite(until_ms) ? (data as TabMessage) : null;
    return words.includes(String(kind)) ? ({ kind } as TabMessage) : null;
}

export class Tabs {
    private readonly channel =
        "BroadcastChannel" in globalThis ? new BroadcastChannel("jatigi.session") : null;

    constructor(hear: (message: TabMessage) => void) {
        if (!this.channel) return;
        this.channel.onmessage = ({ data }) => {
            const message = parse_tab_message(data);
            if (message) hear(message);
        };
    }

    tell(message: TabMessage): void {
        this.channel?.postMessage(message);
    }

    close(): void {
        this.channel?.close();
    }
}
