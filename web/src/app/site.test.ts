import { expect, test } from "vitest";
import type { Site } from "../api/types.ts";
import { remember_site, usual_site } from "./site.ts";

function site(code: string): Site {
    return { code, name: code, utc_offset_min: 60, present: 0 };
}

test("NoSiteIsGuessedAmongSeveral", () => {
    expect(usual_site(null, [site("AGZ"), site("ASM")])).toBe("");
    expect(usual_site(null, [site("ASM")])).toBe("ASM");
    expect(usual_site("ASM", [])).toBe("ASM");
});

test("TheLastSiteIsOfferedWhileItIsThere", () => {
    remember_site("ASM");
    expect(usual_site(null, [site("AGZ"), site("ASM")])).toBe("ASM");
    expect(usual_site(null, [site("AGZ"), site("NIM")])).toBe("");
    expect(usual_site("AGZ", [site("AGZ"), site("ASM")])).toBe("AGZ");
});
