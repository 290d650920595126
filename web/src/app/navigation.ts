import type { IconName } from "../ui/Icon.svelte";
import type { MessageKey } from "./messages.ts";

// Which pages an account sees: those whose action is among its rights, which the server tells with the
// session. This only spares people pages that would answer "denied".

export const roles = [
    "administrator",
    "centre_manager",
    "registrar",
    "gate_officer",
    "food_distributor",
    "finance_officer",
    "nurse",
    "protection_officer",
    "return_counsellor",
    "movement_officer",
    "stock_keeper",
    "data_protection_officer",
] as const;
export type Role = (typeof roles)[number];

export type PageName =
    | "rounds"
    | "round"
    | "counts"
    | "gate"
    | "places"
    | "arrivals"
    | "money"
    | "statement"
    | "search"
    | "register"
    | "person"
    | "import"
    | "review"
    | "openings"
    | "security"
    | "disclosures"
    | "accounts"
    | "emergency"
    | "present"
    | "card_desk"
    | "backups"
    | "codes"
    | "sessions"
    | "guide"
    | "factor";

interface Page {
    name: PageName;
    // One ending in ":" takes what follows as its argument.
    path: string;
    // Null: everybody's.
    needs: Action | null;
    also_needs?: Action;
    // Its own, or of the page that leads to it.
    label: MessageKey;
    // Of its place in the menu. Absent: reached from another page only.
    icon?: IconName;
}

// Those actions of the server's policy (docs/access.md) that decide what a screen offers.
export const actions = [
    "serve",
    "open_round",
    "reopen_round",
    "check_in",
    "house",
    "count_arrivals",
    "run_arrivals",
    "bind_wristband",
    "read_occupancy",
    "keep_units",
    "print_roll_call",
    "read_statement",
    "sign_agreement",
    "set_unit_cost",
    "bring_in_counts",
    "search_persons",
    "list_present",
    "register_person",
    "import_list",
    "correct_person",
    "keep_photo",
    "issue_card",
    "restrict_person",
    "confirm_nationality",
    "say_same_person",
    "review_tasks",
    "read_openings",
    "read_disclosures",
    "propose_nominal_list",
    "read_accounts",
    "read_backups",
    "manage_accounts",
    "confirm_account",
    "vouch_for_emergency",
    "print_nominal_list",
    "approve_verdicts",
] as const;
export type Action = (typeof actions)[number];

// What an account may do at all.
export type Rights = readonly string[];

export function may(rights: Rights, action: Action | null): boolean {
    return action === null || rights.includes(action);
}

// In the order of the menu; the first one that an account may use is its home. Exact paths stand before
// those with an argument.
const pages: readonly Page[] = [
    { name: "rounds", path: "/rounds", needs: "serve", label: "nav.rounds", icon: "bowl" },
    { name: "round", path: "/rounds/:", needs: "serve", label: "round.title" },
    { name: "counts", path: "/closed-counts", needs: "bring_in_counts", label: "nav.rounds" },
    { name: "search", path: "/people", needs: "search_persons", label: "nav.search", icon: "search" },
    {
        name: "register",
        path: "/people/new",
        needs: "register_person",
        label: "nav.register",
        icon: "plus",
    },
    { name: "present", path: "/people/present", needs: "list_present", label: "nav.present", icon: "person" },
    {
        name: "card_desk",
        path: "/people/card",
        needs: "issue_card",
        also_needs: "search_persons",
        label: "nav.search",
    },
    { name: "person", path: "/people/:", needs: "search_persons", label: "nav.search" },
    { name: "import", path: "/imports", needs: "import_list", label: "nav.import", icon: "list" },
    { name: "import", path: "/imports/:", needs: "import_list", label: "nav.import" },
    { name: "gate", path: "/gate", needs: "check_in", label: "nav.gate", icon: "leave" },
    { name: "money", path: "/money", needs: "read_statement", label: "nav.money", icon: "list" },
    { name: "statement", path: "/money/:", needs: "read_statement", label: "nav.money" },
    { name: "arrivals", path: "/arrivals", needs: "count_arrivals", label: "nav.arrivals", icon: "plus" },
    { name: "arrivals", path: "/arrivals/:", needs: "count_arrivals", label: "nav.arrivals" },
    { name: "places", path: "/places", needs: "read_occupancy", label: "nav.places", icon: "house" },
    // Before the tasks: whoever has both guards the data.
    {
        name: "openings",
        path: "/openings",
        needs: "read_openings",
        label: "nav.openings",
        icon: "eye",
    },
    {
        name: "security",
        path: "/security",
        needs: "read_openings",
        label: "nav.security",
        icon: "clock",
    },
    { name: "review", path: "/review", needs: "review_tasks", label: "nav.review", icon: "flag" },
    {
        name: "disclosures",
        path: "/disclosures",
        needs: "read_disclosures",
        label: "nav.disclosures",
        icon: "stamp",
    },
    {
        name: "accounts",
        path: "/accounts",
        needs: "read_accounts",
        label: "nav.accounts",
        icon: "person",
    },
    { name: "backups", path: "/backups", needs: "read_backups", label: "nav.backups", icon: "lock" },
    { name: "emergency", path: "/accounts/emergency", needs: "vouch_for_emergency", label: "nav.emergency" },
    { name: "codes", path: "/accounts/codes", needs: "confirm_account", label: "nav.accounts" },
    { name: "sessions", path: "/sessions", needs: null, label: "nav.sessions" },
    { name: "guide", path: "/guide", needs: null, label: "nav.guide" },
];

function may_open(rights: Rights, page: Page): boolean {
    return may(rights, page.needs) && may(rights, page.also_needs ?? null);
}

export interface MenuEntry {
    name: PageName;
    path: string;
    label: MessageKey;
    icon: IconName;
}

export function menu_of(rights: Rights): MenuEntry[] {
    return pages.filter((page): page is Page & MenuEntry => !!page.icon && may_open(rights, page));
}

export function title_of(name: PageName | undefined): MessageKey {
    if (name === "factor") return "sign_in.title";
    return pages.find((page) => page.name === name)?.label ?? "home.none.title";
}

function page_at(path: string, rights: Rights): Page | undefined {
    return pages.find((each) => may_open(rights, each) && argument_of(each.path, path) !== null);
}

export interface Place {
    name: PageName;
    argument: string | null;
}

// What stands at `path` for these rights: their home for an unknown or a foreign path, nothing for whom
// there is no page.
export function place_at(path: string, rights: Rights): Place | null {
    const page = page_at(path, rights);
    if (page) return { name: page.name, argument: argument_of(page.path, path) || null };
    const [home] = menu_of(rights);
    return home ? { name: home.name, argument: null } : null;
}

export function has_page(path: string, rights: Rights): boolean {
    return page_at(path, rights) !== undefined;
}

// "" for an exact match, what follows for one with an argument, null for none.
export function argument_of(pattern: string, path: string): string | null {
    if (!pattern.endsWith(":")) return path === pattern ? "" : null;
    const prefix = pattern.slice(0, -1);
    if (!path.startsWith(prefix) || path === prefix) return null;
    try {
        return decodeURIComponent(path.slice(prefix.length));
    } catch {
        return null;
    }
}
