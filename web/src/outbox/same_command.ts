import { new_command_id } from "./uuid.ts";

// The same answers keep their command id, so that trying again after a lost reply does the thing once.
export class SameCommand {
    private content = "";
    private command = "";

    constructor(private readonly new_id: () => string = new_command_id) {}

    for(body: unknown): string {
        const content = JSON.stringify(body);
        if (content !== this.content || this.command === "") {
            this.content = content;
            this.command = this.new_id();
        }
        return this.command;
    }

    // After success: the same again is meant as a second one.
    done(): void {
        this.command = "";
    }
}
