import { beforeEach, expect, test } from "vitest";
import "./messages.ts";
import type { Came } from "../../api/calls.ts";
import type { Reply } from "../../api/request.ts";
import { Outbox } from "../../outbox/outbox.svelte.ts";
import { memory_store } from "../../outbox/store.ts";
import { GateScreen } from "./gate.svelte.ts";
import { gate_verdict } from "./gate_verdict.ts";

interface Sent {
    path: string;
    body: Record<string, unknown>;
    came: Came;
    answer: (reply: Reply<unknown>) => void;
}
let sent: Sent[];
let screen: GateScreen;
let tones: string[];
let ids: number;

beforeEach(() => {
    sent = [];
    tones = [];
    ids = 0;
    const outbox = new Outbox(
        memory_store(),
        (path, body, came) =>
            new Promise((answer) => {
                sent.push({ path, body, came, answer });
            }),
        () => 0,
    );
    outbox.use_account("gate");
    screen = new GateScreen({ outbox, new_id: () => `id-${++ids}`, play: (tone) => tones.push(tone) });
    screen.start();
});

async function asked(count: number): Promise<void> {
    await expect.poll(() => sent.length).toBe(count);
}
async function shows(name: string): Promise<void> {
    await expect.poll(() => gate_verdict(screen.shown).name).toBe(name);
}
const down = { ok: false, problem: { status: 0, code: "network.offline", params: {} } } as const;

test("AnArrivalIsSentForTheSiteOfTheGateAndSaid", async () => {
    screen.check_in(" ASM427K ", "ASM");
    await asked(1);
    expect(sent[0]).toMatchObject({
        path: "/stays",
        body: { command: "id-1", code: "ASM427K", site: "ASM" },
    });
    sent[0]?.answer({ ok: true, value: { case_number: "ASM427K" } });
    await shows("in");
    expect(tones).toEqual(["good"]);
    expect(screen.done_count).toBe(1);
});

test("ALeavingSaysWhy", async () => {
    screen.check_out("ASM427K", "hospital");
    await asked(1);
    expect(sent[0]).toMatchObject({ path: "/stays/end", body: { code: "ASM427K", reason: "hospital" } });
    sent[0]?.answer({ ok: true, value: { case_number: "ASM427K" } });
    await shows("out");
});

test("WithoutTheNetworkItIsNotedAndNobodyWaits", async () => {
    screen.check_in("ASM427K", "ASM");
    await asked(1);
    sent[0]?.answer(down);
    await shows("noted");
    expect(tones).toEqual(["noted"]);
});

test("ARefusalStaysUntilSomebodyActs", async () => {
    screen.check_in("ASM427K", "ASM");
    await asked(1);
    sent[0]?.answer({ ok: false, problem: { status: 409, code: "stay.already_present", params: {} } });
    await shows("stay.already_present");
    expect(tones).toEqual(["bad"]);
});

test("ACardHeldInFrontOfTheReaderIsOnePassage", async () => {
    screen.check_in("ASM427K", "ASM");
    screen.check_in("ASM427K", "ASM");
    await asked(1);
    expect(screen.recent).toHaveLength(1);
});
