// A choice that lasts as long as this tab is open, also when its page is loaded again. Never of a person.
export function keep_for_tab(key: string, value: string): void {
    try {
        sessionStorage.setItem(key, value);
    } catch {
        // No storage: it is chosen again.
    }
}

export function kept_for_tab(key: string): string {
    try {
        return sessionStorage.getItem(key) ?? "";
    } catch {
        return "";
    }
}
