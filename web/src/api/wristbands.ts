import { request, type Reply } from "./request.ts";

// Whose number it is.
export function bind_wristband(
    command: string,
    body: { site: string; number: string; code: string },
): Promise<Reply<{ number: string; put_on: boolean; in_pad: boolean }>> {
    return request("POST", "/wristbands/bind", { command, ...body });
}
