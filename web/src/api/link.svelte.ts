export type LinkState = "unknown" | "online" | "offline";

// Whether the last request reached our server. The browser's own navigator.onLine is no use here: a
// centre has no Internet and works all the same, and the laptop may stop while the Wi-Fi stays up.
class Link {
    state = $state<LinkState>("unknown");
    // The last that our server said is that it waits for its passphrase: offline, then, though it answers.
    closed = $state(false);
}

export const link = new Link();
