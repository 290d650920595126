import "../ui/more_icons.ts";
import type { IconName } from "../ui/Icon.svelte";
import { may, type Action, type Rights } from "./navigation.ts";

// A picture page for whoever reads it: the steps of the work that this account may do, in its order.
const steps = [
    { name: "rounds", needs: "open_round", icon: "plus" },
    { name: "scan", needs: "serve", icon: "card" },
    { name: "served", needs: "serve", icon: "check" },
    { name: "again", needs: "serve", icon: "warning" },
    { name: "offline", needs: "serve", icon: "unlink" },
    { name: "close_round", needs: "open_round", icon: "stamp" },
    { name: "gate", needs: "check_in", icon: "leave" },
    { name: "house", needs: "house", icon: "house" },
    { name: "search", needs: "search_persons", icon: "search" },
    { name: "register", needs: "register_person", icon: "pencil" },
    { name: "alike", needs: "register_person", icon: "person" },
    { name: "family", needs: "register_person", icon: "house" },
    { name: "import", needs: "import_list", icon: "upload" },
    { name: "card", needs: "issue_card", icon: "printer" },
    { name: "restrict", needs: "restrict_person", icon: "lock" },
    { name: "review", needs: "review_tasks", icon: "flag" },
    { name: "disclose", needs: "propose_nominal_list", icon: "stamp" },
    { name: "money", needs: "read_statement", icon: "list" },
    { name: "accounts", needs: "manage_accounts", icon: "person" },
    { name: "confirm", needs: "confirm_account", icon: "check" },
    { name: "openings", needs: "read_openings", icon: "eye" },
    { name: "backups", needs: "read_backups", icon: "download" },
    { name: "emergency", needs: "vouch_for_emergency", icon: "plus" },
    { name: "night", needs: null, icon: "clock" },
    { name: "danger", needs: null, icon: "cross" },
] as const satisfies readonly { name: string; needs: Action | null; icon: IconName }[];
export type Step = (typeof steps)[number];

export function steps_of(rights: Rights): Step[] {
    return steps.filter(({ needs }) => may(rights, needs));
}
