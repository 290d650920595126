import { flushSync, mount, unmount } from "svelte";
import { afterEach, expect, test, vi } from "vitest";
import { Outbox } from "../outbox/outbox.svelte.ts";
import { memory_store } from "../outbox/store.ts";
import TopBar from "./TopBar.svelte";

let bar: Record<string, unknown>;
const onpassword = vi.fn();

function open(by_pin: boolean): void {
    const account = {
        name: "awa",
        role: "food_distributor",
        site: "ASM",
        rights: ["serve"],
        must_set_password: false,
        asks_old_password: true,
        by_pin,
    };
    const outbox = new Outbox(memory_store(), async () => ({ ok: true, value: {} }), () => 0);
    const session = { account, node: { name: "Assamaka", demonstration: false }, now: "2023-01-23T06:30:00Z" };
    const nothing = (): void => undefined;
    const does = { onoutbox: nothing, onlock: nothing, onpassword, onsignout: nothing };
    bar = mount(TopBar, { target: document.body, props: { session, here: "round", outbox, ...does } });
    flushSync();
}

const actions = () =>
    [...document.querySelectorAll<HTMLElement>(".choices [data-action]")].map(
        ({ dataset }) => dataset["action"],
    );

afterEach(() => unmount(bar));

test("ASessionByPinSaysSoInAWord", () => {
    open(true);
    expect(document.querySelector(".who")?.textContent).toContain("Distribution · par code · ASM");
    expect(document.querySelector(".choices p")?.textContent).toContain("par code");
});

test("ItOffersThePasswordAndNothingThatItMayNot", () => {
    open(true);
    expect(actions()).toEqual(["lock", "guide", "change-password", "sign-out"]);
    const button = document.querySelector<HTMLElement>('[data-action="change-password"]');
    expect(button?.textContent).toContain("Se connecter avec le mot de passe");
    button?.click();
    expect(onpassword).toHaveBeenCalledOnce();
});

test("AFullSessionSaysNothingOfIt", () => {
    open(false);
    expect(document.body.textContent).not.toContain("par code");
    expect(actions()).toEqual(["lock", "guide", "own-sessions", "change-password", "sign-out"]);
});
