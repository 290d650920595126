import { router } from "./router.svelte.ts";

// Asks before a page with work in it is left: by a link, and by closing the browser's page. To be made
// while the component is made.
export class Leaving {
    // Where somebody wants to go; nothing while nobody does.
    to = $state<string | null>(null);
    private given_up = false;

    constructor(
        private readonly begun: () => boolean,
        drop: () => void,
    ) {
        $effect(() =>
            router.ask_before_leaving((to) => {
                if (!this.begun() || this.given_up) {
                    drop();
                    return true;
                }
                this.to = to;
                return false;
            }),
        );
    }

    stay(): void {
        this.to = null;
    }

    // What was begun is not to be kept.
    give_up(): void {
        this.given_up = true;
    }

    leave(): void {
        const to = this.to;
        this.give_up();
        this.to = null;
        if (to !== null) router.go(to);
    }

    warn = (event: BeforeUnloadEvent): void => {
        if (this.begun()) event.preventDefault();
    };
}
