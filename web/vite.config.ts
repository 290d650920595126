import { svelte } from "@sveltejs/vite-plugin-svelte";
import { defineConfig } from "vitest/config";
import { budgets } from "./budgets.ts";
import { bundled, bundled_beside } from "./bundled.ts";
import { compiled_messages } from "./compile_messages.ts";
import { service_worker } from "./service_worker.ts";

const shell =
    /node_modules\/(svelte|idb|esm-env|clsx)\/|src\/outbox\/(?!OutboxDialog|LateRefusalRow|dialog|messages|same_command|uuid)|src\/api\/(calls|link|problem|request)\b|src\/app\/(?!guide|Guide|main|lookup|LockDialog|lock_|lock\.(?:fr|en)|messages\.en|page|SendDialog|leaving|case_number|site)|src\/ui\/(Button|Dialog|ErrorSummary|Icon|Notice|StatusChip)\b/;

// Forms have most of them: small pieces compress badly.
const fields = /src\/ui\/(TextField|SelectField|Choices|DayField|day)\b/;

export default defineConfig({
    plugins: [compiled_messages(), budgets(), bundled(), svelte({ compilerOptions: { runes: true, discloseVersion: false } }), service_worker()],
    // Without the browser condition, Vitest loads Svelte's server build and mount() is missing.
    ...(process.env["VITEST"] ? { resolve: { conditions: ["browser"] } } : {}),
    build: {
        target: ["chrome109", "firefox115", "safari15.6"],
        // The content security policy allows no data: addresses and no inline script.
        assetsInlineLimit: 0,
        modulePreload: { polyfill: false },
        // What every page needs arrives in one piece: on a slow network each file costs a round trip.
        rolldownOptions: { output: { codeSplitting: { groups: [{ name: "shell", test: shell }, { name: "fields", test: fields }] } } },
    },
    worker: { format: "es", plugins: () => [bundled_beside()] },
    server: { proxy: { "/api": "http://127.0.0.1:8080" } },
    test: { environment: "happy-dom", include: ["src/**/*.test.ts"] },
});
