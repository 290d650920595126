import { add_messages } from "../app/messages.ts";
import "../app/page_messages.ts";
import fr from "./backups.fr.json";

add_messages(fr, () => import("./backups.en.json"));
