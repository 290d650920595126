// Hands a file that the server made to the browser. The address lives in this page's memory only, and is
// given back after a while, since it keeps the file alive.
const kept_ms = 120_000;

// In a new tab, where the browser can show and print it. A browser may refuse the tab: offer save_file too.
export function open_file(file: Blob): void {
    // With its handle, so that a lock can close what lies open there. A document of ours runs no scripts.
    const tab = window.open(address_of(file), "_blank");
    if (tab) tabs.add(tab);
}

export function save_file(file: Blob, name: string): void {
    const link = Object.assign(document.createElement("a"), { href: address_of(file), download: name });
    document.body.append(link);
    link.click();
    link.remove();
}

const addresses = new Set<string>();
const tabs = new Set<Window>();

function address_of(file: Blob): string {
    const address = URL.createObjectURL(file);
    addresses.add(address);
    setTimeout(() => forget(address), kept_ms);
    return address;
}

function forget(address: string): void {
    URL.revokeObjectURL(address);
    addresses.delete(address);
}

export function forget_files(): void {
    for (const address of [...addresses]) forget(address);
    for (const tab of tabs) tab.close();
    tabs.clear();
}
