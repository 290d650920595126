// Scripts that run beside the page come from our own server alone. The content security policy lets no
// other text become the address of one.
const ours = /^\/(?:service_worker\.js|assets\/[\w.-]+)$/;

interface Policy {
    createScriptURL(path: string): string;
}
interface TrustedTypes {
    createPolicy(name: string, rules: { createScriptURL: (path: string) => string }): Policy;
}

function checked(path: string): string {
    if (!ours.test(path)) throw new TypeError(`not ours: ${path}`);
    return path;
}

const types = (globalThis as { trustedTypes?: TrustedTypes }).trustedTypes;
const policy: Policy = types?.createPolicy("jatigi-script", { createScriptURL: checked }) ?? {
    createScriptURL: checked,
};

export function script_url(path: string): string {
    return policy.createScriptURL(path);
}
