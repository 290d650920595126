import { register_person } from "../../api/persons.ts";
import type { Reply } from "../../api/request.ts";
import { SameCommand } from "../../outbox/same_command.ts";

type Body = Omit<Parameters<typeof register_person>[0], "command">;

// Saves one person once, however often it is asked for.
export class Registering {
    private readonly commands = new SameCommand();
    // Sent, and nobody answered: it may have arrived.
    private unanswered: Body | null = null;
    // It had, with the answers of before they were changed.
    arrived_before = false;

    // Answers that were changed since go with the same id: where the first ones had arrived they are refused, and
    // the first are asked for again, to hear the number.
    async send(body: Body): Promise<Reply<{ case_number: string }>> {
        const earlier = this.unanswered;
        const command = this.commands.for(body);
        const reply = await this.register(command, body);
        const arrived = earlier !== null && !reply.ok && reply.problem.code === "command.id_reused";
        if (!arrived) return reply;
        const again = await this.register(command, earlier);
        this.arrived_before = again.ok;
        return again;
    }

    private async register(command: string, body: Body): Promise<Reply<{ case_number: string }>> {
        const reply = await register_person({ command, ...body });
        const lost = !reply.ok && reply.problem.status === 0;
        this.unanswered = lost ? body : null;
        this.commands.answered(!lost);
        // The same answers again are meant as somebody else.
        if (reply.ok) this.commands.done();
        return reply;
    }
}
