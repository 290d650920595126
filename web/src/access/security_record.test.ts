import { readdirSync, readFileSync } from "node:fs";
import { afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import type { Alarm, SecurityEvent } from "../api/security.ts";
import { language, languages } from "../app/language.svelte.ts";
import { load_language } from "../app/messages.ts";
import "./security_messages.ts";
import en from "./security.en.json";
import fr from "./security.fr.json";
import {
    account_place,
    belongs_to,
    by_day,
    days_asked,
    exact_text,
    failures_to_look_at,
    groups,
    joined,
    lines_of,
    needs_a_look,
    next_offset,
    period_of,
    sentence_of,
    times_text,
    type Line,
} from "./security_record.ts";

const api = readFileSync("../docs/api.yaml", "utf8");

function listed_for(path: string): string[] {
    const page = api.slice(api.indexOf(`\n  ${path}:\n`) + 1).split(/\n  \/(?!api\/v1\/$)/)[0] ?? "";
    const [, kinds = ""] = /\bkind: \{ type: string, enum: \[([^\]]*)\]/.exec(page) ?? [];
    return kinds.split(",").map((kind) => kind.trim());
}
const event_kinds = listed_for("/api/v1/security-events");
const alarm_kinds = listed_for("/api/v1/openings/summary");
const places = [...new Set([...api.matchAll(/^ {2}\/api\/v1\/([^/:]+)/gm)].map(([, place = ""]) => place))];

const source = (path: string): string => readFileSync(`../src/platform/${path}`, "utf8");
const texts_in = (code: string): string[] => [...code.matchAll(/"([^"]*)"/g)].map(([, text = ""]) => text);

// Of each kind, what the server writes beside it.
const session_routes = source("http/session_routes.cpp");
const details = [
    ...[...session_routes.matchAll(/\bWhose\{[^;]*, ("\w+")\};/g)].map(([, by = ""]) => ["signed_in", by] as const),
    ...[...session_routes.matchAll(/SecurityKind::(\w+),([^;]*);/g)].map(
        ([, kind = "", rest = ""]) => [kind, rest] as const,
    ),
].flatMap(([kind, code]) => texts_in(code).map((detail) => [kind, detail] as const));
const refusals = texts_in(/\bnoted\{([^}]*)\}/.exec(source("http/security_watch.cpp"))?.[1] ?? "");

const line: Line = {
    at_ms: 0,
    day: "2023-01-16",
    kind: "signed_in",
    detail: "",
    account: "awa.kone",
    count: 1,
    released_at: null,
    is_alarm: false,
};
const refused: Line = { ...line, kind: "refused", detail: "GET /api/v1/persons/{code} access.denied" };

beforeAll(async () => expect(await load_language("en")).toBe(true));
afterEach(() => {
    language.choose("fr");
    vi.unstubAllEnvs();
});

describe("what the server writes", () => {
    test("StandsInItsDescription", () => {
        const [, kinds = ""] = /enum_texts\(SecurityKind\)([^;]*);/.exec(source("access/security_record.h")) ?? [];
        expect(event_kinds).toEqual(texts_in(kinds));
        const written = readdirSync("../src/platform", { recursive: true, encoding: "utf8" })
            .filter((path) => path.endsWith(".cpp") && !path.endsWith("_test.cpp"))
            .flatMap((path) => [...source(path).matchAll(/Watched::opening_alarm,[^;]*"(\w+)"\)/g)])
            .map(([, kind]) => kind);
        expect([...alarm_kinds].sort()).toEqual(written.sort());
    });

    test("IsFoundByThisTest", () => {
        expect(details.map(([kind, detail]) => `${kind} ${detail}`)).toEqual(
            expect.arrayContaining(["signed_in code", "sign_in_failed link", "sign_in_paused known device"]),
        );
        expect(refusals).toContain("access.denied");
        expect(places).toContain("persons");
    });

    describe.each(languages)("HasWords $code", ({ code }) => {
        // As translators write them: a word that is missing would be taken from the other language.
        const words: Record<string, string> = code === "fr" ? fr : en;

        test.each(event_kinds)("%s", (kind) => {
            const known = Object.keys(words).filter((key) => key.startsWith(`security_event.${kind}`));
            expect(known).not.toEqual([]);
            language.choose(code);
            for (const account of ["awa.kone", null]) {
                expect(sentence_of({ ...line, kind, account })).not.toContain(`(${kind})`);
            }
        });

        test.each(alarm_kinds)("alarm %s", (kind) => {
            expect(words).toHaveProperty([`security_alarm.${kind}`]);
            language.choose(code);
            expect(sentence_of({ ...line, kind, is_alarm: true })).toContain(account_place);
        });

        test.each(details)("%s %s", (kind, detail) => {
            expect(words).toHaveProperty([`security_event.${kind}.${detail.replace(" ", "_")}`]);
        });

        test.each(refusals)("refused %s", (reason) => {
            expect(words).toHaveProperty([`security_event.refused.${reason}`]);
        });

        test.each(places)("refused at %s", (place) => {
            expect(words).toHaveProperty([`security_place.${place}`]);
        });
    });
});

test("ARefusalSaysOfWhatAndKeepsTheExactWords", () => {
    expect(sentence_of(refused)).toBe(
        `${account_place} a demandé ce que ce compte ne permet pas\u00a0: les dossiers.`,
    );
    expect(exact_text(refused)).toBe(refused.detail);
});

test("WhatThisScreenDoesNotKnowIsTold", () => {
    const newer = { ...line, kind: "moon_full", detail: "tide" };
    expect(sentence_of(newer)).toContain("moon_full tide");
    expect(sentence_of({ ...newer, account: null })).toContain("Quelqu’un");
    expect(sentence_of({ ...newer, is_alarm: true })).toContain("moon_full");
    expect(sentence_of({ ...refused, detail: "GET /api/v1/persons x.new" })).toContain("refuser");
    expect(sentence_of({ ...line, detail: "stars" })).toBe(`${account_place} s’est connecté.`);
    for (const group of ["", "look"] as const) expect(belongs_to(newer, group)).toBe(true);
});

test("WhatIsTooMuchForAMinuteHasNoAccount", () => {
    const crowd = { ...line, account: null, count: 900 };
    for (const kind of ["sign_in_failed", "sign_in_paused", "refused"]) {
        expect(sentence_of({ ...crowd, kind })).toMatch(/^D’autres /);
    }
    expect(times_text(crowd)).toBe("900 fois en une minute");
});

test("EveryKindBelongsToOneGroup", () => {
    const kept = groups.filter((group) => group !== "look");
    const all = [
        ...event_kinds.map((kind) => ({ ...line, kind })),
        ...alarm_kinds.map((kind) => ({ ...line, kind, is_alarm: true })),
    ];
    for (const each of all) {
        expect(kept.filter((group) => belongs_to(each, group)), each.kind).toHaveLength(1);
    }
});

test.each<[string, boolean, Partial<Line>]>([
    ["a sign-in", false, { count: 100 }],
    ["a few wrong passwords", false, { kind: "sign_in_failed", count: failures_to_look_at - 1 }],
    ["many wrong passwords", true, { kind: "sign_in_failed", count: failures_to_look_at }],
    ["a pause", true, { kind: "sign_in_paused" }],
    ["a refusal", true, refused],
    ["a password asked for again", false, { ...refused, detail: "POST /api/v1/accounts session.not_fresh" }],
    ["an alarm", true, { kind: "file", is_alarm: true }],
    ["an alarm that was answered for", false, { kind: "search", is_alarm: true, released_at: "2023-01-16T07:00:00Z" }],
    ["an emergency account", true, { kind: "emergency", is_alarm: true }],
    ["what nobody knows", true, { kind: "moon_full" }],
])("WhoReadsIsToldWhatToLookAt %s", (_, look, more) => {
    expect(needs_a_look({ ...line, ...more })).toBe(look);
});

const event = (at: string, more: Partial<SecurityEvent> = {}): SecurityEvent => ({
    at,
    kind: "sign_in_failed",
    account: "awa",
    detail: "password",
    count: 1,
    ...more,
});
const [first, second, third, fourth] = ["04", "03", "02", "01"].map((hour) => event(`2023-01-16T${hour}:00:00.000Z`)) as [
    SecurityEvent,
    SecurityEvent,
    SecurityEvent,
    SecurityEvent,
];

describe("older rows", () => {
    test("GoOnBehindTheLastOne", () => {
        expect(next_offset([first, second])).toBe(1);
        expect(joined([first, second], [second, third])).toEqual([first, second, third]);
        expect(next_offset([])).toBe(0);
    });

    test("AreNotShownTwiceWhereNewOnesCameMeanwhile", () => {
        expect(joined([first, second, third], [second, third, fourth])).toEqual([first, second, third, fourth]);
    });

    test("MayBeLikeTheLastOne", () => {
        expect(joined([first, second], [second, second, third])).toEqual([first, second, second, third]);
    });
});

describe("lines", () => {
    const days = { from: "2023-01-15", to: "2023-01-17" };
    const alarm: Alarm = { at: "2023-01-16T02:30:00.000Z", account: "bea", kind: "file", count: 60, released_at: null };

    test("SayOnceWhatBeganAndWentOn", () => {
        const lines = lines_of([first, { ...first, count: 4 }, second], [], days, false);
        expect(lines.map(({ count }) => count)).toEqual([5, 1]);
        expect(times_text(lines[0]!)).toBe("5 fois en une minute");
    });

    test("HaveTheAlarmsBetween", () => {
        const kinds = lines_of([first, second, third], [alarm], days, false).map(({ kind }) => kind);
        expect(kinds).toEqual(["sign_in_failed", "sign_in_failed", "file", "sign_in_failed"]);
    });

    test("LetAlarmsWaitForTheRowsAroundThem", () => {
        expect(lines_of([first, second], [alarm], days, true)).toHaveLength(2);
        expect(lines_of([first, second, third], [alarm], days, true)).toHaveLength(4);
    });
});

describe("days by the clock of the device", () => {
    // East and west of UTC: Niamey is an hour before it.
    test.each([
        ["Africa/Niamey", { from: "2023-01-15", to: "2023-01-16" }],
        ["UTC", { from: "2023-01-16", to: "2023-01-16" }],
        ["America/Bogota", { from: "2023-01-16", to: "2023-01-17" }],
    ])("AreAskedForWhole %s", (zone, asked) => {
        vi.stubEnv("TZ", zone);
        expect(days_asked({ from: "2023-01-16", to: "2023-01-16" })).toEqual(asked);
    });

    test("BeginAtItsMidnight", () => {
        vi.stubEnv("TZ", "Africa/Niamey");
        const events = ["2023-01-16T23:00:00.000Z", "2023-01-16T22:59:59.999Z", "2023-01-15T22:59:59.999Z"].map(
            (at) => event(at),
        );
        const lines = lines_of(events, [], { from: "2023-01-16", to: "2023-01-17" }, false);
        expect(by_day(lines).map(({ day, lines }) => [day, lines.length])).toEqual([
            ["2023-01-17", 1],
            ["2023-01-16", 1],
        ]);
    });
});

test.each([
    ["2023-01-16", "2023-01-16", true],
    ["2023-01-17", "2023-01-16", false],
    ["2022-01-17", "2023-01-16", true],
    ["2022-01-16", "2023-01-16", false],
    ["", "2023-01-16", false],
    ["2023-01-16", null, false],
])("APeriodIsAYearAtMost %s %s", (from, to, right) => {
    expect(period_of(from, to) !== null).toBe(right);
});
