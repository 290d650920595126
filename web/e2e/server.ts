import { execFile, spawn, type ChildProcess } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { createInterface } from "node:readline";
import { Writable } from "node:stream";
import { promisify } from "node:util";
import { roles } from "../src/app/navigation.ts";

const binary = resolve(process.env["JATIGI_BIN"] ?? "../build/release/jatigi");

export interface Card {
    code: string;
    case_number: string;
}

export interface Running {
    origin: string;
    port: number;
    // By role. Of a closed server: once it is open.
    links: Map<string, string>;
    kill(): Promise<void>;
}

// As docs/log-format.md describes it.
interface Fact {
    actor: number;
    data: { sent_by?: number };
}

// A centre's server with the demonstration data, in folders of its own.
export class Centre {
    private constructor(
        private readonly folder: string,
        private readonly keys_folder: string,
        private readonly cards: Card[],
    ) {}

    // The cards that the demonstration printed, in its order.
    card(index: number): Card {
        const found = this.cards[index];
        if (!found) throw new Error(`the demonstration printed no card ${index}`);
        return found;
    }

    static async demonstration(): Promise<Centre> {
        const folder = await mkdtemp(join(tmpdir(), "jatigi-e2e-data-"));
        const keys_folder = await mkdtemp(join(tmpdir(), "jatigi-e2e-keys-"));
        const { stdout } = await promisify(execFile)(binary, [
            ...common(folder, keys_folder),
            "demo",
        ]);
        const cards = [...stdout.matchAll(/^card (\S+) (\S+)$/gm)].map(
            ([, code = "", case_number = ""]) => ({ code, case_number }),
        );
        return new Centre(folder, keys_folder, cards);
    }

    // `now` is where the node's clock starts.
    serve(port: number, now = "2023-01-23T06:30:00Z"): Promise<Running> {
        return started(this.start(port, now), (running) => running.links.size === roles.length);
    }

    // Of a node whose key file has a passphrase that nobody types: it waits for it.
    serve_closed(port: number, now = "2023-01-23T06:30:00Z"): Promise<Running> {
        return started(this.start(port, now), () => true);
    }

    // From the next start on. The server must be stopped.
    async protect(passphrase: string): Promise<void> {
        const setting = spawn(
            binary,
            [...common(this.folder, this.keys_folder), "--passphrase-fd", "3", "keys", "passphrase"],
            { stdio: ["ignore", "ignore", "inherit", "pipe"] },
        );
        const [, , , typed] = setting.stdio;
        if (typed instanceof Writable) typed.end(`${passphrase}\n`);
        const code = await new Promise((done) => setting.once("exit", done));
        if (code !== 0) throw new Error(`the passphrase was not set: ${code}`);
    }

    // Without the terminal of whoever runs the tests: nobody types the passphrase there.
    private start(port: number, now: string): ChildProcess {
        return spawn(
            binary,
            [
                ...common(this.folder, this.keys_folder),
                "serve",
                "--listen",
                `127.0.0.1:${port}`,
                "--sign-in-links",
                "--now",
                now,
            ],
            { stdio: ["ignore", "pipe", "inherit"], detached: true },
        );
    }

    // Whom the log says to have served last, oldest first, and who sent it where that was another.
    async served_by(count: number): Promise<{ served_by: string; sent_by?: string }[]> {
        const [facts, accounts] = await Promise.all([
            this.select("select hex(body) from fact order by pos desc limit 100"),
            this.select("select id || ' ' || name from account"),
        ]);
        const names = new Map(accounts.map((line) => line.split(" ") as [string, string]));
        const name_of = (id: number): string => names.get(String(id)) ?? "?";
        return facts
            .map((hex) => Buffer.from(hex, "hex").toString())
            .filter((body) => body.includes('"type":"round.person_served"'))
            .slice(0, count)
            .map((body) => JSON.parse(body.slice(body.indexOf("{"))) as Fact)
            .reverse()
            .map(({ actor, data: { sent_by } }) => ({
                served_by: name_of(actor),
                ...(sent_by === undefined ? {} : { sent_by: name_of(sent_by) }),
            }));
    }

    // People who are present, by the number that is typed for them.
    numbers_present(count: number): Promise<string[]> {
        return this.select(
            `select p.case_number from presence t join person p on p.person = t.person order by t.stay limit ${count}`,
        );
    }

    // Of the round that was opened last.
    async servings_of_last_round(): Promise<{ person: string; state: string }[]> {
        const lines = await this.select(
            "select person || ' ' || state from serving where round = (select max(round) from round)",
        );
        const states = ["counted", "extra", "double", "undone"];
        return lines.map((line) => {
            const [person = "", state = ""] = line.split(" ");
            return { person, state: states[Number(state)] ?? "?" };
        });
    }

    private async select(query: string): Promise<string[]> {
        const database = join(this.folder, "data", "jatigi.db");
        const { stdout } = await promisify(execFile)("sqlite3", ["-readonly", database, query]);
        return stdout.trim().split("\n");
    }

    async remove(): Promise<void> {
        await rm(this.folder, { recursive: true, force: true });
        await rm(this.keys_folder, { recursive: true, force: true });
    }
}

function common(folder: string, keys_folder: string): string[] {
    return ["--data", join(folder, "data"), "--keys", join(keys_folder, "keys")];
}

// Waits for the address and for what else is to be printed, in whatever order; goes on listening.
function started(server: ChildProcess, is_all: (running: Running) => boolean): Promise<Running> {
    const links = new Map<string, string>();
    let origin = "";
    return new Promise((found, failed) => {
        server.once("error", failed);
        server.once("exit", (code) => failed(new Error(`the server ended with ${code}`)));
        if (!server.stdout) return failed(new Error("no standard output"));
        createInterface({ input: server.stdout }).on("line", (line) => {
            const listening = /^(?:listening|waiting for the passphrase.*) on (http:\/\/\S+)$/.exec(line);
            if (listening?.[1]) origin = listening[1];
            const link = /^sign-in (\S+) (\S+)$/.exec(line);
            if (link?.[1] && link[2]) links.set(link[1], link[2]);
            if (origin === "") return;
            const { port } = new URL(origin);
            const running = { origin, port: Number(port), links, kill: () => kill(server) };
            if (is_all(running)) found(running);
        });
    });
}

// SIGKILL: what the power cut of the field does.
function kill(server: ChildProcess): Promise<void> {
    if (server.exitCode !== null || server.signalCode !== null) return Promise.resolve();
    const ended = new Promise<void>((done) => server.once("exit", () => done()));
    server.kill("SIGKILL");
    return ended;
}
