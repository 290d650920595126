import { add_messages } from "../app/messages.ts";
import "../app/page_messages.ts";
import fr from "./openings.fr.json";

add_messages(fr, () => import("./openings.en.json"));
