import { readFileSync } from "node:fs";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { Import } from "../../api/imports.ts";
import en from "./row_marks.en.json";
import fr from "./row_marks.fr.json";
import {
    cards_of_rows,
    ImportRows,
    ImportRun,
    new_people,
    poll_ms,
    reason_counts,
    shown_reasons,
} from "./import.svelte.ts";

let asked: string[];
let answers: Map<string, (() => Response)[]>;

function json(status: number, body: unknown): () => Response {
    const type = status < 400 ? "application/json" : "application/problem+json";
    return () => new Response(JSON.stringify(body), { status, headers: { "Content-Type": type } });
}

function an_import(state: Import["state"], done: number): Import {
    return {
        import: "0a",
        site: "ASM",
        list_date: "2023-01-22",
        state,
        counts: {
            rows: 3,
            accepted: 1,
            warned: 1,
            rejected: 1,
            duplicates: 0,
            registered: 0,
            already_known: 0,
            probably_known: 0,
        },
        reasons: {},
        done,
        of: 2,
    };
}

beforeEach(() => {
    vi.useFakeTimers();
    asked = [];
    answers = new Map();
    vi.stubGlobal("fetch", async (path: string, init: RequestInit) => {
        const call = `${init.method} ${path.replace("/api/v1", "")}`;
        asked.push(call);
        const answer = answers.get(call)?.shift();
        if (!answer) throw new TypeError("no network");
        return answer();
    });
});

afterEach(() => {
    vi.useRealTimers();
    vi.unstubAllGlobals();
});

async function pass(ms: number): Promise<void> {
    await vi.advanceTimersByTimeAsync(ms);
}

const read = "GET /imports/0a";

describe("a commit", () => {
    async function begun(...then: (() => Response)[]): Promise<ImportRun> {
        answers.set(read, [json(200, an_import("previewed", 0)), ...then]);
        answers.set("POST /imports/0a/commit", [json(202, { state: "running" })]);
        const run = new ImportRun();
        await run.load("0a");
        await run.commit();
        return run;
    }

    test("IsAskedAfterOnceASecondUntilItIsDone", async () => {
        const run = await begun(
            json(200, an_import("running", 0)),
            json(200, an_import("running", 1)),
            json(200, an_import("committed", 2)),
        );
        expect(run.current?.state).toBe("running");
        await pass(poll_ms - 1);
        expect(asked.filter((call) => call === read).length).toBe(2);
        await pass(1);
        expect(run.current?.done).toBe(1);
        await pass(poll_ms);
        expect(run.current?.state).toBe("committed");
        await pass(10 * poll_ms);
        expect(asked.filter((call) => call === read).length).toBe(4);
    });

    test("GoesOnBeingAskedAfterWhenOneAnswerIsLost", async () => {
        const run = await begun(
            json(200, an_import("running", 0)),
            () => {
                throw new TypeError("no network");
            },
            json(200, an_import("committed", 2)),
        );
        await pass(poll_ms);
        expect(run.problem?.code).toBe("network.offline");
        await pass(poll_ms);
        expect(run.current?.state).toBe("committed");
        expect(run.problem).toBeNull();
    });

    test("IsNotAskedAfterOnceThePageIsLeft", async () => {
        const run = await begun(json(200, an_import("running", 0)));
        run.stop();
        const before = asked.length;
        await pass(10 * poll_ms);
        expect(asked.length).toBe(before);
    });

    test("ThatWasRefusedSaysSo", async () => {
        answers.set(read, [
            json(200, an_import("previewed", 0)),
            json(200, an_import("previewed", 0)),
        ]);
        answers.set("POST /imports/0a/commit", [json(403, { code: "access.denied" })]);
        const run = new ImportRun();
        await run.load("0a");
        await run.commit();
        expect(run.problem?.code).toBe("access.denied");
    });

    test("IsSentOnce", async () => {
        const run = await begun(json(200, an_import("running", 0)));
        await run.commit();
        expect(asked.filter((call) => call.startsWith("POST")).length).toBe(1);
    });
});

test("APreviewThatExpiredIsNotAskedAfter", async () => {
    answers.set(read, [json(404, { code: "import.not_found" })]);
    const run = new ImportRun();
    await run.load("0a");
    await pass(10 * poll_ms);
    expect(run.problem?.code).toBe("import.not_found");
    expect(asked.length).toBe(1);
});

test("TheRowsOfAnotherFilterAreNotShownLate", async () => {
    const rows = new ImportRows("0a");
    const waiting: ((reply: Response) => void)[] = [];
    vi.stubGlobal("fetch", () => new Promise((answer) => waiting.push(answer)));
    void rows.show("rejected", 0);
    void rows.show("warned", 0);
    const row = { row: 1, decision: "warned", reasons: [], name: "", birth: null };
    waiting[1]?.(json(200, { rows: [row], total: 1 })());
    await pass(0);
    waiting[0]?.(json(200, { rows: [], total: 0 })());
    await pass(0);
    expect(rows.filter).toBe("warned");
    expect(rows.total).toBe(1);
});

test("AllPagesAreReadForTheCards", async () => {
    const page = (count: number, first: number) =>
        json(200, {
            total: 150,
            rows: Array.from({ length: count }, (_, index) => ({
                row: first + index,
                case_number: (first + index) % 2 === 0 ? `N${first + index}` : undefined,
                ...((first + index) % 4 === 0 ? { known_as: `N${first + index}` } : {}),
            })),
        });
    for (const [known, count] of [
        [true, 75],
        [false, 37],
    ] as const) {
        answers.set("GET /imports/0a/rows?decision=all&from=0&limit=100", [page(100, 0)]);
        answers.set("GET /imports/0a/rows?decision=all&from=100&limit=100", [page(50, 100)]);
        const reply = await cards_of_rows("0a", known);
        expect(reply.ok && reply.value.length).toBe(count);
        expect(reply.ok && reply.value.at(-1)).toEqual(known ? { row: 148, case_number: "N148" } : { row: 146, case_number: "N146" });
    }
});

test("WhoIsKnownIsNotNew", () => {
    const { counts } = an_import("previewed", 0);
    expect(new_people(counts)).toBe(2);
    expect(new_people({ ...counts, already_known: 1, duplicates: 1 })).toBe(0);
    expect(new_people({ ...counts, duplicates: 2, probably_known: 1 })).toBe(0);
});

describe("reasons", () => {
    test("SensitiveCellsAreNeverAReasonOfARow", () => {
        expect(shown_reasons(["BIRTH_MISSING", "SENSITIVE_IN_LIST"])).toEqual(["BIRTH_MISSING"]);
        expect(reason_counts({ SENSITIVE_IN_LIST: 4, SEX_MISSING: 0, BIRTH_MISSING: 2 })).toEqual([
            { code: "BIRTH_MISSING", count: 2 },
        ]);
    });

    test("TheMostFrequentComesFirst", () => {
        const counts = reason_counts({ A: 1, B: 3, C: 1 });
        expect(counts.map((each) => each.code)).toEqual(["B", "A", "C"]);
    });

    // The server's own list of codes, so that a new one cannot be forgotten here.
    test("EachOfTheServerHasWordsInBothLanguages", () => {
        const source = readFileSync("../src/people/lists/row.h", "utf8");
        const codes = [...source.matchAll(/"([A-Z]+_[A-Z_]+)"/g)].map(([, code]) => code ?? "");
        expect(codes.length).toBeGreaterThan(15);
        for (const code of [...codes, "ALREADY_REGISTERED", "PROBABLY_REGISTERED"]) {
            expect(fr, code).toHaveProperty([`row.${code}`]);
            expect(en, code).toHaveProperty([`row.${code}`]);
        }
    });
});
