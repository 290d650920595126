import { mount } from "svelte";
import { send_command } from "../api/calls.ts";
import { Outbox } from "../outbox/outbox.svelte.ts";
import { open_store } from "../outbox/store.ts";
import { script_url } from "../ui/script_url.ts";
import App from "./App.svelte";
import "./app.css";
import { language } from "./language.svelte.ts";
import { load_language } from "./messages.ts";

language.apply();

const outbox = new Outbox(await open_store(), send_command, () => Date.now());
await Promise.all([outbox.load(), load_language(language.value.code)]);
// A browser short of disk evicts whole sites; asking first makes that unlikely for ours.
void navigator.storage?.persist?.().catch(() => false);
addEventListener("online", () => outbox.retry_now());

const target = document.getElementById("app");
if (target) mount(App, { target, props: { outbox } });
// So that a page that is loaded again without the server is there.
if (import.meta.env.PROD)
    void navigator.serviceWorker?.register(script_url("/service_worker.js")).catch(() => undefined);
// Switching languages should work without the network later on.
setTimeout(() => void load_language("en"), 2_000);
