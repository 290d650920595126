import { flushSync, mount, unmount } from "svelte";
import { afterEach, expect, test, vi } from "vitest";
import { on_not_fresh, request } from "../api/request.ts";
import FreshDialog from "./FreshDialog.svelte";

const account = {
    name: "awa",
    role: "registrar",
    site: null,
    rights: ["serve"],
    must_set_password: false,
    asks_old_password: true,
};
let stop: () => void = () => undefined;

afterEach(() => {
    stop();
    vi.unstubAllGlobals();
});

test.each([
    [false, "Retapez votre mot de passe", "Ce geste engage le centre"],
    [true, "Se connecter avec le mot de passe", "ne sert qu’aux distributions"],
])("ItSaysWhyThePasswordIsAsked %s", async (by_pin, title, why) => {
    const props = { account: { ...account, by_pin }, sign_in: vi.fn(), ondone: vi.fn(), oncancel: vi.fn() };
    const dialog = mount(FreshDialog, { target: document.body, props });
    flushSync();
    expect(document.querySelector("h2")?.textContent).toBe(title);
    expect(document.body.textContent).toContain(why);
    await unmount(dialog);
});

// The same is sent again when the password was given; else the refusal stays.
test.each(["session.by_pin_alone", "session.not_fresh"])("%sAsksForThePassword", async (code) => {
    const type = { "Content-Type": "application/problem+json" };
    const refused = () => new Response(JSON.stringify({ code }), { status: 403, headers: type });
    const answers = [
        refused(),
        new Response("{}", { headers: { "Content-Type": "application/json" } }),
        refused(),
        refused(),
    ];
    vi.stubGlobal("fetch", async () => answers.shift());
    const given = vi.fn().mockResolvedValueOnce(true).mockResolvedValue(false);
    stop = on_not_fresh(given);
    expect((await request("GET", "/account/sessions")).ok).toBe(true);
    expect(await request("GET", "/account/sessions")).toMatchObject({ problem: { code } });
    // Nobody is there for what nobody asked for.
    await request("GET", "/account/sessions", undefined, { background: true });
    expect(given).toHaveBeenCalledTimes(2);
});
