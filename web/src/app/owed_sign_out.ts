// Somebody signed out where the server could not hear of it. Kept beyond the page, or whoever opens the
// browser next would be in. Holds no name.
const kept_as = "jatigi.sign_out_owed";

// Where the browser gives us no storage: as long as the page, then.
let in_memory = false;

export function owes_sign_out(): boolean {
    try {
        return localStorage.getItem(kept_as) !== null || in_memory;
    } catch {
        return in_memory;
    }
}

export function owe_sign_out(owed: boolean): void {
    in_memory = false;
    try {
        if (owed) localStorage.setItem(kept_as, "1");
        else localStorage.removeItem(kept_as);
    } catch {
        in_memory = owed;
    }
}
