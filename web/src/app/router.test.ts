import { afterEach, expect, test } from "vitest";
import { router } from "./router.svelte.ts";

afterEach(() => router.replace("/"));

test("a page leads on from where somebody is", () => {
    router.lead_on("/rounds/r1");
    expect(router.path).toBe("/rounds/r1");
    expect(location.hash).toBe("#/rounds/r1");
});

test("somebody who is on their way elsewhere gets there", () => {
    const arrived = new Promise((resolve) => addEventListener("hashchange", resolve, { once: true }));
    location.hash = "/people";
    router.lead_on("/rounds/r1");
    return arrived.then(() => {
        expect(router.path).toBe("/people");
        expect(location.hash).toBe("#/people");
    });
});
