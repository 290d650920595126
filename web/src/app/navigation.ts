import type { IconName } from "../ui/Icon.svelte";
import type { MessageKey } from "./messages.ts";

// Which pages a role sees. The server decides what an account may do; this only spares people pages
// that would answer "denied".

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
    | "search"
    | "register"
    | "person"
    | "import"
    | "openings"
    | "disclosures";

interface Page {
    name: PageName;
    // One ending in ":" takes what follows as its argument.
    path: string;
    roles: readonly Role[];
    // Absent: reached from another page only.
    menu?: { label: MessageKey; icon: IconName };
}

const distributing: readonly Role[] = ["centre_manager", "food_distributor"];
const searching: readonly Role[] = [
    "registrar",
    "centre_manager",
    "nurse",
    "protection_officer",
    "return_counsellor",
];
const registering: readonly Role[] = ["registrar", "centre_manager"];
const disclosing: readonly Role[] = [
    "centre_manager",
    "protection_officer",
    "data_protection_officer",
];

// In the order of the menu; the first one that a role may use is its home. Exact paths stand before
// those with an argument.
const pages: readonly Page[] = [
    { name: "rounds", path: "/rounds", roles: distributing, menu: { label: "nav.rounds", icon: "bowl" } },
    { name: "round", path: "/rounds/:", roles: distributing },
    { name: "search", path: "/people", roles: searching, menu: { label: "nav.search", icon: "search" } },
    {
        name: "register",
        path: "/people/new",
        roles: registering,
        menu: { label: "nav.register", icon: "plus" },
    },
    { name: "person", path: "/people/:", roles: searching },
    { name: "import", path: "/imports", roles: registering, menu: { label: "nav.import", icon: "list" } },
    { name: "import", path: "/imports/:", roles: registering },
    {
        name: "openings",
        path: "/openings",
        roles: ["data_protection_officer"],
        menu: { label: "nav.openings", icon: "eye" },
    },
    {
        name: "disclosures",
        path: "/disclosures",
        roles: disclosing,
        menu: { label: "nav.disclosures", icon: "stamp" },
    },
];

export interface MenuEntry {
    name: PageName;
    path: string;
    label: MessageKey;
    icon: IconName;
}

export function menu_of(role: string): MenuEntry[] {
    return pages.flatMap(({ name, path, roles, menu }) =>
        menu && has(roles, role) ? [{ name, path, ...menu }] : [],
    );
}

export interface Place {
    name: PageName;
    argument: string | null;
}

// What stands at `path` for `role`: its home for an unknown or a foreign path, nothing for a role
// without pages.
export function place_at(path: string, role: string): Place | null {
    const page = pages.find((each) => has(each.roles, role) && argument_of(each.path, path) !== null);
    if (page) return { name: page.name, argument: argument_of(page.path, path) || null };
    const [home] = menu_of(role);
    return home ? { name: home.name, argument: null } : null;
}

// "" for an exact match, what follows for one with an argument, null for none.
function argument_of(pattern: string, path: string): string | null {
    if (!pattern.endsWith(":")) return path === pattern ? "" : null;
    const prefix = pattern.slice(0, -1);
    if (!path.startsWith(prefix) || path === prefix) return null;
    try {
        return decodeURIComponent(path.slice(prefix.length));
    } catch {
        return null;
    }
}

function has(roles: readonly Role[], role: string): boolean {
    return (roles as readonly string[]).includes(role);
}

// What a page offers to a role beyond being seen.
export type Right =
    | "register"
    | "correct"
    | "keep_photo"
    | "issue_card"
    | "restrict"
    | "confirm_nationality"
    | "disclose";

const rights: Record<Right, readonly Role[]> = {
    register: registering,
    correct: ["registrar", "centre_manager", "protection_officer", "return_counsellor"],
    keep_photo: ["registrar", "return_counsellor"],
    issue_card: ["registrar", "centre_manager"],
    restrict: ["protection_officer"],
    confirm_nationality: ["return_counsellor"],
    disclose: ["centre_manager", "protection_officer"],
};

export function may(role: string, right: Right): boolean {
    return has(rights[right], role);
}
