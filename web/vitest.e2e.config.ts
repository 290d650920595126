import { defineConfig } from "vitest/config";

export default defineConfig({
    test: {
        include: ["e2e/**/*.test.ts"],
        setupFiles: ["e2e/failed.ts"],
        environment: "node",
        testTimeout: 180_000,
        hookTimeout: 120_000,
        fileParallelism: false,
        bail: 1,
    },
});
