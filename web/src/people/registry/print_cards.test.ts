import { flushSync, mount, tick, unmount } from "svelte";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import "./messages.ts";
import PrintCards from "./PrintCards.svelte";

const opened = vi.hoisted(() => vi.fn());
vi.mock("../../ui/open_file.ts", () => ({ open_file: opened, save_file: vi.fn() }));

let shown: Record<string, unknown>;
let bodies: Record<string, unknown>[];
let answers: (() => Response)[];

const paper = () => new Response("%PDF", { headers: { "content-type": "application/pdf" } });
const on_paper = (params: { on_paper?: number; others?: number }) => () =>
    new Response(JSON.stringify({ code: "card.on_paper", params }), {
        status: 409,
        headers: { "content-type": "application/problem+json" },
    });

beforeEach(() => {
    bodies = [];
    answers = [];
    vi.stubGlobal("fetch", async (_: string, init: RequestInit) => {
        bodies.push(JSON.parse(String(init.body)));
        return (answers.shift() ?? paper)();
    });
});
afterEach(async () => {
    await unmount(shown);
    vi.unstubAllGlobals();
    opened.mockClear();
});

function open(props: { case_numbers?: string[]; site?: string }): void {
    shown = mount(PrintCards, { target: document.body, props: { label: "Cartes", ...props } });
    flushSync();
}
const button = (action: string) => document.querySelector<HTMLElement>(`[data-action="${action}"]`);
async function press(action: string): Promise<void> {
    button(action)?.click();
    flushSync();
    await vi.waitFor(() => expect(button("print-cards")?.getAttribute("aria-disabled")).not.toBe("true"));
    await tick();
}
const said = () => document.querySelector('[role="status"]')?.textContent?.trim();

test("APaperThatIsHereIsOpenedAndNotAskedForTwice", async () => {
    open({ case_numbers: ["ASM1"] });
    await press("print-cards");
    await press("print-cards");
    expect(bodies).toMatchObject([{ case_numbers: ["ASM1"] }]);
    expect(opened).toHaveBeenCalledTimes(2);
});

test("OfCardsOnPaperItAsksOnceAndPrintsTheOthers", async () => {
    answers = [on_paper({ on_paper: 2, others: 1 })];
    open({ case_numbers: ["ASM1", "ASM2", "ASM3"] });
    await press("print-cards");
    expect(opened).not.toHaveBeenCalled();
    expect(said()).toBe("2 cartes sont déjà imprimées. Imprimées à nouveau, elles annulent les anciennes.");
    expect(button("print-others")?.textContent?.trim()).toBe("Imprimer l’autre");
    await press("print-others");
    expect(bodies[1]).toMatchObject({ on_paper: "leave_out" });
    expect(button("print-again")).toBeNull();
});

test("OfOneCardOnPaperItOffersToMakeItAgain", async () => {
    answers = [on_paper({ on_paper: 1, others: 0 })];
    open({ case_numbers: ["ASM1"] });
    await press("print-cards");
    expect(button("print-others")).toBeNull();
    await press("print-again");
    expect(bodies[1]).toMatchObject({ case_numbers: ["ASM1"], on_paper: "again" });
    expect(opened).toHaveBeenCalledTimes(1);
});

test("NobodyVoidsTheCardsOfAWholeSite", async () => {
    answers = [on_paper({})];
    open({ site: "ASM" });
    await press("print-cards");
    expect(said()).toBe("Des cartes sont déjà imprimées.");
    expect(button("print-again")).toBeNull();
    await press("print-others");
    expect(bodies[1]).toMatchObject({ site: "ASM", on_paper: "leave_out" });
});

test("APaperWhoseAnswerWasLostIsAskedForByTheSameCommand", async () => {
    answers = [() => Response.error(), paper, paper];
    open({ case_numbers: ["ASM1"] });
    await press("print-cards");
    await press("print-cards");
    expect(bodies[1]?.["command"]).toBe(bodies[0]?.["command"]);
    expect(opened).toHaveBeenCalledTimes(1);
});

test("ManyAreNotMadeAgain", async () => {
    answers = [on_paper({ on_paper: 21, others: 3 })];
    open({ case_numbers: ["ASM1"] });
    await press("print-cards");
    expect(said()).toBe("21 cartes sont déjà imprimées.");
    expect(button("print-again")).toBeNull();
});
