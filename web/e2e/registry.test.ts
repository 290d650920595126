import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Page, Response } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { case_number_text } from "../src/app/case_number.ts";
import { accessibility_faults, come_in, open_browser, picture, type Browser } from "./browser.ts";
import { Centre, type Card, type Running } from "./server.ts";

// The day of the people who keep the files: search, register, correct, import, disclose, and lock. One
// story: each step goes on where the one before stopped, so a failure stops the rest.

let centre: Centre;
let server: Running;
let browser: Browser;
let page: Page;

// Of the people whom this story registers; invented, and unlike anybody on the invented lists.
const family = "Zzessai";
let first_number = "";

// What the pages asked for in vain.
const absent = new Set<string>();

type Cookies = Awaited<ReturnType<ReturnType<Page["context"]>["cookies"]>>;

beforeAll(async () => {
    centre = await Centre.demonstration();
    server = await centre.serve(0);
    browser = await open_browser();
    page = browser.page;
    page.on("response", (response) => {
        if (response.status() === 404) absent.add(new URL(response.url()).pathname);
    });
    // A printed document opens in a tab of its own; nobody looks at it here.
    page.context().on("page", (other) => void other.close().catch(() => undefined));
});

afterAll(async () => {
    await browser?.close();
    await server?.kill();
    await centre?.remove();
});

const card = (index: number): Card => centre.card(index);

// A link opens once; whoever comes back on this machine has a session still.
const sessions = new Map<string, Cookies>();
let here = "";

async function enter_as(role: string): Promise<void> {
    const link = server.links.get(role);
    if (!link) throw new Error(`no link for ${role}`);
    const context = page.context();
    if (here !== "") sessions.set(here, await context.cookies());
    const known = sessions.get(role);
    await context.clearCookies();
    if (known) await context.addCookies(known);
    // Another address with the same path would only change what stands after the "#".
    await page.goto("about:blank");
    await page.goto(known ? server.origin : link);
    here = role;
    await come_in(page);
}

async function on_page(name: string): Promise<void> {
    await page.waitForSelector(`[data-page="${name}"]`);
}

async function go(path: string): Promise<void> {
    await page.evaluate((to) => (location.hash = to), path);
}

async function clean(name: string): Promise<void> {
    expect(await accessibility_faults(page)).toEqual([]);
    await picture(page, `registry_${name}`);
}

async function type_in(id: string, text: string): Promise<void> {
    await page.fill(`#${id}`, text);
}

async function choose_language(code: string): Promise<void> {
    await page.click(`button[lang="${code}"]`);
    await page.waitForSelector(`html[lang="${code}"]`);
}

async function fits_a_telephone(): Promise<void> {
    await page.setViewportSize({ width: 360, height: 740 });
    const overflow = await page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
    expect(overflow).toBe(0);
    await page.setViewportSize({ width: 1280, height: 900 });
}

function answer_of(path: string): Promise<Response> {
    return page.waitForResponse((response) => new URL(response.url()).pathname === `/api/v1${path}`);
}

async function a_pdf(path: string, click: string): Promise<void> {
    const [response] = await Promise.all([answer_of(path), page.click(click)]);
    expect(response.status()).toBe(200);
    expect(response.headers()["content-type"]).toContain("application/pdf");
}

async function focused(): Promise<string | undefined> {
    return page.evaluate(() => document.activeElement?.id);
}

async function open_file(case_number: string): Promise<void> {
    await go(`/people/${case_number}`);
    await page.waitForSelector(`[data-page="person"] header bdi:text-is("${case_number_text(case_number)}")`);
}

test("the registrar starts in the search box, and comes back to it with a slash", async () => {
    await enter_as("registrar");
    await on_page("search");
    expect(await focused()).toBe("search");
    await page.click("h1");
    await page.keyboard.press("/");
    expect(await focused()).toBe("search");
    expect(await page.inputValue("#search")).toBe("");
    expect(await page.locator('[data-action="register"]').count()).toBe(0);
    await clean("search_empty");
});

test("a person is found by number and by name, and opened with arrows and Enter", async () => {
    const { case_number } = card(0);
    await type_in("search", case_number);
    const row = page.locator(`[role="option"][data-case="${case_number}"]`);
    await row.waitFor();
    const name = (await row.locator(".name").textContent())?.trim() ?? "";
    await type_in("search", name.toLowerCase());
    // Until those of that name stand there, and not the one of that number still.
    await page.locator('[role="option"]').nth(1).waitFor();
    await row.waitFor();
    await clean("search_found");
    const index = await page
        .locator('[role="option"]')
        .evaluateAll((rows, wanted) => {
            return rows.findIndex((each) => each.getAttribute("data-case") === wanted);
        }, case_number);
    await page.focus("#search");
    for (let i = 0; i <= index; i++) await page.keyboard.press("ArrowDown");
    await page.waitForSelector(`[data-case="${case_number}"][aria-selected="true"]`);
    await page.keyboard.press("Enter");
    await on_page("person");
    await page.waitForSelector(`header bdi:text-is("${case_number_text(case_number)}")`);
    await clean("file");
    await page.keyboard.press("Escape");
    await on_page("search");
    // The others are still there, and the next name is typed over the last one.
    await page.waitForSelector(`[data-case="${case_number}"]`);
    expect(await page.inputValue("#search")).not.toBe("");
    await page.keyboard.type("z");
    expect(await page.inputValue("#search")).toBe("z");
    await page.waitForSelector(":text('Encore une lettre')");
});

test("a scanned card opens its file", async () => {
    const { code, case_number } = card(1);
    await page.click("h1");
    await page.keyboard.type(code);
    await page.keyboard.press("Enter");
    await page.waitForSelector(`[data-page="person"] header bdi:text-is("${case_number_text(case_number)}")`);
    await page.keyboard.press("Escape");
    await on_page("search");
});

test("who is absent is not found, in the same words as what nobody may see", async () => {
    // A number that nobody has, and one whose last character is wrong.
    for (const number of ["ASM99999V", "ASM99999Z"]) {
        await go(`/people/${number}`);
        await on_page("person-absent");
        await clean("absent");
        await go("/people");
        await on_page("search");
    }
});

test("nobody found leads to the form, with the words that were typed", async () => {
    await type_in("search", `${family} Aminata`);
    await page.click('[data-action="register"]');
    await on_page("register");
    expect(await page.inputValue("#family_name")).toBe(family);
    expect(await page.inputValue("#given_names")).toBe("Aminata");
    await page.waitForFunction(
        () => (document.querySelector<HTMLInputElement>("#arrival")?.value ?? "") !== "",
    );
});

test("a form that is loaded again is as it was, and nobody reads it in the browser", async () => {
    await type_in("given_names", "Zzrechargee");
    await page.waitForFunction(() => sessionStorage.getItem("jatigi.draft") !== null);
    const kept = await page.evaluate(() => JSON.stringify({ ...localStorage, ...sessionStorage }));
    expect(kept).not.toContain("Zzrechargee");
    expect(kept).not.toContain(family);
    page.once("dialog", (dialog) => void dialog.accept());
    await page.reload();
    await on_page("register");
    await page.waitForFunction(() => document.querySelector<HTMLInputElement>("#given_names")?.value === "Zzrechargee");
    expect(await page.inputValue("#family_name")).toBe(family);
    await type_in("given_names", "Aminata");
});

test("what is missing is said before anything is sent", async () => {
    await page.click('[data-action="check"]');
    await page.waitForSelector('[role="alert"]:focus');
    await page.click('[role="alert"] a[href="#sex"]');
    expect(await focused()).toBe("sex");
    // The last answer that is not folded away.
    await page.focus("#document_type");
    await page.keyboard.press("Enter");
    await page.waitForSelector('[role="alert"]:focus');
    await page.focus("#site");
    await page.keyboard.press("Enter");
    expect(await focused()).toBe("family_name");
    await clean("form_missing");
});

test("Enter goes through the form, Ctrl+Enter to the check, and Change comes back", async () => {
    await page.focus("#family_name");
    await page.keyboard.press("Enter");
    expect(await focused()).toBe("given_names");
    await page.keyboard.press("Enter");
    expect(await focused()).toBe("sex");
    await page.keyboard.press("Space");
    await page.keyboard.press("Enter");
    expect(await focused()).toBe("birth");
    await page.selectOption("#site", "ASM");
    await type_in("birth", "12/3/98");
    await page.waitForSelector('[data-birth^="12 mars 1998"]');
    await type_in("birth", "vers 1998");
    await page.selectOption("#nationality", "MLI");
    await type_in("father_name", "Zzpere Essai");
    await type_in("origin", "Zzvillage");
    await page.keyboard.press("Control+Enter");
    await page.waitForSelector('[data-step="check"] dl');
    await clean("check");
    await page.goBack();
    await page.waitForSelector('[data-step="type"] #family_name:focus');
    await page.keyboard.press("Control+Enter");
    await page.waitForSelector('[data-step="check"] dl');
    await page.click('[data-change="birth"]');
    expect(await focused()).toBe("birth");
    await type_in("birth", "vers 1997");
    await page.keyboard.press("Control+Enter");
    await page.waitForSelector("dd bdi:has-text('vers 1997')");
});

test("without the server the form says so, keeps what was typed, and saves later", async () => {
    await page.context().setOffline(true);
    await page.click('[data-action="save"]');
    await page.waitForSelector('[role="alert"]:focus');
    await page.waitForSelector(".warning-box");
    await clean("offline");
    const stored = await page.evaluate(() => JSON.stringify({ ...localStorage, ...sessionStorage }));
    expect(stored).not.toContain(family);
    await page.context().setOffline(false);
    await page.click('[data-action="save-member"]');
    const number = page.locator(".last bdi");
    await number.waitFor();
    first_number = (await number.textContent())?.replace(/\s/g, "") ?? "";
    expect(first_number).toMatch(/^ASM\d{5,}/);
});

test("the next of the family keeps household, origin, nationality and day", async () => {
    await page.waitForSelector(".with bdi");
    expect(await page.textContent(".with bdi")).toBe(case_number_text(first_number));
    expect(await page.inputValue("#origin")).toBe("Zzvillage");
    expect(await page.inputValue("#nationality")).toBe("MLI");
    // By the keyboard alone, from where the hands are: the family's name stands, a letter is the sex.
    await page.waitForSelector("#given_names:focus");
    expect(await page.inputValue("#family_name")).toBe(family);
    await page.keyboard.type("Oumar");
    await page.keyboard.press("Enter");
    await page.keyboard.press("h");
    await page.keyboard.type("4 ans");
    await page.keyboard.press("Enter");
    await page.waitForSelector("#relation:focus");
    await page.selectOption("#relation", "SON");
    await page.keyboard.press("Control+Enter");
    await page.waitForSelector('[data-step="check"] dl');
    await page.keyboard.press("Control+Enter");
    await page.waitForSelector('[data-page="register"][data-step="saved"] [data-action="next-member"]:focus');
    await clean("saved");
    await a_pdf("/cards/sheets", '[data-action="print-cards"]');
});

test("somebody very like a registered person needs a word about each", async () => {
    await page.click('button:has-text("Une autre personne")');
    await page.waitForSelector('[data-page="register"][data-step="type"]');
    await type_in("family_name", family);
    await type_in("given_names", "Aminata");
    expect(await page.inputValue("#site")).toBe("ASM");
    await page.click('label:has-text("Femme")');
    await type_in("birth", "vers 1997");
    await page.selectOption("#nationality", "MLI");
    await type_in("father_name", "Zzpere Essai");
    await type_in("origin", "Zzvillage");
    const candidate = page.locator(`[data-candidate="${first_number}"]`);
    await candidate.waitFor();
    await clean("candidates");
    await page.keyboard.press("Control+Enter");
    await page.waitForSelector('[data-step="check"] dl');
    await page.click('[data-action="save"]');
    await page.waitForSelector('[role="alert"]:focus');
    await clean("look_first");
    const undecided = page.locator('[data-candidate] [aria-pressed="false"]');
    while ((await undecided.count()) > 0) await undecided.first().click();
    await page.click('[data-action="save"]');
    await page.waitForSelector('[data-page="register"][data-step="saved"]');
});

test("a form that was begun is not left without a word", async () => {
    await go("/people/new");
    await go("/people");
    await on_page("search");
    await go("/people/new");
    await on_page("register");
    await type_in("family_name", family);
    await page.keyboard.press("Escape");
    await page.waitForSelector('dialog [data-action="stay"]');
    expect(await accessibility_faults(page)).toEqual([]);
    await page.click('[data-action="stay"]');
    expect(await page.inputValue("#family_name")).toBe(family);
    await page.keyboard.press("Escape");
    await page.click('[data-action="leave"]');
    await on_page("search");
    await go("/people/new");
    await on_page("register");
    expect(await page.inputValue("#family_name")).toBe("");
});

test("a correction keeps what stood there before, with its reason", async () => {
    await open_file(first_number);
    await page.click('[data-action="correct"]');
    await page.selectOption("#correct-field", "origin");
    await type_in("correct-value", "Zzautre");
    await page.click('[data-action="save-correction"]');
    await page.waitForSelector('dialog [role="alert"]:focus');
    await clean("correct");
    await page.click('dialog label:has-text("Mieux entendu")');
    await page.click('[data-action="save-correction"]');
    await page.waitForSelector('[data-field="origin"]:text-is("Zzautre")');
    const history = page.locator('[data-list="history"]');
    await history.locator('del:has-text("Zzvillage")').waitFor();
    await history.locator('ins:has-text("Zzautre")').waitFor();
});

test("a service flag and the household change in the file", async () => {
    await page.click('[data-action="flags"]');
    await page.check('dialog input[value="PREGNANT"]');
    await page.waitForSelector('dialog [role="status"]:has-text("Ajouté : Enceinte.")');
    await clean("flags");
    await page.click('dialog [data-action="submit"]');
    await page.waitForSelector('[data-flag="PREGNANT"]');
    await page.click('[data-action="undo"]');
    await page.waitForSelector('[data-flag="PREGNANT"]', { state: "detached" });
    const member = page.locator(`section a[href="#/people/${card(3).case_number}"]`);
    await page.click('[data-action="household"]');
    await type_in("join", card(3).case_number);
    await page.waitForSelector(`[data-case="${card(3).case_number}"]`);
    await page.keyboard.press("Enter");
    await page.waitForSelector("#join-relation:focus");
    await page.selectOption("#join-relation", "SISTER");
    await page.click('[data-action="join-submit"]');
    await member.waitFor();
    await page.waitForSelector("[data-own-relation='SISTER']");
    // The head changes in place, and there is one.
    await page.click('[data-action="household"]');
    await clean("household");
    await page.selectOption("#relation-0", "HEAD");
    await page.waitForSelector('dialog [role="status"]:has-text("enregistré")');
    await page.click('dialog [data-action="close"]');
    await page.waitForSelector("[data-own-relation='HEAD']");
    await page.click('[data-action="household"]');
    await page.click('[data-action="leave"]');
    await page.click('[data-action="leave-submit"]');
    await member.waitFor({ state: "detached" });
});

test("a corrected birth is read again in the history, and a refused answer is named", async () => {
    await page.click('[data-action="correct"]');
    await page.selectOption("#correct-field", "birth");
    expect(await page.inputValue("#correct-birth")).toBe("vers 1997");
    await type_in("correct-birth", "vers 1996");
    await page.click('dialog label:has-text("Document vu")');
    await page.click('[data-action="save-correction"]');
    const history = page.locator('[data-list="history"]');
    await history.locator('li:has(del:has-text("vers 1997")):has(ins:has-text("vers 1996"))').waitFor();
    await page.click('[data-action="correct"]');
    await page.selectOption("#correct-field", "phone");
    await type_in("correct-value", "12");
    await page.click('dialog label:has-text("Document vu")');
    await page.click('[data-action="save-correction"]');
    await page.waitForSelector('dialog [role="alert"]:has-text("« Téléphone »")');
    await page.keyboard.press("Escape");
    await page.waitForSelector("dialog", { state: "detached" });
});

test("a photo is kept with consent, and shown only on demand", async () => {
    await page.click('[data-action="photo"]');
    await page.click('label:has-text("Pour le dossier")');
    await page.setInputFiles("#photo", {
        name: "photo.png",
        mimeType: "image/png",
        buffer: await page.screenshot({ clip: { x: 0, y: 0, width: 64, height: 64 } }),
    });
    const show = page.locator('button:has-text("Montrer la photo")');
    await show.waitFor();
    expect(await page.locator(".facts img").count()).toBe(0);
    await show.click();
    await page.waitForFunction(() => (document.querySelector<HTMLImageElement>(".facts img")?.naturalWidth ?? 0) > 0);
    await clean("file_photo");
});

test("a new card voids the old one and is printed", async () => {
    await page.click('[data-action="card"]');
    await page.click('dialog label:has-text("Perdue")');
    await a_pdf("/cards/sheets", '[data-action="reissue"]');
    await page.waitForSelector('[data-state="reissued"]');
    await clean("reissued");
    await page.click('[data-state="reissued"] button:has-text("Fermer")');
});

test("a list is previewed with its reasons, and its rejected rows come back as a file", async () => {
    await go("/imports");
    await on_page("import");
    await clean("import");
    const list = await readFile(join(import.meta.dirname, "../../examples/assamaka-2023-01.xlsx"));
    await page.setInputFiles("#file", {
        name: "assamaka-2023-01.xlsx",
        mimeType: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        buffer: list,
    });
    await page.selectOption("#site", "ASM");
    await page.click('[data-action="preview"]');
    await page.waitForSelector('[data-page="import"][data-state="previewed"]', { timeout: 60_000 });
    await page.waitForSelector('tr[data-decision="rejected"]');
    await clean("import_preview");
    await fits_a_telephone();
    expect(await page.textContent("[data-page]")).not.toContain("SENSITIVE_IN_LIST");
    await page.click('[data-filter="warned"]');
    await page.waitForSelector('tr[data-decision="warned"]');
    expect(await page.locator('tr[data-decision="rejected"]').count()).toBe(0);
    await page.click('[data-filter="all"]');
    await page.waitForFunction(() => document.querySelectorAll("tbody tr").length === 100);
    const [download] = await Promise.all([
        page.waitForEvent("download"),
        page.click('[data-action="rejected"]'),
    ]);
    expect(download.suggestedFilename()).toMatch(/^rejets-ASM-2023-\d\d-\d\d\.csv$/);
    const text = await readFile((await download.path()) ?? "", "utf8");
    expect(text).toContain("motif");
});

test("the list is committed, seen to its end, and its cards are printed", async () => {
    await page.click('[data-action="commit"]');
    await page.waitForSelector('section[data-state="committed"]', { timeout: 120_000 });
    await clean("import_committed");
    // All of them were registered by the demonstration, more than one account is told of in an hour: who is known
    // waits for a second person, and cards are printed for the site.
    expect(await page.locator('[data-action="cards"]').count()).toBe(0);
    expect(await page.locator('[data-action="all-cards"]').count()).toBe(0);
    // One was printed when she was registered.
    await page.click('[data-action="print-cards"]');
    await page.waitForSelector('[data-action="print-others"]');
    await clean("cards_on_paper");
    expect(await page.locator('[data-action="print-again"]').count()).toBe(0);
    await a_pdf("/cards/sheets", '[data-action="print-others"]');
});

test("a list with new people says who is new, and prints their cards only", async () => {
    await go("/imports");
    await page.waitForSelector('[data-page="import"] #file');
    const rows = ["Awa", "Salif", "Nana"].map(
        (name, index) => `${index + 1};22/01/2023;Zznouveau ${name};${name};F;${1990 + index};ML`,
    );
    await page.setInputFiles("#file", {
        name: "arrivees.csv",
        mimeType: "text/csv",
        buffer: Buffer.from(
            ["N°;Date d'arrivée;Nom;Prénom(s);Sexe;Date de naissance/Âge;Nationalité", ...rows].join("\n"),
        ),
    });
    expect(await page.inputValue("#site")).toBe("ASM");
    await page.click('[data-action="preview"]');
    await page.waitForSelector('[data-action="commit"]:has-text("Enregistrer 3 nouvelles personnes")');
    await page.click('[data-action="commit"]');
    await page.waitForSelector('section[data-state="committed"]:has-text("3 nouvelles personnes")');
    await page.click('[data-action="cards"]');
    await page.waitForSelector('button:has-text("Imprimer les cartes 1 à 3")');
    await a_pdf("/cards/sheets", '[data-action="print-cards"]');
});

test("a list that asks is recorded after its answers, and keeps what was said of its headings", async () => {
    const rows = [
        "Liste des personnes arrivées le 20/01/2023 au poste;;;;",
        "N°;Nom et prénoms;Sexe;Âge;Kari",
        "1;ZZQUESTION Adama;M;25 ans;porte un sac",
        "2;ZZQUESTION Fatim;F;19 ans;",
    ];
    const send = async (): Promise<void> => {
        await go("/imports");
        await page.waitForSelector('[data-page="import"] #file');
        await page.setInputFiles("#file", {
            name: "titre.csv",
            mimeType: "text/csv",
            buffer: Buffer.from(rows.join("\n"), "utf8"),
        });
        await page.click('[data-action="preview"]');
        await page.waitForSelector('[data-page="import"][data-state="previewed"]', { timeout: 60_000 });
    };
    await send();
    await clean("import_questions");
    expect(await page.isDisabled('[data-action="commit"]')).toBe(true);
    await page.getByLabel(/jour du titre/).check();
    await page.selectOption("#column-asked-0", "observations");
    await page.click('[data-action="answer"]');
    await page.waitForSelector('[data-filter="rejected"] [data-count="rejected"]:text-is("0")');
    await page.waitForSelector('[data-action="commit"]:not([disabled])');
    await page.click('[data-action="commit"]');
    await page.waitForSelector('[data-state="committed"]');
    // The next list of the site is not asked again about the heading.
    await send();
    expect(await page.locator('[data-part="asked-columns"]').count()).toBe(0);
});

test("a restricted file is absent for everybody but protection", async () => {
    await enter_as("protection_officer");
    await on_page("search");
    await open_file(card(2).case_number);
    await page.click('[data-action="restrict"]');
    await type_in("restriction-reason", "essai");
    await page.click('dialog button[type="submit"]');
    await page.waitForSelector("header .restricted");
    await clean("restricted");
    await enter_as("registrar");
    await on_page("search");
    await go(`/people/${card(2).case_number}`);
    await on_page("person-absent");
    await go("/people");
    await on_page("search");
    await type_in("search", card(2).case_number);
    await page.waitForSelector(".nobody");
    await enter_as("protection_officer");
    await on_page("search");
    await page.waitForSelector(
        `[data-list="restricted-hits"] li:has(bdi:text-is("${case_number_text(card(2).case_number)}"))`,
    );
    await clean("restricted_hits");
});

test("a return counsellor records what a consulate answered", async () => {
    await enter_as("return_counsellor");
    await on_page("search");
    await open_file(first_number);
    await page.click('[data-action="nationality"]');
    await page.click('label:has-text("Confirmée")');
    await clean("nationality");
    await page.click('dialog button[type="submit"]');
    await page.waitForSelector('[data-field="nationality_heard"]:has-text("confirmée")');
});

test("one person says that two files are one person's, and a second one is asked", async () => {
    const other = card(4).case_number;
    await enter_as("registrar");
    await open_file(first_number);
    await page.click('[data-action="another-file"]');
    await page.waitForSelector("#same-other:focus");
    await type_in("same-other", other);
    await page.waitForSelector(`[data-case="${other}"]`);
    await page.keyboard.press("Enter");
    await page.click('dialog [data-action="submit"]');
    await page.waitForSelector('dialog [role="alert"]:focus');
    await clean("same_person");
    await page.click('dialog label:has-text("Document vu")');
    await page.click('dialog [data-action="submit"]');
    const said = page.locator('li[data-same="said"]');
    await said.locator(`bdi:text-is("${case_number_text(other)}")`).waitFor();
    // Who said it cannot say it again, but may take it back.
    expect(await said.locator('[data-action="same"]').count()).toBe(0);
    expect(await said.locator('[data-action="not-same"]').count()).toBe(1);
    await clean("same_person_said");
});

test("the second word comes from the page of tasks, and can be taken back", async () => {
    await enter_as("centre_manager");
    await page.click('header nav a[href="#/review"]');
    await on_page("review");
    const asked = page.locator('[data-reason="same_person"] li');
    await asked.first().waitFor();
    expect(await asked.locator('[data-action="close-task"]').count()).toBe(0);
    await clean("review");
    await fits_a_telephone();
    await asked.locator("a").first().click();
    await on_page("person");
    await page.click('li[data-same="said"] [data-action="same"]');
    await page.click('dialog label:has-text("Reconnue")');
    await page.click('dialog [data-action="submit"]');
    await page.waitForSelector('li[data-same="confirmed"]');
    await clean("same_person_confirmed");
    await go("/review");
    await on_page("review");
    expect(await asked.count()).toBe(0);
    await page.click('[data-state="closed"]');
    await asked.locator('bdi:text-is("Reconnue de vue")').waitFor();
    await asked.locator("a").first().click();
    await page.click('li[data-same="confirmed"] [data-action="not-same"]');
    await page.click('dialog label:has-text("Vues ensemble")');
    await page.click('dialog [data-action="submit"]');
    await page.waitForSelector('li[data-same="unsaid"]');
});

test("a marked row of a list is looked at and closed with words", async () => {
    await go("/review");
    await on_page("review");
    const task = page.locator('[data-reason="marked_row"] li').first();
    const id = (await task.getAttribute("data-task")) ?? "";
    await task.locator('[data-action="close-task"]').click();
    await page.click('dialog [data-action="submit"]');
    await page.waitForSelector('dialog [role="alert"]:focus');
    await type_in("task-words", "Demandé de nouveau : juste");
    await clean("review_close");
    await page.click('dialog [data-action="submit"]');
    await page.waitForSelector(`[data-task="${id}"]`, { state: "detached" });
    await page.click('[data-state="closed"]');
    await page.waitForSelector(`[data-task="${id}"] bdi:text-is("Demandé de nouveau : juste")`);
    await clean("review_closed");
});

test("a nurse reads files and changes none", async () => {
    await enter_as("nurse");
    await on_page("search");
    expect(await page.locator("header nav a").evaluateAll((links) => links.map((link) => link.getAttribute("href")))).toEqual([
        "#/people",
        "#/people/present",
        "#/arrivals",
    ]);
    await open_file(first_number);
    for (const action of ["correct", "card", "flags", "household", "photo", "restrict"])
        expect(await page.locator(`[data-action="${action}"]`).count(), action).toBe(0);
    await clean("file_nurse");
});

test("an authority gets totals by default, and its request is recorded", async () => {
    await enter_as("centre_manager");
    await page.click('header nav a[href="#/disclosures"]');
    await on_page("disclosures");
    await page.click('[data-action="record"]');
    await page.click('dialog [data-action="submit"]');
    await page.waitForSelector('dialog [role="alert"]:focus');
    await type_in("authority", "Préfecture inventée");
    await page.click('dialog label:has-text("Un groupe")');
    await type_in("asked", "Combien de personnes, et leurs noms");
    await type_in("legal_basis", "aucune");
    await clean("record_request");
    await page.click('dialog [data-action="submit"]');
    await page.click('[data-request] [data-action="answer"]');
    await page.waitForSelector('dialog input[value="totals"]:checked');
    await type_in("answer-text", "Le total du jour");
    await page.click('dialog [data-action="submit"]');
    await page.waitForSelector('[data-request]:has(strong:has-text("Totaux")):has-text("Le total du jour")');
});

// In the session that is open; whoever has none yet chooses it without the old one.
async function choose_password(password: string): Promise<void> {
    const status = await page.evaluate(async (chosen) => {
        const answer = await fetch("/api/v1/account/password", {
            method: "PUT",
            headers: { "X-Jatigi": "1", "Content-Type": "application/json" },
            body: JSON.stringify({ password: chosen }),
        });
        return answer.status;
    }, password);
    expect(status).toBe(204);
}

test("a list of names needs two people, and each copy is counted", async () => {
    await enter_as("protection_officer");
    await choose_password("sable-lampe-31");
    await enter_as("centre_manager");
    await page.click('header nav a[href="#/disclosures"]');
    await page.click('[data-action="propose"]');
    await type_in("purpose", "Transfert vers Agadez");
    await type_in("recipient", "Équipe de transfert");
    await page.waitForFunction(() => document.querySelectorAll("#list-site option").length > 1);
    await page.selectOption("#list-site", "ASM");
    await page.click('dialog [data-action="submit"]');
    const list = page.locator("[data-nominal]").first();
    await list.waitFor();
    expect(await list.locator('[data-action="copy"], [data-action="decide"]').count()).toBe(0);
    await enter_as("protection_officer");
    await page.click('[data-part="waiting-decisions"] a');
    await page.click('[data-nominal] [data-action="decide"]');
    await page.click('dialog label:has-text("Approuver")');
    await clean("decide_list");
    await page.click('dialog [data-action="submit"]');
    // The password was typed before the list was proposed: it is asked for, and the approval goes once more.
    await type_in("fresh-password", "sable-lampe-31");
    await clean("sign_in_again");
    await page.click('dialog [data-action="sign-in-again"]');
    await page.waitForSelector('[data-nominal] [data-action="copy"]');
    const [answer] = await Promise.all([
        page.waitForResponse((response) => response.url().endsWith("/copies")),
        page.click('[data-nominal] [data-action="copy"]'),
    ]);
    expect(answer.headers()["content-type"]).toContain("application/pdf");
    await page.waitForSelector("[data-nominal] ol li");
    await clean("disclosures");
    await fits_a_telephone();
});

test("the data protection officer sees who opened what, and opens no file", async () => {
    await enter_as("data_protection_officer");
    await on_page("openings");
    await page.waitForSelector('table[data-list="openings"] tbody tr');
    await clean("openings");
    await fits_a_telephone();
    expect(await page.locator('header nav a[href="#/people"]').count()).toBe(0);
    await go(`/people/${first_number}`);
    await on_page("openings");
});

test("a sign-in that failed stands in the security record", async () => {
    // Somebody else, on this machine.
    sessions.set(here, await page.context().cookies());
    here = "";
    await page.context().clearCookies();
    await page.goto("about:blank");
    await page.goto(server.origin);
    await type_in("name", "protection_officer");
    await type_in("password", "pas le bon");
    await page.keyboard.press("Enter");
    await page.waitForSelector('[role="alert"]:focus');
    await enter_as("data_protection_officer");
    await page.click('header nav a[href="#/security"]');
    const failed = page.locator('[data-kind="sign_in_failed"]', { hasText: "protection_officer" });
    expect(await failed.first().innerText()).toContain("Un mauvais mot de passe a été donné");
    await clean("security");
    await fits_a_telephone();
    await page.selectOption("#group", "refusals");
    await failed.first().waitFor({ state: "detached" });
});

test("a role of one page sees no page of others", async () => {
    for (const role of ["movement_officer", "stock_keeper"]) {
        await enter_as(role);
        await go("/people");
        await on_page("places");
        expect(await page.locator("header nav a").count()).toBeLessThanOrEqual(1);
    }
    await clean("one_page");
});

test("the pages are in English, on a small telephone and in the dark too", async () => {
    await enter_as("registrar");
    await on_page("search");
    await choose_language("en");
    await page.setViewportSize({ width: 360, height: 740 });
    await page.emulateMedia({ colorScheme: "dark" });
    const places: [string, string][] = [
        ["/people", "search"],
        ["/people/new", "register"],
        [`/people/${first_number}`, "person"],
        ["/imports", "import"],
        ["/review", "review"],
    ];
    for (const [path, name] of places) {
        await go(path);
        await on_page(name);
        const overflow = await page.evaluate(
            () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
        );
        expect(overflow, name).toBe(0);
        await clean(`${name}_en_360_dark`);
    }
    await page.emulateMedia({ colorScheme: "light" });
    await page.setViewportSize({ width: 1280, height: 900 });
    await choose_language("fr");
});

test("the browser complained about nothing, and no page asked for what is not there", () => {
    expect(browser.complaints).toEqual([]);
    const hidden = ["ASM99999V", card(2).case_number].map((number) => `/api/v1/persons/${number}`);
    expect([...absent].sort()).toEqual(hidden.sort());
});
