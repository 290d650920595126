import { add_messages } from "../../app/messages.ts";
import "../../outbox/messages.ts";
import "../../people/scan_messages.ts";
import fr from "./scanning.fr.json";

// Of a number that is scanned or typed, and of what waits: alike at a meal, at the gate, and before a node is open.
add_messages(fr, () => import("./scanning.en.json"));
