// Keeps the pages on the device, so that one that is loaded again without the server is there. `files` and
// `version` are put in front by the build. Data are never kept here.
const shell = `jatigi-pages-${version}`;
const server_has_ms = 3_000;

async function fill() {
    const cache = await caches.open(shell);
    await cache.addAll(files.map((path) => new Request(path, { cache: "reload" })));
}

addEventListener("install", (event) => event.waitUntil(fill()));

// Only when no page of the program before is open any more: its parts are not taken from under somebody
// who types.
addEventListener("activate", (event) =>
    event.waitUntil(
        caches
            .keys()
            .then((names) =>
                Promise.all(names.filter((name) => name !== shell).map((name) => caches.delete(name))),
            ),
    ),
);

addEventListener("fetch", (event) => {
    const { request } = event;
    const { origin, pathname } = new URL(request.url);
    if (request.method !== "GET" || origin !== location.origin) return;
    if (request.mode === "navigate" && pathname === "/") event.respondWith(page(event));
    else if (pathname !== "/" && files.includes(pathname)) event.respondWith(part(request));
});

// As the server has it now; as it was kept, where the server does not answer in time.
async function page(event) {
    const asked = fetch(event.request);
    const late = new Promise((_, give_up) => setTimeout(() => give_up(new Error("late")), server_has_ms));
    try {
        const answer = await Promise.race([asked, late]);
        // After the device was wiped.
        if (answer.ok && !(await caches.has(shell))) event.waitUntil(fill().catch(() => undefined));
        return answer;
    } catch {
        return (await caches.match("/")) ?? asked;
    }
}

async function part(request) {
    return (await caches.match(request, { ignoreVary: true })) ?? fetch(request);
}
