import { request, type Reply } from "./request.ts";

// Of backups with keys.
export interface BackupState {
    last_at: string | null;
    count: number;
    recovery_key: boolean;
    // One is there, and not the one that was made last.
    recovery_forged: boolean;
    // As its shares say it.
    recovery_set: string | null;
    recovery_made_at: string | null;
}

export function read_backups(): Promise<Reply<BackupState>> {
    return request("GET", "/backups");
}
