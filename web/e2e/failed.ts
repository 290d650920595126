import { afterEach } from "vitest";
import { show_open_pages } from "./browser.ts";

// A story that fails says what stood on each of its screens.
afterEach(async ({ task }) => {
    if (task.result?.state === "fail") await show_open_pages();
});
