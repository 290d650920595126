import { request, type Reply } from "./request.ts";

export function set_password(password: string, old_password?: string): Promise<Reply<void>> {
    return request("PUT", "/account/password", {
        password,
        ...(old_password === undefined ? {} : { old_password }),
    });
}
