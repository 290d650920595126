import { add_messages } from "../../app/messages.ts";
import "../../outbox/messages.ts";
import "../../people/scan_messages.ts";
import fr from "./messages.fr.json";

add_messages(fr, () => import("./messages.en.json"));
