// Puts a text on the clipboard; says whether it is there. The newer way needs https, which a centre's
// own network does not always have.
export async function copy_text(text: string): Promise<boolean> {
    try {
        await navigator.clipboard.writeText(text);
        return true;
    } catch {
        return copied_by_selection(text);
    }
}

function copied_by_selection(text: string): boolean {
    const had_focus = document.activeElement;
    const field = Object.assign(document.createElement("textarea"), { value: text, readOnly: true });
    document.body.append(field);
    field.select();
    try {
        return document.execCommand("copy");
    } catch {
        return false;
    } finally {
        field.remove();
        if (had_focus instanceof HTMLElement) had_focus.focus();
    }
}
