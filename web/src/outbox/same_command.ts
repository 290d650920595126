import { new_command_id } from "./uuid.ts";

// The same answers keep their command id, so that trying again after a lost reply does the thing once.
export class SameCommand {
    private content = "";
    private command = "";
    private unanswered = false;

    constructor(private readonly new_id: () => string = new_command_id) {}

    for(body: unknown): string {
        const content = JSON.stringify(body);
        if ((content !== this.content && !this.unanswered) || this.command === "") {
            this.command = this.new_id();
        }
        this.content = content;
        return this.command;
    }

    // Of one form: what was sent before may have arrived, though nobody said so. Corrected answers go with its id,
    // and are refused where it did (command.id_reused): they would be a second thing beside it.
    answered(was: boolean): void {
        this.unanswered = !was;
    }

    // After success: the same again is meant as a second one.
    done(): void {
        this.command = "";
        this.unanswered = false;
    }
}
