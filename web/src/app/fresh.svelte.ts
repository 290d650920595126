// Whether the password is being asked for once more, and who waits for it: commands that were refused at
// the same time wait for one answer.
export class FreshSignIn {
    asked = $state(false);
    private waiting: ((is_fresh: boolean) => void)[] = [];

    ask(): Promise<boolean> {
        this.asked = true;
        return new Promise((answer) => this.waiting.push(answer));
    }

    answer(is_fresh: boolean): void {
        this.asked = false;
        for (const answer of this.waiting.splice(0)) answer(is_fresh);
    }
}
