import { add_messages } from "../app/messages.ts";
import "../app/page_messages.ts";
import fr from "./messages.fr.json";

// Why something that waited was refused.
add_messages(fr, () => import("./messages.en.json"));
