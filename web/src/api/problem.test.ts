import { expect, test } from "vitest";
import { from_our_server, parse_problem } from "./problem.ts";

const problem_json = "application/problem+json";

test("AProblemKeepsStatusCodeAndPlainParams", () => {
    const text = JSON.stringify({
        type: "about:blank",
        title: "Already served",
        status: 409,
        code: "serving.already_served",
        params: { at: "2023-01-16T08:03:00Z", overridable: true, nested: { no: 1 } },
    });
    expect(parse_problem(409, `${problem_json}; charset=utf-8`, text)).toEqual({
        status: 409,
        code: "serving.already_served",
        params: { at: "2023-01-16T08:03:00Z", overridable: true },
    });
});

test("AProblemWithoutParamsHasNone", () => {
    const text = JSON.stringify({ code: "round.closed" });
    expect(parse_problem(409, problem_json, text).params).toEqual({});
});

test.each([
    ["a page of a proxy", 502, "text/html", "<h1>Bad gateway</h1>"],
    ["no content type", 400, null, ""],
    ["broken JSON", 409, problem_json, "{"],
    ["a list", 409, problem_json, "[]"],
    ["a code that is no text", 409, problem_json, '{"code": 7}'],
])("NotOurAnswer %s", (_, status, content_type, text) => {
    const problem = parse_problem(status, content_type, text);
    expect(problem).toEqual({ status, code: `http.${status}`, params: {} });
    expect(from_our_server(problem)).toBe(false);
});
