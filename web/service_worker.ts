import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import type { Plugin } from "vite";

// Puts what the build made in front of src/app/service_worker.js: the files that a device keeps, and a name
// for just these.
const source = new URL("src/app/service_worker.js", import.meta.url);
const public_files = ["favicon.svg", "jatigi.webmanifest"];

export function service_worker(): Plugin {
    return {
        name: "service-worker",
        apply: "build",
        enforce: "post",
        generateBundle(_, bundle) {
            const made = Object.values(bundle);
            const page = made.find(({ fileName }) => fileName === "index.html");
            if (page?.type !== "asset") return this.error("there is no page to keep");
            const parts = made.map(({ fileName }) => fileName).filter((name) => name.startsWith("assets/"));
            const files = ["/", ...[...parts, ...public_files].sort().map((name) => `/${name}`)];
            const text = readFileSync(source, "utf8");
            const version = createHash("sha256")
                .update(JSON.stringify([files, page.source, text]))
                .digest("hex")
                .slice(0, 16);
            this.emitFile({
                type: "asset",
                fileName: "service_worker.js",
                source: `const files = ${JSON.stringify(files)};\nconst version = "${version}";\n${text}`,
            });
        },
    };
}
