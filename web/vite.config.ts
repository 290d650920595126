import { svelte } from "@sveltejs/vite-plugin-svelte";
import { defineConfig } from "vitest/config";

export default defineConfig({
    plugins: [svelte({ compilerOptions: { runes: true } })],
    // Without the browser condition, Vitest loads Svelte's server build and mount() is missing.
    ...(process.env["VITEST"] ? { resolve: { conditions: ["browser"] } } : {}),
    build: {
        target: ["chrome109", "firefox115", "safari15.6"],
        // The content security policy allows no data: addresses and no inline script.
        assetsInlineLimit: 0,
        modulePreload: { polyfill: false },
    },
    server: { proxy: { "/api": "http://127.0.0.1:8080" } },
    test: { environment: "happy-dom", include: ["src/**/*.test.ts"] },
});
