// A form that was begun, sealed (sealed_draft.ts).
export const draft_kept_as = "jatigi.draft";

// Small things that outlive a page that is loaded again: for as long as this tab is open, or on the device. Never
// anything of a person in clear. Empty is nothing; without storage nothing is kept.
export function keep(key: string, value: string, on_device = false): void {
    try {
        const storage = on_device ? localStorage : sessionStorage;
        if (value === "") storage.removeItem(key);
        else storage.setItem(key, value);
    } catch {
        // It is asked again.
    }
}

export function kept(key: string, on_device = false): string {
    try {
        return (on_device ? localStorage : sessionStorage).getItem(key) ?? "";
    } catch {
        return "";
    }
}
