import { request, type Reply } from "./request.ts";
import { request_file } from "./request_file.ts";

export const currencies = ["XOF", "EUR", "USD"] as const;

export interface Amount {
    minor_units: number;
    // As it is written: "1250" for XOF, "12.50" for EUR.
    text: string;
}

export interface Agreement {
    code: string;
    donor: string;
    title: string;
    currency: string;
    amount: Amount;
    first_day: string;
    last_day: string;
}

export interface Warning {
    code: string;
    services?: string[];
    servings?: number;
}

export interface UnitCost {
    site: string;
    service: string;
    currency: string;
    price: Amount;
    first_day: string;
    last_day: string;
}

export interface Statement {
    agreement: Agreement;
    from: string;
    to: string;
    lines: {
        line: string;
        servings_period: number;
        period: Amount;
        servings_cumulative: number;
        cumulative: Amount;
    }[];
    period: Amount;
    cumulative: Amount;
    balance: Amount;
    results: Record<string, number>;
    caseload: Record<string, number>;
    // What another agreement pays is no number for whoever reads this one.
    not_charged: { reason: string; service: string; servings_period?: number; servings_cumulative?: number }[];
    warnings: Warning[];
    method: { fr: string; en: string };
}

export async function read_agreements(): Promise<Reply<Agreement[]>> {
    const reply = await request<{ agreements: Agreement[] }>("GET", "/agreements");
    return reply.ok ? { ok: true, value: reply.value.agreements } : reply;
}

export interface AgreementBody {
    code: string;
    donor: string;
    title: string;
    currency: string;
    amount: number;
    first_day: string;
    last_day: string;
    earmark: { site?: string; nationality?: string; services?: string[]; persons_max?: number };
}

export function sign_agreement(
    command: string,
    body: AgreementBody,
): Promise<Reply<{ agreement: string; warnings: Warning[] }>> {
    return request("POST", "/agreements", { command, ...body });
}

export async function read_unit_costs(): Promise<Reply<UnitCost[]>> {
    const reply = await request<{ unit_costs: UnitCost[] }>("GET", "/unit-costs");
    return reply.ok ? { ok: true, value: reply.value.unit_costs } : reply;
}

export interface UnitCostBody {
    site: string;
    service: string;
    currency: string;
    price: number;
    first_day: string;
    last_day: string;
}

export function set_unit_cost(
    command: string,
    body: UnitCostBody,
): Promise<Reply<{ warnings: Warning[] }>> {
    return request("POST", "/unit-costs", { command, ...body });
}

function statement_path(code: string, from: string, to: string): string {
    return `/agreements/${encodeURIComponent(code)}/statement?${new URLSearchParams({ from, to }).toString()}`;
}

export function read_statement(code: string, from: string, to: string): Promise<Reply<Statement>> {
    return request("GET", statement_path(code, from, to));
}

export function statement_table(code: string, from: string, to: string): Promise<Reply<Blob>> {
    return request_file("GET", `${statement_path(code, from, to)}&format=csv`, "text/csv");
}
