import { SameCommand } from "../outbox/same_command.ts";
import type { Problem } from "./problem.ts";
import type { Reply } from "./request.ts";

// The way in which a form or a button sends its command: once at a time, the same command again for
// the same answers, and what the server refused with.
export class Sending {
    busy = $state(false);
    problem = $state.raw<Problem | null>(null);
    private readonly commands: SameCommand;
    private readonly of_one_form: boolean;

    // Of one form, and not of a list of things that each have their button.
    constructor(commands = new SameCommand(), of_one_form = false) {
        this.commands = commands;
        this.of_one_form = of_one_form;
    }

    // Gives what the server gave; nothing when it refused, or when something is under way. `body` is
    // what makes the command another one.
    async send<T>(
        body: unknown,
        call: (command: string) => Promise<Reply<T>>,
    ): Promise<{ value: T } | null> {
        if (this.busy) return null;
        this.problem = null;
        this.busy = true;
        const reply = await call(this.commands.for(body));
        this.busy = false;
        if (this.of_one_form) this.commands.answered(reply.ok || reply.problem.status !== 0);
        if (!reply.ok) {
            this.problem = reply.problem;
            // Refused for good under this id: what is true by now is asked under another. Not where it did
            // something else already.
            const { status, code } = reply.problem;
            if ([409, 422].includes(status) && code !== "command.id_reused") this.commands.done();
            return null;
        }
        this.commands.done();
        return { value: reply.value };
    }
}
